using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class CollectionNumberTests
{
    private static IEnumerable<CollectionNumber> Many => Enumerable.Range(1, 400).Select(n => CollectionNumber.Of(n % 100, n * 2477));

    [Test]
    public void It_is_written_in_groups() => CollectionNumber.Of(8, 123456).ToString().ShouldMatch(@"^0812-3456-\d$");

    [Test]
    public void It_is_read_as_it_was_written()
    {
        foreach (var number in Many)
        {
            Parsed(number.ToString()).ShouldBe(number);
            Parsed(number.Digits).ShouldBe(number);
        }
    }

    [Test]
    public void Width_blanks_and_strokes_do_not_matter()
    {
        var number = CollectionNumber.Of(8, 123456);
        var wide = string.Concat(number.ToString().Select(c => c == '-' ? 'ー' : (char)(c - '0' + '０')));
        Parsed($" {wide} ").ShouldBe(number);
        Parsed(number.ToString().Replace('-', ' ')).ShouldBe(number);
    }

    [Test]
    public void Any_one_wrong_digit_is_caught()
    {
        foreach (var digits in Many.Select(n => n.Digits))
        {
            for (var at = 0; at < digits.Length; at++)
            {
                foreach (var other in "0123456789".Where(c => c != digits[at]))
                {
                    Why(digits[..at] + other + digits[(at + 1)..]).ShouldBe("bulky-waste.number.check");
                }
            }
        }
    }

    [Test]
    public void Two_neighbours_that_changed_places_are_caught()
    {
        foreach (var digits in Many.Select(n => n.Digits))
        {
            for (var at = 0; at + 1 < digits.Length; at++)
            {
                if (digits[at] != digits[at + 1])
                {
                    Why(digits[..at] + digits[at + 1] + digits[at] + digits[(at + 2)..]).ShouldBe("bulky-waste.number.check");
                }
            }
        }
    }

    [TestCase("", "bulky-waste.number.empty")]
    [TestCase("0812-34", "bulky-waste.number.short")]
    [TestCase("0812-3456-78", "bulky-waste.number.long")]
    [TestCase("0812-345O-1", "bulky-waste.number.letters")]
    [TestCase("\ud800", "bulky-waste.number.letters")]
    public void What_is_wrong_is_said_kindly(string typed, string why) => Why(typed).ShouldBe(why);

    [TestCase("2026-04-01", 8)]
    [TestCase("2027-03-31", 8)]
    [TestCase("2027-04-01", 9)]
    public void The_fiscal_year_begins_in_april(string day, int year) =>
        CollectionNumber.YearOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(year);

    [Test]
    public void A_series_that_has_run_out_says_so() => Should.Throw<ArgumentOutOfRangeException>(() => CollectionNumber.Of(8, 1_000_000));

    private static CollectionNumber Parsed(string text) => CollectionNumber.Parse(text).ShouldBeOfType<Checked<CollectionNumber>.Good>().Value;

    private static string Why(string text) => CollectionNumber.Parse(text).ShouldBeOfType<Checked<CollectionNumber>.Bad>().Why;
}
