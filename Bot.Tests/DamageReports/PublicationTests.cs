using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Bot.Tests.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>What the public is told, by the town's own rules.</summary>
public sealed class PublicationTests
{
    private static readonly DateTimeOffset Now = Conversations.Talk.Noon;

    private static readonly ReportState Open = new ReportState.Accepted();

    private static readonly RouteTarget Ours = new RouteTarget.Department("construction");

    [TestCase("pothole", null, false, PublicStanding.Shown)]
    [TestCase("pothole", true, true, PublicStanding.Shown)]
    [TestCase("pothole", false, true, PublicStanding.Withdrawn)]
    [TestCase("park", null, false, PublicStanding.Waiting)]
    [TestCase("park", false, false, PublicStanding.Waiting)]
    [TestCase("park", true, true, PublicStanding.Shown)]
    [TestCase("park", false, true, PublicStanding.Withdrawn)]
    [TestCase("gas", true, true, PublicStanding.Never)]
    [TestCase("nothing-of-the-kind", true, true, PublicStanding.Never)]
    public void The_rule_of_the_kind_and_then_staff_decide(string kind, bool? shown, bool wasShown, PublicStanding standing) =>
        PublicStandings.Of(DamageWorld.Plan.Publication, kind, Open, Ours, Now, shown, wasShown, Now).ShouldBe(standing);

    [Test]
    public void A_town_that_says_nothing_publishes_nothing() =>
        PublicStandings.Of(null, "pothole", Open, Ours, Now, true, true, Now).ShouldBe(PublicStanding.Never);

    [Test]
    public void What_is_closed_is_shown_for_as_long_as_the_town_says_and_what_is_open_for_ever()
    {
        var told = DamageWorld.Plan.Publication!;
        Standing(new ReportState.Done(), Now.AddDays(-told.ClosedDays)).ShouldBe(PublicStanding.Shown);
        Standing(new ReportState.Done(), Now.AddDays(-told.ClosedDays).AddSeconds(-1)).ShouldBe(PublicStanding.Over);
        Standing(new ReportState.InWork(), Now.AddYears(-5)).ShouldBe(PublicStanding.Shown);
        Standing(new ReportState.Duplicate(Guid.NewGuid()), Now).ShouldBe(PublicStanding.Merged);
        Standing(Open, Now, new RouteTarget.OtherTown(DamageWorld.Kawabe)).ShouldBe(PublicStanding.Elsewhere);
        Standing(new ReportState.NotOurs(new RouteTarget.Outside("route-918")), Now, new RouteTarget.Outside("route-918")).ShouldBe(PublicStanding.Shown);

        PublicStanding Standing(ReportState state, DateTimeOffset changed, RouteTarget? target = null) =>
            PublicStandings.Of(told, "pothole", state, target ?? Ours, changed, null, false, Now);
    }

    [Test]
    public void A_coarse_place_is_the_same_for_all_around_it_and_never_far_off()
    {
        var dice = new Random(5);
        for (var n = 0; n < 500; n++)
        {
            var point = new GeoPoint(36.70 + dice.NextDouble() * 0.1, 138.29 + dice.NextDouble() * 0.05);
            var near = Place(point, PlaceShown.Near).Point!.Value;
            near.MetresTo(point).ShouldBeLessThan(75);
            Place(near, PlaceShown.Near).Point.ShouldBe(near);
            Place(new GeoPoint(near.Latitude + dice.Next(-49, 50) / 100_000.0, near.Longitude + dice.Next(-49, 50) / 100_000.0), PlaceShown.Near).Point.ShouldBe(near, "who is in the same square gets the same point");
            Place(point, PlaceShown.Exact).Point!.Value.MetresTo(point).ShouldBeLessThan(1);
            Place(point, PlaceShown.District).Point.ShouldBeNull();
        }
    }

    [Test]
    public void The_part_of_the_town_is_the_district_or_the_nearest_known_place_or_the_town()
    {
        Place(DamageWorld.Honcho, PlaceShown.District).Area.Ja.ShouldBe("本町");
        PublicPlace.Of(DamageWorld.Plan, DamageWorld.Honcho, [new RouteReason(RouteStep.InTown, "hoshimi"), new RouteReason(RouteStep.InDistrict, "kogen")], PlaceShown.District).Area.Ja.ShouldBe("星見高原");
        Place(new GeoPoint(36.90, 138.50), PlaceShown.District).Area.Ja.ShouldBe("星見町");
    }

    [TestCase("publication.csv", "pothole,at-once", "pothole,now", "publication.csv 2行目「publish」", "at-once（すぐ）")]
    [TestCase("publication.csv", "pothole,at-once,exact", "pothole,at-once,roughly", "publication.csv 2行目「place」", "near（約100m）")]
    [TestCase("publication.csv", "cave-in", "pothole", "publication.csv 3行目「kind」", "二度あります")]
    [TestCase("publication.csv", "cave-in", "volcano", "publication.csv 3行目「kind」", "kinds.csv にありません")]
    [TestCase("open-data.json", "90", "-1", "open-data.json 2行目", "0 から 3650 まで")]
    [TestCase("open-data.json", "https://creativecommons", "http://creativecommons", "open-data.json", "https:// で始まる")]
    [TestCase("open-data.json", "\"closedDays\"", "\"closeDays\"", "open-data.json", "closeDays")]
    public void A_broken_file_is_named_with_its_line_and_what_to_do(string file, string from, string to, string where, string advice)
    {
        using var folder = DemoFolder.Copy();
        folder.Change($"hoshimi/damage-reports/{file}", from, to);
        var faults = RegionFolder.Load(folder.Path).ShouldBeOfType<Loaded<Region>.Bad>().Faults.Select(f => f.ToString()).ToList();
        faults.ShouldContain(f => f.Contains(where, StringComparison.Ordinal) && f.Contains(advice, StringComparison.Ordinal), string.Join('\n', faults));
    }

    [Test]
    public void Without_the_file_of_rules_nothing_is_published_and_what_was_kept_before_it_reads_so_too()
    {
        using var folder = DemoFolder.Copy();
        File.Delete(Path.Combine(folder.Path, "hoshimi", "damage-reports", "publication.csv"));
        RegionFolder.Load(folder.Path).OrThrow().Find(DamageWorld.Hoshimi)!.Damage!.Publication.ShouldBeNull();
        var piece = Bot.Infrastructure.Settings.TownPieces.Of(DamageWorld.Region.Find(DamageWorld.Hoshimi)!)[Bot.Infrastructure.Settings.TownPieces.Damage]!.AsObject();
        piece.Remove("Publication").ShouldBeTrue();
        Bot.Infrastructure.Settings.PieceJson.Read<DamageFiles>(piece).Publication.ShouldBeNull();
    }

    private static PublicPlace Place(GeoPoint point, PlaceShown shown) => PublicPlace.Of(DamageWorld.Plan, point, [], shown);
}
