using System.Globalization;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class CollectionCalendarTests
{
    private static readonly Deadline PayBy = new(3, new TimeOnly(23, 59));

    [Test]
    public void First_and_third_thursdays_are_counted_within_the_month() =>
        Days("h1", "2026-12-01", "2027-02-28").ShouldBe(["2026-12-03", "2026-12-17", "2027-01-07", "2027-01-21", "2027-02-04", "2027-02-18"]);

    [Test]
    public void The_days_round_new_year_are_closed_and_made_up_for() =>
        Days("h3", "2026-12-14", "2027-01-31").ShouldBe(["2026-12-18", "2027-01-08", "2027-01-15"]);

    [Test]
    public void A_holiday_is_not_collected_and_the_extra_day_is() =>
        Days("k2", "2027-02-01", "2027-02-28").ShouldBe(["2027-02-12", "2027-02-25"]);

    [Test]
    public void An_extra_day_may_have_its_own_capacity()
    {
        var zone = Zone("k1");
        DemoWorld.Calendar.On(zone, new DateOnly(2027, 11, 4))!.Capacity.ShouldBe(6);
        DemoWorld.Calendar.On(zone, new DateOnly(2027, 11, 17))!.Capacity.ShouldBe(zone.Capacity);
    }

    [TestCase("2026-12-01T12:00+09:00", "2026-12-08")]
    [TestCase("2026-12-23T12:00+09:00", "2026-12-30")]
    [TestCase("2026-12-28T12:00+09:00", "2027-01-05")]
    public void The_first_day_lies_five_working_days_ahead(string now, string first) =>
        Text(DemoWorld.Calendar.Window(At(now), PayBy).First).ShouldBe(first);

    [Test]
    public void A_day_whose_time_to_pay_has_run_out_is_not_offered()
    {
        var strict = new Deadline(5, new TimeOnly(12, 0));
        Text(DemoWorld.Calendar.Window(At("2026-12-01T11:00+09:00"), strict).First).ShouldBe("2026-12-09");
        Text(DemoWorld.Calendar.Window(At("2026-12-01T09:00+09:00"), strict).First).ShouldBe("2026-12-08");
    }

    [Test]
    public void Nothing_is_offered_beyond_the_holidays_that_are_known()
    {
        var until = DemoWorld.Region.Holidays.Until;
        DemoWorld.Calendar.Window(JapanTime.At(until.AddDays(-10), new TimeOnly(12, 0)), PayBy).Last.ShouldBe(until);
    }

    [TestCase("2026-12-01T12:00+09:00", "2026-12-17", "2026-12-04T23:59:59+09:00")]
    [TestCase("2026-12-09T12:00+09:00", "2026-12-17", "2026-12-12T23:59:59+09:00")]
    [TestCase("2026-12-10T12:00+09:00", "2026-12-17", "2026-12-13T23:59:59+09:00")]
    [TestCase("2026-12-11T12:00+09:00", "2026-12-17", "2026-12-14T23:59+09:00")]
    public void The_time_to_pay_ends_with_the_days_or_with_the_collection_whichever_is_first(string now, string day, string payBy) =>
        DemoWorld.Calendar.PayBy(At(now), 3, Date(day), PayBy).ShouldBe(At(payBy));

    [TestCase("2026-12-17", 3, "2026-12-14")]
    [TestCase("2026-12-14", 1, "2026-12-11")]
    [TestCase("2027-01-12", 2, "2027-01-07")]
    [TestCase("2026-12-17", 0, "2026-12-17")]
    public void Working_days_leave_out_weekends_and_holidays(string day, int before, string then) =>
        Text(DemoWorld.Calendar.Office.Before(Date(day), before)).ShouldBe(then);

    [Test]
    public void A_fifth_week_that_a_month_lacks_is_no_day() =>
        new CollectionWeekday(DayOfWeek.Monday, 5).Falls(new DateOnly(2027, 2, 22)).ShouldBeFalse();

    [Test]
    public void A_zone_may_be_closed_alone()
    {
        var plan = DemoWorld.Plan with { Closures = [new Closure(Date("2026-12-17"), Date("2026-12-17"), "h1", new LocalText("道路工事"))] };
        var calendar = new CollectionCalendar(plan, new HashSet<DateOnly>(), DateOnly.MaxValue, new WorkingDays([]));
        calendar.On(Zone("h1"), Date("2026-12-17")).ShouldBeNull();
        calendar.On(Zone("h3"), Date("2026-12-18")).ShouldNotBeNull();
    }

    private static IEnumerable<string> Days(string zone, string from, string to) =>
        DemoWorld.Calendar.Days(Zone(zone), Date(from), Date(to)).Select(d => Text(d.Date));

    private static CollectionZone Zone(string code) => DemoWorld.Plan.Zones.First(z => z.Code == code);

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
