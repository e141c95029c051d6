using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Tests.Console;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>The rounds on a real database: each step once, whoever looks, however often, and whatever dies half way.</summary>
public sealed class ArrivalRoundTests
{
    private static readonly TownId Town = new("hoshimi");
    private static readonly DateOnly Day = new(2027, 2, 8);
    private static readonly Actor By = new("staff", "teacher", "hoshimi");

    private ConsoleHost _host = null!;
    private Nursery _nursery = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [SetUp]
    public async Task Arrive() => _nursery = await Nursery.Open(_host, Day);

    [Test]
    public async Task Guardian_staff_and_head_hear_of_it_once_each_though_three_processes_look_and_then_the_all_clear()
    {
        var child = await _nursery.Child("星野 花", guardian: "U-mother");
        await Together(At(9, 4));
        (await Steps()).ShouldBeEmpty();
        await Together(At(9, 5));
        await Together(At(9, 10));
        await Together(At(9, 20));
        (await Steps()).ShouldBe(["Guardian NotArrived 1", "Staff NotArrived 1", "Head NotArrived 1"]);
        var said = (await Told("U-mother")).ShouldHaveSingleItem();
        said.ShouldContain("はなちゃん");
        said.ShouldNotContain("星野");
        said.ShouldContain("0999-21-2201", Case.Sensitive, said);
        (await Mails()).ShouldBe(["head@town.example", "staff@town.example"], ignoreOrder: true);
        (await _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where kind = 'staff.mail'")).ShouldAllBe(m => !m.Contains("星野") && !m.Contains("はな"));

        await _nursery.Scans(ScanKind.Arrive, child, heard: At(9, 25), ago: TimeSpan.FromMinutes(40));
        await Together(At(9, 26));
        (await Steps())[^1].ShouldBe("Cleared InClass 3");
        (await Told("U-mother")).Count.ShouldBe(2);
        await Together(At(9, 40));
        (await Steps()).Count.ShouldBe(4);
    }

    [Test]
    public async Task A_process_that_dies_half_way_has_told_nobody_and_the_next_one_tells_all()
    {
        await _nursery.Child("星野 空", guardian: "U-father");
        await Should.ThrowAsync<InvalidOperationException>(() => _host.Database.InTown<int>(Town, async tx =>
        {
            (await _nursery.Round.Take(tx, Town, Nursery.Code, At(9, 30), default)).ShouldBe(3);
            throw new InvalidOperationException("killed");
        }, default));
        (await Steps()).ShouldBeEmpty();
        (await Told("U-father")).ShouldBeEmpty();
        await Together(At(9, 31));
        (await Steps()).Count.ShouldBe(3, "what fell due while nobody looked is made up for");
        (await Told("U-father")).Count.ShouldBe(1);
    }

    [Test]
    public async Task A_child_reported_absent_is_left_alone_until_it_boards_and_then_somebody_is_asked()
    {
        var child = await _nursery.Child("星野 海", guardian: "U-mother-2");
        _nursery.Away.Add(new ReportedAway(child, null));
        await Together(At(9, 30));
        (await Steps()).ShouldBeEmpty();
        await _nursery.Scans(ScanKind.Board, child, heard: At(9, 31), ago: TimeSpan.FromMinutes(50), bus: 1);
        await Together(At(9, 31));
        (await Steps()).ShouldContain("Ask BoardedThoughAbsent 1");
        (await Steps()).ShouldContain("Staff BoardedThoughAbsent 1");
    }

    [Test]
    public async Task The_same_scan_twice_and_from_two_phones_is_one_child_and_the_phones_clock_is_kept_but_not_believed()
    {
        var child = await _nursery.Child("星野 月", guardian: "U-mother-3");
        var id = Guid.NewGuid();
        (await _nursery.Scans(ScanKind.Arrive, child, At(8, 50), TimeSpan.FromMinutes(5), id: id)).ShouldBe(ScanOutcome.Counts);
        (await _nursery.Scans(ScanKind.Arrive, child, At(8, 51), TimeSpan.FromMinutes(5), id: id)).ShouldBe(ScanOutcome.Counts);
        await _nursery.Scans(ScanKind.Arrive, child, At(9, 50), TimeSpan.FromMinutes(60));
        (await _host.Store.Peek<int>("select count(*)::int from arrival_scan where child_id = @id", new { id = child.Value })).ShouldBe([2]);
        await Together(At(9, 55));
        (await Steps()).ShouldBe(["Arrived InClass 1"]);
        (await _nursery.Scans(ScanKind.RearSeat, null, At(9, 0), TimeSpan.Zero, bus: 1, code: "000000")).ShouldBe(ScanOutcome.WrongCode);
        (await _nursery.Scans(ScanKind.Arrive, new ChildId(Guid.NewGuid()), At(9, 0), TimeSpan.Zero)).ShouldBe(ScanOutcome.Unknown);
    }

    [Test]
    public async Task What_comes_a_day_late_makes_nobody_present_and_a_message_that_does_not_arrive_is_seen_by_the_school()
    {
        var child = await _nursery.Child("星野 夜", guardian: "U-mother-6");
        await _nursery.Scans(ScanKind.Arrive, child, heard: At(9, 0).AddDays(1), ago: TimeSpan.FromHours(24));
        await Together(At(9, 5));
        (await Steps()).ShouldBe(["Guardian NotArrived 1"]);
        await _host.Store.Peek<int>("update outbox set failed_at = now(), failure = 'blocked' where citizen_id = 'U-mother-6' returning 1");
        var steps = await _host.Database.InTown(Town, tx => ArrivalStepTable.Of(tx, Town, Nursery.Code, Day, Guid.Empty, default), default);
        steps.ShouldHaveSingleItem().Failed.ShouldBe(1);
    }

    [Test]
    public async Task A_drill_runs_beside_the_day_under_its_mark_and_tells_no_guardian()
    {
        var child = await _nursery.Child("星野 光", guardian: "U-mother-4");
        await _nursery.Scans(ScanKind.Arrive, child, At(8, 50), TimeSpan.Zero);
        var drill = new ArrivalDrill(Guid.NewGuid(), Day, At(9, 30), At(9, 35), At(11, 30));
        await _host.Database.InTown(Town, tx => DrillTable.Begin(tx, Town, Nursery.Code, drill, By, default), default);
        await Together(At(10, 0));
        (await Steps(drill.DrillId)).ShouldBe(["Guardian NotArrived 0", "Staff NotArrived 1", "Head NotArrived 1"], ignoreOrder: true);
        (await Steps()).ShouldBe(["Arrived InClass 1"], "the day itself goes on");
        (await Told("U-mother-4")).ShouldHaveSingleItem().ShouldContain("着きました");
        (await _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where kind = 'staff.mail'")).ShouldAllBe(m => m.Contains("【訓練】"));
    }

    [Test]
    public async Task A_typhoon_and_a_holiday_make_no_alarm()
    {
        await _nursery.Child("星野 風", guardian: "U-mother-5");
        await _host.Database.InTown(Town, tx => SchoolDayTable.Decide(tx, Town, Nursery.Code, new SchoolDay(Day, false, "台風のため"), By, At(6, 0), default), default);
        await Together(At(9, 30));
        await Together(JapanTime.At(new DateOnly(2027, 2, 11), new TimeOnly(9, 30)));
        (await _host.Store.Peek<int>("select count(*)::int from arrival_step")).ShouldBe([0]);
    }

    [Test]
    public async Task Where_no_guardian_can_be_told_the_staff_hear_at_once_and_again_later_when_one_is_back()
    {
        await _nursery.Child("星野 雪", guardian: "U-mother-7");
        await _host.Store.Peek<int>("insert into conversation (town_id, citizen_id, is_friend) values ('hoshimi', 'U-mother-7', false) returning 1");
        await Together(At(9, 5));
        (await Steps()).ShouldBe(["Guardian NotArrived 1", "Staff NotArrived 1"], ignoreOrder: true);
        _nursery = await Nursery.Open(_host, Day);
        await _nursery.Child("星野 雪", guardian: "U-mother-7");
        await _host.Store.Peek<int>("update conversation set is_friend = true where citizen_id = 'U-mother-7' returning 1");
        await Together(At(9, 5));
        (await Steps()).ShouldBe(["Guardian NotArrived 1"]);
    }

    private static DateTimeOffset At(int hour, int minute) => JapanTime.At(Day, new TimeOnly(hour, minute));

    private Task<int[]> Together(DateTimeOffset now) => Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
        _host.Database.InTown(Town, tx => _nursery.Round.Take(tx, Town, Nursery.Code, now, default), default)));

    private Task<IReadOnlyList<string>> Steps(Guid run = default) => _host.Store.Peek<string>(
        "select step || ' ' || reason || ' ' || cardinality(told) from arrival_step where run = @run order by taken_at, due_at", new { run });

    private Task<IReadOnlyList<string>> Mails() => _host.Store.Peek<string>("select convert_from(body, 'UTF8')::json->>'To' from outbox where kind = 'staff.mail'");

    private Task<IReadOnlyList<string>> Told(string citizen) =>
        _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = @citizen order by seq", new { citizen });
}
