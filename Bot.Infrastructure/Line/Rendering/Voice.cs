using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>Says words in the resident's language, never with nothing: LINE refuses an empty text.</summary>
internal sealed class Voice(Wordbook words, Language language)
{
    public string Say(Words text) => Something(words.Say(text, language));

    public string Key(string key, params ReadOnlySpan<(string Name, Words Value)> args) => Something(words.Say(Words.Of(key, args), language));

    public static string Something(string text)
    {
        var said = LineText.WellFormed(text).Trim();
        return said.Any(IsSeen) ? said : LineText.Ellipsis;
    }

    // Text of spaces and invisible joiners alone counts as empty.
    private static bool IsSeen(char letter) => !char.IsWhiteSpace(letter) && !char.IsControl(letter)
        && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format;
}
