using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Letters;

/// <summary>A letter in one more language, as a person wrote it.</summary>
public sealed record LetterTranslation(Language Language, string Title, string Body);

/// <summary>What is written, in Japanese and by hand in other languages; under seal in the database, and never in a message of LINE.</summary>
public sealed record LetterContent(string Title, string Body)
{
    /// <summary>What is left when its time is over.</summary>
    public static readonly LetterContent Emptied = new("", "");

    public Items<LetterTranslation> Translations { get; init; } = [];

    public bool IsEmptied => Title.Length == 0;

    /// <summary>The languages into which staff may translate.</summary>
    public static IEnumerable<(Language Language, string Name)> Others => Language.Offered.Where(o => o.Language != Language.Japanese);

    /// <summary>As a guardian of that language reads it: theirs, or the Japanese where nobody translated it.</summary>
    public LetterTranslation In(Language language) =>
        Translations.FirstOrDefault(t => t.Language == language) ?? new LetterTranslation(Language.Japanese, Title, Body);
}
