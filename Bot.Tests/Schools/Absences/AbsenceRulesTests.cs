using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Schools.Absences.AbsenceWorld;

namespace Bot.Tests.Schools.Absences;

public sealed class AbsenceRulesTests
{
    private static DateTimeOffset At(DateOnly day, int hour, int minute) => JapanTime.At(day, new TimeOnly(hour, minute));

    [Test]
    public void A_report_is_of_a_day_of_school_from_today_on()
    {
        AbsenceRules.Check(Primary, [], Today, Today).ShouldBeNull();
        AbsenceRules.Check(Primary, [], Today.AddDays(-1), Today).ShouldBe(DayTrouble.Past);
        AbsenceRules.Check(Primary, [], new(2026, 12, 5), Today).ShouldBe(DayTrouble.Closed, "a Saturday");
        AbsenceRules.Check(Primary, [], new(2026, 12, 25), Today).ShouldBe(DayTrouble.Closed, "winter holidays");
        AbsenceRules.Check(Primary, [], Today.AddDays(61), Today).ShouldBe(DayTrouble.Far);
        AbsenceRules.Check(Primary, [new SchoolDay(Today, false, "台風のため")], Today, Today).ShouldBe(DayTrouble.Closed, "a typhoon");
        AbsenceRules.Check(Primary, [new SchoolDay(new(2026, 12, 5), true, "運動会")], new(2026, 12, 5), Today).ShouldBeNull();
    }

    [Test]
    public void Of_a_range_the_days_without_school_are_left_out_and_one_of_school_must_be_in_it()
    {
        var weekend = new DaySpan(new(2026, 12, 4), new(2026, 12, 7));
        AbsenceRules.CheckRange(Primary, [], weekend, Today).ShouldBeNull();
        AbsenceRules.Closed(Primary, [], weekend).ShouldBe([new(2026, 12, 5), new(2026, 12, 6)]);
        AbsenceRules.CheckRange(Primary, [new SchoolDay(new(2026, 12, 4), false, "台風のため")], weekend, Today).ShouldBeNull("its Monday is left");
        AbsenceRules.CheckRange(Primary, [], new DaySpan(new(2026, 12, 25), new(2027, 1, 7)), Today).ShouldBe(DayTrouble.Closed);
        AbsenceRules.CheckRange(Primary, [], new DaySpan(Today.AddDays(-1), Today), Today).ShouldBe(DayTrouble.Past);
        AbsenceRules.CheckRange(Primary, [], new DaySpan(Today, Today.AddDays(61)), Today).ShouldBe(DayTrouble.Far);
    }

    [Test]
    public void After_the_hour_of_the_school_one_is_asked_to_telephone_for_today_only()
    {
        var today = new DaySpan(Today, Today);
        AbsenceRules.IsPastCutOff(Primary, AbsenceKind.Absent, today, At(Today, 8, 15)).ShouldBeFalse();
        AbsenceRules.IsPastCutOff(Primary, AbsenceKind.Absent, today, At(Today, 8, 16)).ShouldBeTrue();
        AbsenceRules.IsPastCutOff(Primary, AbsenceKind.Absent, today, At(Today.AddDays(-1), 23, 59)).ShouldBeFalse("it is of tomorrow");
        AbsenceRules.IsPastCutOff(Primary, AbsenceKind.Absent, today, At(Today, 0, 1)).ShouldBeFalse();
        AbsenceRules.IsPastCutOff(Primary, AbsenceKind.Early, today, At(Today, 12, 0)).ShouldBeFalse();
    }

    [Test]
    public void What_stood_on_the_last_day_of_school_may_be_repeated_today()
    {
        AbsenceRules.Repeatable(Hana, [Own(Today.AddDays(-1))], Today).ShouldNotBeNull();
        AbsenceRules.Repeatable(Hana, [Own(new(2026, 12, 4))], new(2026, 12, 7)).ShouldNotBeNull("Friday, on Monday");
        AbsenceRules.Repeatable(Hana, [Own(Today.AddDays(-1)), Own(Today)], Today).ShouldBeNull("today is reported already");
        AbsenceRules.Repeatable(Hana, [Own(Today.AddDays(-1), state: AbsenceState.Withdrawn)], Today).ShouldBeNull();
        AbsenceRules.Repeatable(Hana, [Own(Today.AddDays(-1), child: Sora)], Today).ShouldBeNull();
        AbsenceRules.Repeatable(Hana with { Decided = [new SchoolDay(Today, false, "台風のため")] }, [Own(Today.AddDays(-1))], Today).ShouldBeNull();
        AbsenceRules.Repeatable(Hana, [Own(Today.AddDays(-1))], Today.AddDays(1)).ShouldBeNull("begun at 23:59, sent at 00:01: yesterday is another day");
    }

    [Test]
    public void Three_days_of_school_in_a_row_and_what_spreads_are_noticed()
    {
        Absence Away(DateOnly first, DateOnly last, ReportingChild child) => new(
            Guid.NewGuid(), Primary.Code, child.Child, null, AbsenceKind.Absent, new DaySpan(first, last), AbsenceState.Seen, Conversations.Talk.Noon, null);
        var all = new[] { Away(new(2026, 11, 27), new(2026, 11, 27), Hana), Away(new(2026, 11, 30), Today, Hana), Away(new(2026, 11, 30), Today, Sora) };
        AbsencePatterns.ThreeInARow(Primary, [], all, Today).ToArray().ShouldBe([Hana.Child], "a weekend lies between");

        var room = new SchoolClass(new ClassId(Guid.NewGuid()), Primary.Code, new SchoolYear(2026), 3, "1組");
        Pupil[] pupils = [.. Enumerable.Range(0, 10).Select(n => new Pupil(new Child(new ChildId(new Guid(n, 1, 0, new byte[8])), Primary.Code, $"{n}", new ChildPerson("", "", Today, ""), false, null), room, n))];
        AbsencePatterns.Infections(pupils, new HashSet<ChildId>(pupils.Take(1).Select(p => p.Child.Id))).Single().IsHint.ShouldBeFalse();
        AbsencePatterns.Infections(pupils, new HashSet<ChildId>(pupils.Take(2).Select(p => p.Child.Id))).Single().IsHint.ShouldBeTrue();
    }
}
