using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class PlanTableTests
{
    [Test]
    public async Task What_is_loaded_is_read_back_whole_by_the_towns_it_serves()
    {
        await using var rig = await BulkyRig.New();
        var plan = await rig.In(BulkyRig.Kawabe, tx => PlanTable.Read(tx, BulkyRig.Union, default));
        plan.Rules.ShouldBe(DemoWorld.Plan.Rules);
        plan.Categories.ShouldBe(DemoWorld.Plan.Categories);
        plan.Articles.ShouldBe(DemoWorld.Plan.Articles);
        plan.Excluded.ShouldBe(DemoWorld.Plan.Excluded);
        plan.Spots.ShouldBe(DemoWorld.Plan.Spots);
        plan.Zones.ShouldBe(DemoWorld.Plan.Zones);
        plan.Closures.ShouldBe(DemoWorld.Plan.Closures);
        plan.ExtraDays.ShouldBe(DemoWorld.Plan.ExtraDays);
    }

    [Test]
    public async Task The_same_files_again_change_nothing()
    {
        await using var rig = await BulkyRig.New();
        (await rig.In(BulkyRig.Union, tx => CatalogueLoader.Load(tx, BulkyRig.Union, DemoWorld.Plan, DemoWorld.Today, default))).ShouldBeFalse();
        (await rig.In(BulkyRig.Union, tx => PlanTable.Version(tx, BulkyRig.Union, default))).ShouldBe(1);
    }

    [Test]
    public async Task A_fee_that_has_held_stays_when_the_files_leave_it_out()
    {
        await using var rig = await BulkyRig.New();
        var less = DemoWorld.Plan with { Articles = [.. DemoWorld.Plan.Articles.Where(a => a.Code is not ("fan" or "mattress-spring"))] };
        (await rig.In(BulkyRig.Union, tx => CatalogueLoader.Load(tx, BulkyRig.Union, less, DemoWorld.Today, default))).ShouldBeTrue();
        var catalogue = (await rig.In(BulkyRig.Union, tx => PlanTable.Read(tx, BulkyRig.Union, default))).ToCatalogue();
        catalogue.Find("fan", DemoWorld.Today.AddDays(-1))!.Fee.ShouldBe(new Yen(300));
        catalogue.Find("fan", DemoWorld.Today).ShouldBeNull();
        catalogue.Articles.Count(a => a.Code == "mattress-spring").ShouldBe(1, "the fee of next April had never held");
    }

    [Test]
    public async Task A_process_sees_a_new_plan_at_once()
    {
        await using var rig = await BulkyRig.New();
        (await rig.Fact(new CatalogueNeed())).Find("fan", DemoWorld.Today)!.Fee.ShouldBe(new Yen(300));
        var same = await rig.Fact(new CatalogueNeed());
        (await rig.Fact(new CatalogueNeed())).ShouldBeSameAs(same);
        var dearer = DemoWorld.Plan with { Articles = [.. DemoWorld.Plan.Articles.Select(a => a.Code == "fan" ? a with { Fee = new Yen(350) } : a)] };
        await rig.In(BulkyRig.Union, tx => CatalogueLoader.Load(tx, BulkyRig.Union, dearer, DemoWorld.Today, default));
        (await rig.Fact(new CatalogueNeed())).Find("fan", DemoWorld.Today)!.Fee.ShouldBe(new Yen(350));
    }

    [Test]
    public async Task A_town_cannot_change_the_unions_plan()
    {
        await using var rig = await BulkyRig.New();
        var stranger = new TownId("elsewhere");
        await rig.Store.Peek<int>("insert into town (town_id, kind) values ('elsewhere', 'town')");
        (await rig.In(stranger, tx => PlanTable.Version(tx, BulkyRig.Union, default))).ShouldBeNull("it is not served by the union");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => rig.In(
            BulkyRig.Hoshimi, tx => CatalogueLoader.Load(tx, BulkyRig.Union, DemoWorld.Plan with { Spots = [] }, DemoWorld.Today, default)));
        await Should.ThrowAsync<Npgsql.PostgresException>(() => rig.In(
            stranger, tx => DayTable.Take(tx, BulkyRig.Union, "h1", BulkyRig.Day, 10, default)));
    }
}
