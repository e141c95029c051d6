using Bot.Infrastructure.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Towns;

/// <summary>Works the holidays out anew from the law and the equinoxes, and compares them with the file.</summary>
public sealed class NationalHolidayTests
{
    private static readonly NationalHolidays Holidays = NationalHolidays.Load(DemoFolder.Real).OrThrow();

    [TestCase(2026)]
    [TestCase(2027)]
    [TestCase(2028)]
    public void The_file_agrees_with_the_law(int year) =>
        Holidays.Days.Keys.Where(d => d.Year == year).Order().ShouldBe(ByLaw(year));

    [TestCase("2026-05-06", "振替休日")]
    [TestCase("2026-09-22", "休日")]
    [TestCase("2027-03-21", "春分の日")]
    [TestCase("2027-03-22", "振替休日")]
    [TestCase("2028-09-22", "秋分の日")]
    [TestCase("2026-11-23", "勤労感謝の日")]
    public void Known_days_have_their_names(string date, string name) =>
        Holidays.Days[DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture)].Ja.ShouldBe(name);

    [Test]
    public void The_file_answers_until_the_end_of_2028() => Holidays.Until.ShouldBe(new DateOnly(2028, 12, 31));

    private static IReadOnlyList<DateOnly> ByLaw(int year)
    {
        var days = new SortedSet<DateOnly>
        {
            new(year, 1, 1), Monday(year, 1, 2), new(year, 2, 11), new(year, 2, 23), new(year, 3, Equinox(20.8431, year)),
            new(year, 4, 29), new(year, 5, 3), new(year, 5, 4), new(year, 5, 5), Monday(year, 7, 3), new(year, 8, 11),
            Monday(year, 9, 3), new(year, 9, Equinox(23.2488, year)), Monday(year, 10, 2), new(year, 11, 3), new(year, 11, 23),
        };
        // a day between two holidays is one, and a holiday on a Sunday moves to the next day that is none
        foreach (var between in days.Where(d => days.Contains(d.AddDays(2)) && !days.Contains(d.AddDays(1))).Select(d => d.AddDays(1)).ToList())
        {
            days.Add(between);
        }

        foreach (var sunday in days.Where(d => d.DayOfWeek == DayOfWeek.Sunday).ToList())
        {
            var substitute = sunday;
            while (days.Contains(substitute))
            {
                substitute = substitute.AddDays(1);
            }

            days.Add(substitute);
        }

        return [.. days];
    }

    private static DateOnly Monday(int year, int month, int nth)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((8 - (int)first.DayOfWeek) % 7 + 7 * (nth - 1));
    }

    // the usual approximation for 1980 to 2099
    private static int Equinox(double start, int year) => (int)(start + 0.242194 * (year - 1980)) - (year - 1980) / 4;
}
