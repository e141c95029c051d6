using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>What a resident is shown and may do beside the report itself, on one database.</summary>
public sealed class ResidentSideTests
{
    private static readonly Picture Sample = new(PictureKind.Jpeg, 2, 1, "whole picture of nobody"u8.ToArray(), "small picture of nobody"u8.ToArray());

    private DamageRig _rig = null!;

    [OneTimeSetUp]
    public async Task Open() => _rig = await DamageRig.New();

    [OneTimeTearDown]
    public ValueTask Close() => _rig.DisposeAsync();

    [Test]
    public async Task Of_a_case_nearby_one_sees_ones_own_picture_or_a_published_one_and_never_a_strangers()
    {
        var place = new GeoPoint(36.7465, 138.3078);
        foreach (var id in (string[])["n1", "n2"])
        {
            await _rig.In(DamageRig.Hoshimi, tx => Kept(tx, id));
        }

        await _rig.Reported("pothole", place, resident: 31, photos: ["n1", "n2"]);
        (await Shown(place, 31)).ShouldBe(new ShownPhoto.Small("n1"));
        (await Shown(place, 32)).ShouldBeNull("what nobody has looked at is shown to nobody");

        var copy = await _rig.In(DamageRig.Hoshimi, tx => PublishedPhotoTable.Publish(
            tx, _rig.Store.Sealer, DamageRig.Hoshimi, "n2", new VeiledPicture("veiled"u8.ToArray(), "small"u8.ToArray()), DamageRig.Clerk.Actor, _rig.Clock.Now, default));
        (await Shown(place, 32)).ShouldBe(new ShownPhoto.Published(copy!.Value));
        (await Shown(place, 31)).ShouldBe(new ShownPhoto.Small("n1"));

        await _rig.In(DamageRig.Hoshimi, async tx =>
        {
            await PhotoTable.Erase(tx, DamageRig.Hoshimi, "n1", _rig.Clock.Now, default);
            await PhotoTable.Erase(tx, DamageRig.Hoshimi, "n2", _rig.Clock.Now, default);
            return 0;
        });
        (await Shown(place, 31)).ShouldBeNull();
        (await Shown(place, 32)).ShouldBeNull();
    }

    [Test]
    public async Task A_place_sent_first_keeps_its_moment_and_photos_join_for_a_day()
    {
        var noticed = _rig.Clock.Now.AddHours(-20);
        var answers = DamageRig.Answers("street-lamp", new GeoPoint(36.7102, 138.2985)).With(DamageForms.Noticed, new Answer.Words(noticed.ToString("O")));
        var id = (await _rig.In(DamageRig.Hoshimi, tx => _rig.Service.Module.Desks[DamageForms.Spot.Id](
            _rig.Turn(tx, 41, "spot/1"), new Effect.Submit(DamageForms.Spot.Id, answers), default))).ShouldBeOfType<Verdict.Accepted>().Submission;
        await _rig.In(DamageRig.Hoshimi, async tx =>
        {
            await _rig.Service.Module.Joins[DamageForms.Spot.Id](_rig.Turn(tx, 41, "spot/2"), new Effect.Join(DamageForms.Spot.Id, id, DamageForms.Photo, new Answer.Photos(["s1"])), default);
            return 0;
        });
        var report = (await _rig.Detail(id)).Reports.Single().Report;
        report.NoticedAt.ShouldBe(noticed);
        report.Photos.ShouldBe(["s1"]);
    }

    [Test]
    public async Task One_tap_says_that_it_helped_and_counts_once()
    {
        var id = await _rig.Reported("dumping", new GeoPoint(36.7361, 138.3097), resident: 51);
        DamageRig.Said(await Rates(51, id, "helped")).ShouldContain("いま対応しています", customMessage: "there is nothing to say before it is closed");
        await _rig.Done(id, new CaseMove.Finish());
        DamageRig.Said(await Rates(51, id, "helped")).ShouldContain("ありがとうございました");
        DamageRig.Said(await Rates(51, id, "troubled")).ShouldContain("もういただいています");
        DamageRig.Said(await Rates(52, id, "troubled")).ShouldContain("表示できません", customMessage: "another's report is none of theirs");
        (await _rig.Case(id)).State.ShouldBe(new ReportState.Done());
        (await _rig.In(DamageRig.Hoshimi, tx => RatingSearch.Of(tx, DamageRig.Hoshimi, id, default))).ShouldBe(new CaseRating(1, 0));
    }

    [Test]
    public async Task Who_is_still_in_trouble_has_it_opened_again_and_hears_it_once()
    {
        var place = new GeoPoint(36.7236, 138.3060);
        var id = await _rig.Reported("drain", place, resident: 53);
        var joined = await _rig.Reported("drain", place, resident: 54, same: $"{id:n}");
        await _rig.Done(id, new CaseMove.FindNothing());
        var before = (await _rig.Told()).Count;
        DamageRig.Said(await Rates(54, joined, "troubled")).ShouldContain("もう一度担当の係に回しました");
        (await _rig.Case(id)).State.ShouldBe(new ReportState.Accepted());
        (await _rig.Told()).Skip(before).Select(t => t.Citizen).ShouldBe([DamageRig.Resident(53).Value], "the others are told by message, who tapped by the answer");
        (await _rig.Store.Peek<string>("select kind from timeline where subject = @subject order by at, kind", new { subject = $"{id:n}" })).ShouldContain("still-troubled");
        await _rig.Done(id, new CaseMove.Finish());
        DamageRig.Said(await Rates(53, id, "helped")).ShouldContain("ありがとうございました");
        var shares = await _rig.In(DamageRig.Hoshimi, tx => RatingSearch.Shares(tx, DamageRig.Hoshimi, _rig.Clock.Now.AddDays(-1), _rig.Clock.Now.AddDays(1), default));
        shares.Single(s => s.Kind == "drain").ShouldBe(new RatingShare("drain", "construction", 1, 1));
        shares.Single(s => s.Kind == "drain").Share.ShouldBe(0.5);
    }

    [Test]
    public async Task What_others_see_to_is_not_opened_here_but_calls_a_person()
    {
        var id = await _rig.Reported("roadside", DamageWorld.Route918, resident: 55);
        await _rig.Done(id, new CaseMove.PassOn(new RouteTarget.Outside("route-918")));
        DamageRig.Said(await Rates(55, id, "troubled")).ShouldContain("職員に伝えました");
        (await _rig.Case(id)).State.ShouldBeOfType<ReportState.NotOurs>();
        (await _rig.Store.Peek<string>("select form_id from staff_call where citizen_id = @citizen", new { citizen = DamageRig.Resident(55).Value })).ShouldBe(["damage-report-rate"]);
    }

    private Task<Verdict> Rates(int resident, Guid report, string rating) => _rig.In(DamageRig.Hoshimi, tx => _rig.Service.Module.Desks[DamageForms.Rate.Id](
        _rig.Turn(tx, resident, $"rate/{Guid.NewGuid():n}"),
        new Effect.Submit(DamageForms.Rate.Id, Answers.None.With(DamageForms.Mine, new Answer.Chosen($"{report:n}")).With(DamageForms.Rating, new Answer.Chosen(rating))),
        default));

    private async Task<int> Kept(Npgsql.NpgsqlTransaction tx, string id)
    {
        await PhotoTable.Add(tx, _rig.Store.Sealer, DamageRig.Hoshimi, id, DamageRig.Resident(31), Sample, _rig.Clock.Now, default);
        return 0;
    }

    private async Task<ShownPhoto?> Shown(GeoPoint place, int resident) => (await _rig.Near("pothole", place, resident)).ShouldHaveSingleItem().Picture is { } path
        ? DamageRig.Addresses.Read(DamageRig.Hoshimi, path["picture/".Length..], _rig.Clock.Now).ShouldNotBeNull()
        : null;
}
