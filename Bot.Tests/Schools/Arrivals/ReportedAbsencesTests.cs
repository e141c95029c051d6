using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Infrastructure.Settings;
using Bot.Tests.DamageReports;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>What guardians told decides for whom nobody looks; where in doubt, somebody does.</summary>
public sealed class ReportedAbsencesTests
{
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 7, 0, 0, JapanTime.Offset);
    private static readonly DateOnly Today = JapanTime.Day(Now);
    private static readonly CitizenId Mother = new("U-mother");
    private static readonly CitizenId Father = new("U-father");
    private static ReportedAway? Expected => null;
    private static readonly ReportedAway AllDay = new(Child, null);
    private static readonly ReportedAway Later = new(Child, new TimeOnly(11, 0));

    private static ChildId Child => new(new Guid(1, 0, 0, new byte[8]));

    private static IEnumerable<TestCaseData> Told =>
    [
        new TestCaseData(new[] { (Mother, AbsenceKind.Absent) }, AllDay) { TestName = "Away_all_day_is_not_looked_for" },
        new TestCaseData(new[] { (Mother, AbsenceKind.Late) }, Later) { TestName = "Who_comes_late_is_waited_for" },
        new TestCaseData(new[] { (Mother, AbsenceKind.Early) }, Expected) { TestName = "Who_goes_early_is_expected" },
        new TestCaseData(new[] { (Mother, AbsenceKind.Absent), (Mother, AbsenceKind.Late) }, Later) { TestName = "Ones_own_newer_word_counts" },
        new TestCaseData(new[] { (Mother, AbsenceKind.Absent), (Father, AbsenceKind.Early) }, Expected) { TestName = "Where_two_differ_the_child_is_looked_for" },
        new TestCaseData(new[] { (Mother, AbsenceKind.Absent), (Father, AbsenceKind.Suspended) }, AllDay) { TestName = "Both_away_is_away" },
    ];

    [TestCase("10:00", "10:30", TestName = "Who_told_an_hour_is_waited_for_half_an_hour_longer")]
    [TestCase("23:50", "23:59", TestName = "No_hour_runs_over_midnight")]
    public async Task The_hour_that_was_told_counts(string told, string until)
    {
        await using var store = await TestDatabase.New();
        var found = await store.Database.InTown(Town, async tx =>
        {
            await ChildTable.Add(tx, store.Sealer, Town, new Child(Child, "hoshinoko", "1", new ChildPerson("星野 花", "", new DateOnly(2022, 5, 3), ""), false, null), Today, Now, default);
            var made = new Absence(Guid.NewGuid(), "hoshinoko", Child, Mother, AbsenceKind.Late, new DaySpan(Today, Today), AbsenceState.Sent, Now, null) { ExpectedAt = TimeOnly.Parse(told, System.Globalization.CultureInfo.InvariantCulture) };
            await AbsenceTable.Add(tx, store.Sealer, Town, made, new AbsenceStory(null, null), null, default);
            return await ReportedAbsences.Of(new SchoolTowns(new LiveRegion(DamageWorld.Region)))(tx, Town, "hoshinoko", Today, default);
        }, default);
        found.ShouldBe([new ReportedAway(Child, TimeOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture))]);
    }

    [TestCaseSource(nameof(Told))]
    public async Task Whom_nobody_looks_for((CitizenId By, AbsenceKind Kind)[] told, ReportedAway? away)
    {
        await using var store = await TestDatabase.New();
        var found = await store.Database.InTown(Town, async tx =>
        {
            var person = new ChildPerson("星野 花", "ほしの はな", new DateOnly(2022, 5, 3), "");
            await ChildTable.Add(tx, store.Sealer, Town, new Child(Child, "hoshinoko", "1", person, false, null), Today, Now, default);
            foreach (var (n, (by, kind)) in told.Index())
            {
                var made = new Absence(Guid.NewGuid(), "hoshinoko", Child, by, kind, new DaySpan(Today, Today), AbsenceState.Sent, Now.AddMinutes(n), null);
                await AbsenceTable.Add(tx, store.Sealer, Town, made, new AbsenceStory(null, null), null, default);
            }

            return await ReportedAbsences.Of(new SchoolTowns(new LiveRegion(DamageWorld.Region)))(tx, Town, "hoshinoko", Today, default);
        }, default);
        found.ShouldBe(away is null ? [] : [away]);
    }
}
