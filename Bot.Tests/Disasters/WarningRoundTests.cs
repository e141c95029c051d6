using System.Net;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Disasters;
using Bot.Simulator.Weather;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Disasters;

/// <summary>From the agency's feed to disaster mode, on a real database, by two processes.</summary>
public sealed class WarningRoundTests
{
    private const string Area = "9900100";
    private static readonly TownId Hoshimi = TestDatabase.Hoshimi;
    private static readonly Actor Somebody = new("staff", new Guid(21, 0, 0, new byte[8]).ToString("n"), "hoshimi");

    private WeatherRig _rig = null!;

    [SetUp]
    public async Task Start() => _rig = await WeatherRig.New();

    [TearDown]
    public ValueTask End() => _rig.DisposeAsync();

    [Test]
    public async Task A_special_warning_begins_disaster_mode_once_however_many_processes_ask()
    {
        var name = _rig.Weather.Issue(new WeatherOrder(Area, "rain-5"))[0];
        await Task.WhenAll(_rig.Here.Go(default), _rig.There.Go(default), _rig.Here.Go(default));
        (await _rig.Modes()).ShouldBe(["warning/policy"]);
        (await _rig.Modes("kawabe")).ShouldBeEmpty();
        _rig.Weather.Asked.Count(a => a == "extra").ShouldBe(1, "one process asks");
        _rig.Weather.Asked.Count(a => a == name).ShouldBe(1, "a report is never fetched twice");
        (await _rig.Store.Peek<string>("select why from disaster_mode")).Single().ShouldStartWith("レベル５大雨特別警報（");
        (await _rig.Store.Peek<string>("select action || ' ' || actor_kind || ' ' || actor_id from audit_entry where town_id = 'hoshimi' order by seq"))
            .ShouldBe(["disaster.switch/ask system warning", "disaster.switch/begin system policy"]);

        await _rig.Watch.Look(default);
        var town = _rig.Live.Now.Find(Hoshimi)!;
        town.Disaster.ShouldNotBeNull().IsDrill.ShouldBeFalse();
        PlanFromFiles.Of(town, _rig.Live.Now).IsWarned.ShouldBeTrue("reports are more urgent meanwhile");
    }

    [Test]
    public async Task The_same_report_brought_by_two_processes_at_once_is_taken_by_one()
    {
        var report = new WeatherReport("VPWW55", "大雨", ReportStatus.Real, ReportChange.Issued, "", 0, _rig.Clock.Now, [new AreaWarning(Area, WarningKind.Special, "33", "大雨特別警報", 5)]);
        var entry = new FeedEntry("urn:one", "VPWW55", "990000", new Uri("http://weather.test/x"), _rig.Clock.Now);
        var town = _rig.Live.Now.Find(Hoshimi)!;
        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? _rig.Store.Database : _rig.OtherDatabase)
            .InTown(Hoshimi, tx => _rig.Desk.Take(tx, town, entry, report, _rig.Clock.Now, default), default)));
        taken.Count(t => t).ShouldBe(1);
        (await _rig.Modes()).ShouldBe(["warning/policy"]);
    }

    [Test]
    public async Task A_warning_that_only_proposes_waits_for_a_person_and_a_worse_one_agrees()
    {
        _rig.Weather.Issue(new WeatherOrder(Area, "landslide-4"));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBe(["warning/-"]);
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-5"));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBe(["warning/policy"]);
    }

    [Test]
    public async Task Where_a_person_has_asked_already_the_warning_is_the_second()
    {
        await _rig.Store.Database.InTown(Hoshimi, tx => DisasterDesk.Ask(tx, Hoshimi, Guid.NewGuid(), isDrill: false, "川が増えている", Somebody, _rig.Clock.Now, default), default);
        _rig.Weather.Issue(new WeatherOrder(Area, "quake-6+"));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBe([$"{Somebody.Id}/warning"]);
    }

    [TestCase("訓練")]
    [TestCase("試験")]
    public async Task What_the_agency_sends_in_drills_and_tests_switches_nothing_and_is_listed(string status)
    {
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-5", Status: status));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBeEmpty();
        (await _rig.Store.Peek<string>("select fate from weather_report where town_id = 'hoshimi'")).ShouldBe(["NotMeant"]);
        (await _rig.Store.Peek<long>("select count(*) from weather_warning")).ShouldBe([0]);
    }

    [Test]
    public async Task What_came_late_is_held_for_a_person_and_a_drill_is_left_alone()
    {
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-5", MinutesAgo: 90));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBe(["warning/-"]);
        var kawabe = TestDatabase.Kawabe;
        await _rig.Store.Database.InTown(kawabe, tx => DisasterDesk.Ask(tx, kawabe, Guid.NewGuid(), isDrill: true, "訓練", Somebody, _rig.Clock.Now, default), default);
        _rig.Weather.Issue(new WeatherOrder("9900200", "rain-5"));
        await _rig.Minute();
        (await _rig.Modes("kawabe")).ShouldBe([$"{Somebody.Id}/-"], "a warning never begins a drill");
    }

    [Test]
    public async Task The_end_of_a_warning_ends_no_disaster_and_is_told()
    {
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-5"));
        await _rig.Minute();
        var mode = (await _rig.Store.Peek<Guid>("select mode_id from disaster_mode"))[0];
        (await Over(mode)).ShouldBeNull();
        _rig.Clock.Now += TimeSpan.FromMinutes(1);
        _rig.Weather.Issue(new WeatherOrder(Area, "clear"));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBe(["warning/policy"]);
        (await Over(mode)).ShouldNotBeNull();
        await _rig.Watch.Look(default);
        _rig.Live.Now.Find(Hoshimi)!.ShouldSatisfyAllConditions(t => t.Disaster.ShouldNotBeNull(), t => t.Warned.ShouldBeNull());
    }

    [Test]
    public async Task A_cancelled_report_ends_its_warning_and_what_is_corrected_counts()
    {
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-3"));
        await _rig.Minute();
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-3", Change: "取消"));
        await _rig.Minute();
        (await _rig.Store.Peek<long>("select count(*) from weather_warning where ended_at is null")).ShouldBe([0]);
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-5", Change: "訂正"));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBe(["warning/policy"]);
    }

    [Test]
    public async Task A_feed_that_is_down_is_noted_and_read_again_and_an_unchanged_one_costs_nothing()
    {
        await _rig.Minute();
        _rig.Weather.IsDown = true;
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-5"));
        await _rig.Minute();
        (await Feeds()).ShouldAllBe(f => f.Failure == "status 503" && f.OkAt == _rig.Clock.Now.AddMinutes(-1));
        _rig.Weather.IsDown = false;
        await _rig.Minute();
        (await Feeds()).ShouldAllBe(f => f.Failure == null && f.OkAt == _rig.Clock.Now);
        (await _rig.Modes()).ShouldBe(["warning/policy"]);
        var (mark, asked) = (await Mark(), _rig.Weather.Asked.Count);
        await _rig.Minute();
        (await Mark()).ShouldBe(mark);
        _rig.Weather.Asked.Count.ShouldBe(asked + 2, "the two feeds, which have not changed, and no report");
    }

    [Test]
    public async Task A_report_that_did_not_come_is_fetched_again_and_one_that_cannot_be_read_stands_in_nobodys_way()
    {
        _rig.Weather.Issue(new WeatherOrder(Area, "rain-5"));
        _rig.Instead.Enqueue(() => new HttpResponseMessage(HttpStatusCode.InternalServerError));
        await _rig.Minute();
        (await _rig.Modes()).ShouldBeEmpty();
        (await Feeds()).Single(f => f.Feed == "extra").Failure.ShouldBe("status 500");
        await _rig.Minute();
        (await _rig.Modes()).ShouldBe(["warning/policy"], "the feed has not changed, and is read all the same");

        _rig.Instead.Enqueue(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[3 * 1024 * 1024]) });
        _rig.Instead.Enqueue(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<!DOCTYPE x><Report/>") });
        _rig.Weather.Issue(new WeatherOrder(Area, "landslide-3"));
        await _rig.Minute();
        (await Feeds()).Single(f => f.Feed == "extra").Failure.ShouldBe("too large");
        await _rig.Minute();
        (await _rig.Store.Peek<string>("select fate from weather_report where town_id = 'hoshimi' order by received_at")).ShouldBe(["Counted", "Unreadable"]);
    }

    private Task<DateTimeOffset?> Over(Guid mode) => _rig.Store.Database.InTown(Hoshimi, tx => WarningTable.Over(tx, Hoshimi, mode, default), default);

    private Task<IReadOnlyList<FeedState>> Feeds() => _rig.Store.Database.InTown(Hoshimi, tx => WeatherFeedTable.Of(tx, Hoshimi, default), default);

    private async Task<string> Mark() => (await _rig.Store.Peek<string>("select etag from weather_feed where town_id = 'hoshimi' and feed = 'extra'"))[0];
}
