using System.Text.RegularExpressions;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Wording;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.House;

/// <summary>Every phrase has words in every language that is marked complete, with the same placeholders.</summary>
public sealed partial class WordingRules
{
    private static readonly ILookup<string, (Language Language, string Key, string Text)> ByKey = WordingFiles.Shipped().ToLookup(p => p.Key, StringComparer.Ordinal);

    [Test]
    public void Every_phrase_has_words_in_every_complete_language() =>
        ByKey.Where(k => !k.Key.StartsWith("hear.", StringComparison.Ordinal))
            .SelectMany(k => Language.Complete.Where(l => k.All(p => p.Language != l)).Select(l => $"{k.Key} lacks {l.Tag}")).ShouldBeEmpty();

    [Test]
    public void What_may_be_typed_is_listed_at_least_in_Japanese_and_English() =>
        ByKey.Where(k => k.Key.StartsWith("hear.", StringComparison.Ordinal))
            .SelectMany(k => new[] { "ja", "en" }.Where(l => k.All(p => p.Language.Tag != l)).Select(l => $"{k.Key} lacks {l}")).ShouldBeEmpty();

    [Test]
    public void No_key_stands_in_two_files() =>
        ByKey.Where(k => k.Select(p => p.Language).Distinct().Count() != k.Count()).Select(k => k.Key).ShouldBeEmpty();

    [Test]
    public void Translations_keep_the_placeholders() =>
        ByKey.Where(k => k.Select(p => string.Join(' ', Placeholder.Matches(p.Text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal))).Distinct().Count() > 1)
            .Select(k => k.Key).ShouldBeEmpty();

    [Test]
    public void No_phrase_is_empty_or_longer_than_a_screen() =>
        ByKey.SelectMany(k => k).Where(p => string.IsNullOrWhiteSpace(p.Text) || p.Text.Length > 600).Select(p => p.Key).ShouldBeEmpty();

    [Test]
    public void A_word_that_residents_may_type_means_one_thing()
    {
        var meanings = ByKey.Where(k => k.Key.StartsWith("hear.", StringComparison.Ordinal))
            .SelectMany(k => k.SelectMany(p => p.Text.Split('|')).Select(w => (Word: JapaneseText.Fold(w), k.Key)).Distinct())
            .Where(m => m.Key is not ("hear.confirm" or "hear.skip" or "hear.none"))
            .GroupBy(m => m.Word, StringComparer.Ordinal).Where(g => g.Count() > 1);
        meanings.Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Key))}").ShouldBeEmpty();
    }

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder { get; }
}
