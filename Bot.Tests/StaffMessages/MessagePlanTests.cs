using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.StaffMessages.PlanTable;

namespace Bot.Tests.StaffMessages;

/// <summary>Which messages follow from rules, cases and hours.</summary>
public sealed class MessagePlanTests
{
    [TestCase("2026-12-01", "08:29", true)]
    [TestCase("2026-12-01", "08:30", false)]
    [TestCase("2026-12-01", "17:14", false)]
    [TestCase("2026-12-01", "17:15", true)]
    [TestCase("2026-12-01", "03:00", true)]
    [TestCase("2026-12-03", "10:00", true, Description = "a holiday")]
    [TestCase("2026-12-05", "10:00", true, Description = "a Saturday")]
    [TestCase("2026-12-06", "10:00", true, Description = "a Sunday")]
    [TestCase("2026-12-07", "10:00", false)]
    public void Quiet_hours_follow_the_town_s_clock_its_weekdays_and_holidays(string day, string time, bool isQuiet) =>
        Office.IsQuiet(JapanTime.At(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)).ToUniversalTime(), IsHoliday)
            .ShouldBe(isQuiet);

    [Test]
    public void A_day_may_last_until_midnight_and_no_hours_mean_always()
    {
        var late = Office with { Hours = [.. Enumerable.Repeat(new DayHours(new(8, 0), TimeOnly.MinValue), DayHours.Days)] };
        late.IsQuiet(At("23:59"), IsHoliday).ShouldBeFalse();
        late.IsQuiet(At("00:00"), IsHoliday).ShouldBeTrue();
        (Office with { Hours = [] }).IsQuiet(At("03:00", 2), IsHoliday).ShouldBeFalse();
    }

    [Test]
    public void A_case_is_told_at_once_and_once() =>
        new PlanTable(Office).Comes(Case(1, At("10:00"))).Plays(At("10:00"), At("12:00")).Told().ShouldBe(["10:00 New 1 roads@town.example"]);

    [Test]
    public void Five_hundred_reports_of_one_tree_in_an_hour_are_one_message_and_a_raised_danger_one_more()
    {
        // They join one case: its number of reporters grows, and once somebody says that it hangs over the path to school.
        var table = new PlanTable(Office).Comes(Case(1, At("10:00"))).Plays(At("10:00"), At("10:30"));
        table.Changes(1, c => c with { Pressure = Pressure.Danger }).Plays(At("10:30"), At("10:45"));
        table.Changes(1, c => c with { Pressure = Pressure.Life }).Plays(At("10:45"), At("11:00"));
        table.Told().ShouldBe(["10:00 New 1 roads@town.example", "10:30 Danger 1 roads@town.example", "10:45 Danger 1 roads@town.example"]);
    }

    [Test]
    public void Five_hundred_cases_in_an_hour_are_seven_messages_that_name_each_once()
    {
        var table = new PlanTable(Office);
        foreach (var n in Enumerable.Range(0, 500))
        {
            table.Comes(Case(n, At("10:00").AddSeconds(n * 7.2)));
        }

        table.Plays(At("10:00"), At("11:05"));
        table.Sent.Count.ShouldBe(7);
        table.Sent.SelectMany(s => s.Message.Cases).Select(c => c.Number).ShouldBeUnique();
        table.Sent.Sum(s => s.Message.Cases.Count).ShouldBe(500);
    }

    [Test]
    public void Dangers_do_not_flood_either_and_none_waits_longer_than_three_minutes()
    {
        var table = new PlanTable(Office);
        foreach (var n in Enumerable.Range(0, 500))
        {
            table.Comes(Case(n, At("10:00").AddSeconds(n * 7.2), Pressure.Danger));
        }

        table.Plays(At("10:00"), At("11:05"), TimeSpan.FromSeconds(3));
        table.Sent.Count.ShouldBe(21);
        table.Sent.ShouldAllBe(s => s.Message.Cases.All(c => s.At - c.OpenedAt <= TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(3)));
    }

    [Test]
    public void What_came_at_night_is_one_message_in_the_morning()
    {
        var table = new PlanTable(Office).Comes(Case(1, At("17:30"))).Comes(Case(2, At("02:00", 1))).Comes(Case(3, At("08:29", 1)));
        table.Plays(At("17:00"), At("09:00", 1));
        table.Told().ShouldBe(["8:30 New 3 roads@town.example"]);
        table.Sent.Single().Message.WasKept.ShouldBeTrue();
    }

    [Test]
    public void Danger_at_night_goes_to_whom_it_is_on_call_at_once_and_to_all_in_the_morning()
    {
        var rules = Office with { OnCall = [new OnCallTurn(Tuesday, Tuesday.AddDays(6), "当番", "night@town.example")] };
        new PlanTable(rules).Comes(Case(1, At("03:00", 1), Pressure.Danger)).Plays(At("02:00", 1), At("09:00", 1)).Told()
            .ShouldBe(["3:00 Danger 1 night@town.example", "8:30 New 1 roads@town.example"]);
        new PlanTable(rules with { OnCall = [] }).Comes(Case(1, At("03:00", 1), Pressure.Danger)).Plays(At("02:00", 1), At("09:00", 1)).Told()
            .ShouldBe(["3:00 Danger 1 roads@town.example"], "with nobody on call the department must do");
        new PlanTable(rules with { DangerBreaksThrough = false }).Comes(Case(1, At("03:00", 1), Pressure.Danger)).Plays(At("02:00", 1), At("09:00", 1)).Told()
            .ShouldBe(["8:30 Danger 1 roads@town.example night@town.example"]);
    }

    [TestCase(-1, null)]
    [TestCase(0, "a@town.example")]
    [TestCase(6, "a@town.example")]
    [TestCase(7, "b@town.example")]
    [TestCase(14, null)]
    public void On_call_goes_by_the_day(int day, string? mail) =>
        (Office with { OnCall = [new(Tuesday, Tuesday.AddDays(6), "A", "a@town.example"), new(Tuesday.AddDays(7), Tuesday.AddDays(13), "B", "b@town.example")] })
            .OnCallAt(At("23:59", day))?.Mail.ShouldBe(mail);

    [Test]
    public void What_nobody_opens_goes_one_step_further_after_each_time()
    {
        var rules = Office with { Steps = [new(60, ["head@town.example"]), new(120, [])] };
        new PlanTable(rules).Comes(Case(1, At("10:00"))).Plays(At("10:00"), At("17:00")).Told()
            .ShouldBe(["10:00 New 1 roads@town.example", "11:00 Unread1 1 head@town.example", "13:00 Unread2 1 roads@town.example"]);
        var opened = new PlanTable(rules).Comes(Case(1, At("10:00"))).Plays(At("10:00"), At("10:59"));
        opened.Changes(1, c => c with { IsUnread = false }).Plays(At("10:59"), At("17:00")).Told().Count.ShouldBe(1, "somebody has opened it");
    }

    [Test]
    public void The_clock_of_a_step_begins_with_the_message_not_with_the_report_and_rests_at_night()
    {
        var rules = Office with { Steps = [new(60, ["head@town.example"])] };
        new PlanTable(rules).Comes(Case(1, At("22:00"))).Comes(Case(2, At("17:00", 1))).Plays(At("21:00"), At("09:40", 3).AddDays(-1), TimeSpan.FromMinutes(1)).Told()
            .ShouldBe(["8:30 New 1 roads@town.example", "9:30 Unread1 1 head@town.example", "17:00 New 1 roads@town.example"]);
        new PlanTable(rules).Comes(Case(1, At("22:00"), Pressure.Life)).Plays(At("21:00"), At("23:30"), TimeSpan.FromMinutes(1)).Told()
            .ShouldBe(["22:00 Danger 1 roads@town.example", "23:00 Unread1 1 head@town.example"]);
    }

    [Test]
    public void What_is_late_is_one_list_a_day()
    {
        var rules = Office with { AnswerDays = 3 };
        var planned = Case(1, At("10:00", -20)) with { IsUnread = false, IsUnanswered = false, PlannedOn = Tuesday.AddDays(-1), Told = [new("new", At("10:00", -20))] };
        var today = planned with { Subject = $"{2:d32}", PlannedOn = Tuesday };
        var silent = Case(3, At("23:00", -3)) with { Told = [new("new", At("08:30", -2))] };
        var young = Case(4, At("00:10", -2)) with { Told = [new("new", At("08:30", -2))] };
        var table = new PlanTable(rules).Comes(planned).Comes(today).Comes(silent).Comes(young);
        table.Plays(At("07:00"), At("17:00"), TimeSpan.FromMinutes(1));
        table.Told().ShouldBe(["8:30 Overdue 2 roads@town.example"]);
        table.Sent.Single().Message.Cases.Select(c => c.Subject).ShouldBe([planned.Subject, silent.Subject]);
        table.Plays(At("07:00", 1), At("17:00", 2), TimeSpan.FromMinutes(1)).Told().Count.ShouldBe(2, "the next day once more, on the holiday nothing");
    }

    [Test]
    public void Old_cases_are_no_news_when_a_department_sets_its_first_rules() =>
        MessagePlan.Of(Office, [Case(1, At("10:00"))], new(null, null, null), since: At("10:01"), now: At("10:02"), IsHoliday).ShouldBeEmpty();

    [Test]
    public void What_is_switched_off_is_not_told()
    {
        new PlanTable(Office with { TellNew = false }).Comes(Case(1, At("10:00"))).Comes(Case(2, At("10:00"), Pressure.Life)).Plays(At("10:00"), At("12:00")).Told()
            .ShouldBe(["10:00 Danger 1 roads@town.example"]);
        new PlanTable(Office with { TellDanger = false }).Comes(Case(2, At("10:00"), Pressure.Life)).Plays(At("10:00"), At("12:00")).Told()
            .ShouldBe(["10:00 New 1 roads@town.example"]);
        new PlanTable(Office with { TellOverdue = false, AnswerDays = 1 }).Comes(Case(1, At("10:00", -9)) with { Told = [new("new", At("10:00", -9))] }).Plays(At("08:00"), At("12:00")).Told().ShouldBeEmpty();
    }

    [Test]
    public void The_preview_says_what_the_plan_would_do()
    {
        var rules = Office with { OnCall = [new OnCallTurn(Tuesday, Tuesday.AddDays(6), "当番", "night@town.example")] };
        MessagePreview.Of(rules, Pressure.Usual, At("10:00"), IsHoliday).At.ShouldBe(At("10:00"));
        MessagePreview.Of(rules, Pressure.Usual, At("18:00", 1), IsHoliday).At.ShouldBe(At("08:30", 3), "the day after the holiday");
        var night = MessagePreview.Of(rules, Pressure.Danger, At("03:00", 1), IsHoliday);
        (night.At, night.Later).ShouldBe((At("03:00", 1), At("08:30", 1)));
        night.To.ShouldContain(new Recipient.Mail("night@town.example"));
        MessagePreview.Of(rules with { Hours = [.. Enumerable.Repeat(new DayHours(null, null), DayHours.Days)] }, Pressure.Usual, At("10:00"), IsHoliday).At.ShouldBeNull();
    }
}
