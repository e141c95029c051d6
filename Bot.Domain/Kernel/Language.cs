namespace Bot.Domain.Kernel;

/// <summary>A language that residents may choose, by its BCP 47 tag; <c>ja-easy</c> is やさしい日本語.</summary>
public readonly record struct Language(string Tag)
{
    public static Language Japanese { get; } = new("ja");

    public static Language EasyJapanese { get; } = new("ja-easy");

    public static Language English { get; } = new("en");

    /// <summary>Each in the order in which it is offered, with its own name for itself.</summary>
    public static Items<(Language Language, string Name)> Offered { get; } =
    [
        (Japanese, "日本語"),
        (EasyJapanese, "やさしい日本語"),
        (English, "English"),
        (new("zh-Hans"), "中文(简体)"),
        (new("zh-Hant"), "中文(繁體)"),
        (new("ko"), "한국어"),
        (new("vi"), "Tiếng Việt"),
        (new("pt"), "Português"),
        (new("tl"), "Tagalog"),
    ];

    /// <summary>Languages in which every phrase must have words; the others fall back to Japanese phrase by phrase.</summary>
    public static Items<Language> Complete { get; } = [Japanese, EasyJapanese, English];

    /// <summary>Best guess from a BCP 47 tag such as LINE's profile language; <c>null</c> when we have none for it.</summary>
    public static Language? Guess(string? bcp47) => bcp47?.ToUpperInvariant() switch
    {
        null or "" => null,
        "ZH-TW" or "ZH-HK" or "ZH-HANT" => new("zh-Hant"),
        "JA-EASY" => EasyJapanese,
        var tag => Offered.Select(o => (Language?)o.Language).FirstOrDefault(l => Same(Base(tag), Base(l!.Value.Tag))),
    };

    private static string Base(string tag) => tag.Split('-')[0];

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A name that a town keeps in several languages; what is missing is said in Japanese.</summary>
public sealed record LocalText(string Ja, string? Easy = null, string? En = null)
{
    public string In(Language language) => language.Tag switch
    {
        "ja-easy" => Easy ?? Ja,
        "en" => En ?? Ja,
        "ja" => Ja,
        _ => En ?? Ja,
    };
}
