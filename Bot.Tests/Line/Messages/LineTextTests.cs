using System.Globalization;
using Bot.Infrastructure.Line.Messages;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Messages;

public sealed class LineTextTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    private static Arbitrary<(string Text, int Max)> Texts { get; } = Arb.From(
        Gen.ArrayOf(Gen.Elements("あ", "漢", "a", " ", "\n", Family, "🇯🇵", "か\u3099", "👍🏽", "\r\n", "𠮷", "葛\U000E0100"))
            .Select(string.Concat).Zip(Gen.Choose(1, 30)).Select(p => (p.Item1, p.Item2)));

    [Test]
    public void A_family_is_one_character_to_a_reader_and_eleven_units_to_a_machine() =>
        (LineText.Clusters(Family), LineText.Units(Family)).ShouldBe((1, 11));

    [Test]
    public void What_fits_stays_and_what_does_not_ends_in_an_ellipsis()
    {
        LineText.CutClusters("あいう", 3).ShouldBe("あいう");
        LineText.CutClusters("あいうえ", 3).ShouldBe("あい…");
        LineText.CutClusters(Family + Family + Family, 2).ShouldBe(Family + "…");
        LineText.CutUnits(Family + Family, 12).ShouldBe(Family + "…");
        LineText.CutUnits(Family + Family, 11).ShouldBe("…");
    }

    [Test]
    public void No_cut_splits_a_character_or_exceeds_its_limit() =>
        Prop.ForAll(Texts, sample =>
        {
            var (units, clusters) = (LineText.CutUnits(sample.Text, sample.Max), LineText.CutClusters(sample.Text, sample.Max));
            return LineText.Units(units) <= sample.Max && LineText.Clusters(clusters) <= sample.Max
                && Whole(units, sample.Text) && Whole(clusters, sample.Text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void Pieces_lose_nothing_but_line_ends_and_none_is_too_long() =>
        Prop.ForAll(Texts, sample =>
        {
            var pieces = LineText.Pieces(sample.Text, sample.Max + 10).ToList();
            return pieces.TrueForAll(piece => piece.Length <= sample.Max + 10)
                && string.Concat(pieces).Replace("\n", "", StringComparison.Ordinal) == sample.Text.Replace("\n", "", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void Broken_surrogates_are_mended_and_good_text_is_the_same_object()
    {
        const string Good = "防災🏁";
        LineText.WellFormed(Good).ShouldBeSameAs(Good);
        LineText.WellFormed("a\ud83d\0b\udc00").ShouldBe("a\ufffdb\ufffd");
    }

    private static bool Whole(string cut, string text)
    {
        var kept = cut == text ? cut : cut[..^1];
        var starts = StringInfo.ParseCombiningCharacters(text);
        return text.StartsWith(kept, StringComparison.Ordinal)
            && (kept.Length == text.Length || starts.Contains(kept.Length) || string.IsNullOrWhiteSpace(text[kept.Length].ToString()));
    }
}
