using Bot.Domain.Conversations;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class HandOverTests
{
    private static readonly GeoPoint There = DamageWorld.Yakubamae;

    private static Task<CasePage> List(DamageRig rig, TownId town) => rig.In(town, tx => CaseListSearch.Page(tx, town, new CaseFilter { States = [] }, 0, 50, default));

    [Test]
    public async Task What_lies_in_the_next_town_is_handed_over_and_the_residents_talk_goes_on()
    {
        await using var rig = await DamageRig.New();
        var verdict = await rig.Submit(DamageRig.Answers("pothole", There, danger: "yes", label: "役場前 花子の家", photos: "5"));
        DamageRig.Said(verdict).ShouldContain("川辺村へ引き継ぎ");
        var id = verdict.ShouldBeOfType<Verdict.Accepted>().Submission;
        (await rig.Collects(DamageRig.Kawabe)).ShouldBe(1);
        (await rig.Collects(DamageRig.Kawabe)).ShouldBe(0);

        var here = (await List(rig, DamageRig.Kawabe)).Cases.ShouldHaveSingleItem();
        (here.From, here.Danger, here.Point, here.Target).ShouldBe((new CaseOrigin(DamageRig.Hoshimi, id), Danger.Yes, There, new RouteTarget.Department("construction")));
        (await rig.Store.Peek<string>("select body::text from damage_parcel")).Single().ShouldNotContain("花子");

        foreach (var move in (CaseMove[])[new CaseMove.Accept(), new CaseMove.Plan(new(2026, 12, 8)), new CaseMove.Start(), new CaseMove.Finish()])
        {
            rig.Clock.Now = rig.Clock.Now.AddHours(1);
            await rig.Done(here.Id, move, DamageRig.Kawabe);
            (await rig.Collects(DamageRig.Hoshimi)).ShouldBe(1);
        }

        (await rig.Case(id)).State.ShouldBe(new ReportState.Done());
        var told = await rig.Told();
        told.Select(t => (t.Town, t.Citizen)).Distinct().ShouldBe([("hoshimi", DamageRig.Resident(1).Value)]);
        told.Count.ShouldBe(4);
        told.ShouldAllBe(t => t.Text.StartsWith("通報 D08-00001", StringComparison.Ordinal));
    }

    [Test]
    public async Task Others_of_the_same_town_still_join_what_was_handed_over()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", There);
        (await rig.Near("pothole", There, 2)).Single().Id.ShouldBe(id);
        await rig.Reported("pothole", There, 2, same: $"{id:n}");
        await rig.Collects(DamageRig.Kawabe);
        await rig.Done((await List(rig, DamageRig.Kawabe)).Cases.Single().Id, new CaseMove.Start(), DamageRig.Kawabe);
        await rig.Collects(DamageRig.Hoshimi);
        (await rig.Told()).Count.ShouldBe(2);
        (await rig.Store.Peek<long>("select count(*) from damage_parcel where kind = 'case'")).ShouldBe([1]);
    }

    [Test]
    public async Task Staff_may_hand_over_later_and_the_other_town_may_pass_it_on()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", DamageWorld.Honcho);
        await rig.Done(id, new CaseMove.PassOn(new RouteTarget.OtherTown(DamageRig.Kawabe)));
        (await rig.Told()).Single().Text.ShouldContain("川辺村の受け持ち");
        await rig.Collects(DamageRig.Kawabe);
        var there = (await List(rig, DamageRig.Kawabe)).Cases.Single();
        there.Target.ShouldBe(new RouteTarget.Department("general-affairs"), "it is not sent back and forth for ever");
        await rig.Done(there.Id, new CaseMove.PassOn(new RouteTarget.Outside("ken-doboku")), DamageRig.Kawabe);
        await rig.Collects(DamageRig.Hoshimi);
        (await rig.Told())[^1].Text.ShouldContain("県みずほ土木事務所");
    }

    [Test]
    public async Task A_parcel_is_read_by_its_receiver_alone_and_written_for_nobody_else()
    {
        await using var rig = await DamageRig.New();
        await rig.Reported("pothole", There);
        (await rig.In(DamageRig.Kawabe, tx => ParcelTable.For(tx, DamageRig.Kawabe, 10, default))).Count.ShouldBe(1);
        (await rig.In(new TownId("mizuho-union"), tx => ParcelTable.For(tx, DamageRig.Kawabe, 10, default))).ShouldBeEmpty();
        (await rig.In(DamageRig.Hoshimi, tx => ParcelTable.For(tx, DamageRig.Kawabe, 10, default))).Count.ShouldBe(1, "who sent it sees it too");
        // News of a case that this town was never given is not believed.
        var mine = await rig.Reported("street-lamp", DamageWorld.Honcho, 2);
        await rig.In(DamageRig.Kawabe, async tx =>
        {
            await ParcelTable.Send(
                tx, DamageRig.Kawabe, Guid.NewGuid(), DamageRig.Hoshimi, new TownId("mizuho-union"), "news",
                System.Text.Json.JsonSerializer.Serialize(new NewsParcel(mine, "done", null, null)), rig.Clock.Now, default);
            return true;
        });
        await rig.Collects(DamageRig.Hoshimi);
        (await rig.Case(mine)).State.ShouldBe(new ReportState.New());
    }

    [Test]
    public async Task Two_processes_that_collect_at_once_open_each_parcel_once()
    {
        await using var rig = await DamageRig.New();
        for (var n = 1; n <= 20; n++)
        {
            await rig.Reported("pothole", new GeoPoint(There.Latitude - n * 0.0005, There.Longitude), n);
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => rig.Collects(DamageRig.Kawabe)));
        (await List(rig, DamageRig.Kawabe)).Total.ShouldBe(20);
        (await rig.Store.Peek<long>("select count(distinct number) from damage_case where town_id = 'kawabe'")).ShouldBe([20]);
    }
}
