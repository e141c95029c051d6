using Bot.Domain.Conversations;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Wording;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class CaseRulesTests
{
    private static readonly ReportState[] States =
    [
        new ReportState.New(), new ReportState.Accepted(), new ReportState.Planned(new(2026, 12, 8)), new ReportState.InWork(), new ReportState.Done(),
        new ReportState.NotOurs(new RouteTarget.Outside("route-918")), new ReportState.Duplicate(Guid.Empty), new ReportState.CannotReproduce(),
    ];

    private static readonly CaseMove[] Moves =
    [
        new CaseMove.Accept(), new CaseMove.Plan(new(2026, 12, 9)), new CaseMove.Start(), new CaseMove.Finish(), new CaseMove.PassOn(new RouteTarget.Outside("x")),
        new CaseMove.Merge(Guid.Empty), new CaseMove.FindNothing(), new CaseMove.Reopen(),
    ];

    /// <summary>The whole machine on one page: what each move makes of each state, and '-' where it is not allowed.</summary>
    [Test]
    public void The_moves_lead_where_this_table_says()
    {
        var drawn = States.Select(s => $"{s.Name(),-10}" + string.Join(" ", Moves.Select(m => s.After(m)?.Name() ?? "-")));
        string.Join('\n', drawn).ShouldBe("""
            new       accepted planned in-work done not-ours duplicate not-found -
            accepted  - planned in-work done not-ours duplicate not-found -
            planned   - planned in-work done not-ours duplicate not-found -
            in-work   - planned - done - - not-found -
            done      - - - - - - - accepted
            not-ours  - - - - - - - accepted
            duplicate - - - - - - - accepted
            not-found - - - - - - - accepted
            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void The_same_day_again_is_no_news()
    {
        new ReportState.Planned(new(2026, 12, 8)).After(new CaseMove.Plan(new(2026, 12, 8))).ShouldBeNull();
        new ReportState.Planned(new(2026, 12, 8)).After(new CaseMove.Plan(new(2026, 12, 9))).ShouldBe(new ReportState.Planned(new(2026, 12, 9)));
    }

    [Test]
    public void From_every_state_there_is_a_way_on() => States.ShouldAllBe(s => Moves.Any(m => s.After(m) != null));

    [Test]
    public void Only_the_first_four_are_open() => States.Where(s => s.IsOpen).ShouldBe(States.Take(4));

    [Test]
    public void Urgency_names_each_reason_and_never_passes_a_hundred()
    {
        var kind = DamageWorld.Plan.Kind("cave-in")!;
        var calm = Urgency.Of(DamageWorld.Plan.Kind("street-lamp")!, Danger.No, RoadOwner.Town, 0);
        calm.Score.ShouldBe(10);
        calm.Why.ShouldBe([new UrgencyReason("kind", 10)]);
        var grave = Urgency.Of(kind, Danger.Life, RoadOwner.State, 40, isDisaster: true, isWarned: true);
        grave.Score.ShouldBe(100);
        grave.Why.Select(w => w.Code).ShouldBe(["kind", "danger", "road", "joiners", "disaster", "warning"]);
        for (var joiners = 0; joiners < 20; joiners++)
        {
            Urgency.Of(kind, Danger.No, RoadOwner.Town, joiners + 1).Score.ShouldBeGreaterThanOrEqualTo(Urgency.Of(kind, Danger.No, RoadOwner.Town, joiners).Score);
            var urgency = Urgency.Of(kind, Danger.Yes, RoadOwner.Prefecture, joiners);
            urgency.Score.ShouldBe(urgency.Why.Sum(w => w.Points));
        }
    }

    [TestCase("department:roads")]
    [TestCase("town:kawabe")]
    [TestCase("office:route-18")]
    public void A_target_is_read_as_it_was_written(string text) => RouteTarget.Parse(text).ShouldNotBeNull().Text.ShouldBe(text);

    [TestCase("roads")]
    [TestCase("department:")]
    [TestCase("town:Not A Town")]
    [TestCase("")]
    public void What_is_no_target_is_none(string text) => RouteTarget.Parse(text).ShouldBeNull();

    [Test]
    public void The_nearest_five_within_the_radius_are_offered_the_older_of_equals_first()
    {
        NearCase At(int number, double north, int hours) => new(
            new Guid(number, 0, 0, new byte[8]), $"D08-{number:00000}", "pothole", new GeoPoint(36 + north / 111_195, 138), new ReportState.New(),
            new DateTimeOffset(2026, 12, 1, hours, 0, 0, TimeSpan.Zero), 1, false);
        var open = new[] { At(1, 29, 1), At(2, 5, 3), At(3, 5, 2), At(4, 31, 1), At(5, -10, 1), At(6, 20, 1), At(7, -25, 1), At(8, 28, 1) };
        NearCases.Choose(open, new GeoPoint(36, 138), 30).Select(c => c.Number[^1]).ShouldBe(['3', '2', '5', '6', '7']);
        NearCases.Choose(open, new GeoPoint(37, 138), 30).ShouldBeEmpty();
    }

    [Test]
    public void A_radius_goes_by_the_kind_then_by_its_group_then_by_the_rest()
    {
        int Of(string kind) => DamageWorld.Plan.RadiusOf(DamageWorld.Plan.Kind(kind)!);
        (Of("fallen-tree"), Of("pothole"), Of("other"), Of("wildlife")).ShouldBe((60, 30, DamagePlan.FallbackRadius, 0));
    }

    [TestCase(true, "へ引き継ぎ、")]
    [TestCase(false, "役場から伝えます")]
    public void A_place_in_another_town_is_said_to_be_handed_over_only_when_it_goes_there(bool isSent, string said)
    {
        var received = (Effect.Say)CaseWords.Received(
            "R8-0001", new LocalText("道路の穴"), new RouteTarget.OtherTown(new TownId("kawabe")), new LocalText("川辺町"), isSent, joined: false, Danger.No);
        WordingFiles.Load().Say(received.Text, Language.Japanese).ShouldContain(said);
    }
}
