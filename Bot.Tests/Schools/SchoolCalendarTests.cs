using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools;

public sealed class SchoolCalendarTests
{
    private static readonly SchoolCalendar Calendar = new(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        [new SchoolBreak(new DateOnly(2026, 12, 25), new DateOnly(2027, 1, 7), new LocalText("冬休み"))]);

    [TestCase("2026-12-24", true)]
    [TestCase("2026-12-25", false)]
    [TestCase("2027-01-07", false)]
    [TestCase("2027-01-08", true)]
    [TestCase("2027-01-09", false, Description = "a Saturday")]
    public void A_day_has_school_on_its_weekday_and_outside_breaks(string day, bool isOpen) => Calendar.IsOpen(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(isOpen);

    [Test]
    public void What_the_school_decides_in_the_morning_goes_before_the_plan()
    {
        var (monday, saturday) = (new DateOnly(2026, 11, 30), new DateOnly(2026, 12, 5));
        SchoolDay[] decided = [new(monday, false, "台風のため"), new(saturday, true, "運動会")];
        Calendar.IsOpen(monday, decided).ShouldBeFalse();
        Calendar.IsOpen(saturday, decided).ShouldBeTrue();
        Calendar.IsOpen(monday.AddDays(1), decided).ShouldBeTrue();
    }

    [TestCase("2027-03-31", 2026)]
    [TestCase("2027-04-01", 2027)]
    public void A_school_year_begins_in_April(string day, int year) => SchoolYear.Of(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Value.ShouldBe(year);
}
