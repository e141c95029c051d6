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
    public string Lang => LangOf(Language);

    public static string LangOf(Language language) => language.Tag == "en" ? "en" : "ja";

    public static Screen Of(TownFace face, Language language) => new(face.Words, Readable(language), face.Look);

    /// <summary>The language itself where it is complete, else English, in which its phrases would be said anyway.</summary>
    public static Language Readable(Language language) => Language.Complete.Contains(language) ? language : Language.English;

    public static Language? Parse(string? tag) =>
        tag is null ? null : Language.Complete.Select(l => (Language?)l).FirstOrDefault(l => l!.Value.Tag == tag);

    /// <summary>The language that the browser asks for, where we have nothing better.</summary>
    public static Language Asked(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => Language.Guess(l.Value.Value))
            .FirstOrDefault(l => l is not null) is { } language ? Readable(language) : Language.Japanese;

    public string Say(string key, params ReadOnlySpan<(string Name, Words Value)> with) => Say(Domain.Conversations.Wording.Words.Of(key, with));

    public string Say(Words words) => Words.Say(words, Language);

    /// <summary>The same without readings, for where no reading can stand above a word.</summary>
    public string Plain(string key, params ReadOnlySpan<(string Name, Words Value)> with) => Furigana.Without(Say(key, with), this);

    public string Say(LocalText text) => text.In(Language);
}
