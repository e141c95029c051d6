using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Api.Forms;

/// <summary>In whose look and in which language a page speaks.</summary>
public sealed record Screen(Wordbook Words, Language Language, TownLook? Town)
{
    /// <summary>The languages that a page can be switched to: those in which every phrase has words.</summary>
    public static IEnumerable<(Language Language, string Name)> Languages =>
        Language.Offered.Where(o => Language.Complete.Contains(o.Language));

    /// <summary>The text's language for the page's markup; easy Japanese is Japanese.</summary>
    public string Lang => Language.Tag == "en" ? "en" : "ja";

    public static Screen Of(TownFace face, Language language) => new(face.Words, Readable(language), face.Look);

    /// <summary>The language itself where it is complete, else English, in which its phrases would be said anyway.</summary>
    public static Language Readable(Language language) => Language.Complete.Contains(language) ? language : Language.English;

    public static Language? Parse(string? tag) =>
        tag is null ? null : Language.Complete.Select(l => (Language?)l).FirstOrDefault(l => l!.Value.Tag == tag);

    public string Say(string key, params ReadOnlySpan<(string Name, Words Value)> with) => Say(Domain.Conversations.Wording.Words.Of(key, with));

    public string Say(Words words) => Words.Say(words, Language);

    public string Say(LocalText text) => text.In(Language);
}
