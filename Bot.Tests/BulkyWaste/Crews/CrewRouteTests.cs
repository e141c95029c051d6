using Bot.Domain.BulkyWaste.Crews;
using Bot.Infrastructure.BulkyWaste.Crews;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste.Crews;

/// <summary>The day lists of crews as they are kept.</summary>
public sealed class CrewRouteTests
{
    [Test]
    public async Task A_day_is_kept_as_it_was_seen_and_what_comes_new_is_put_in_without_moving_the_others()
    {
        await using var rig = await BulkyRig.New();
        foreach (var area in (string[])["shimomachi", "ekimae", "honcho"])
        {
            await Paid(rig, area);
        }

        await rig.Accepted();
        var first = await Of(rig);
        first.Crew.Code.ShouldBe(Crew.Others);
        first.Crew.Name.ShouldBe("全地区");
        Areas(first).ShouldBe("honcho ekimae shimomachi", "what is not paid is no stop");
        first.Stops[0].Requester.Name.ShouldBe("星見花子");

        (await Move(rig, first.Version, first.Stops[2].Request.Id, -2)).ShouldBeTrue();
        (await Move(rig, first.Version, first.Stops[0].Request.Id, 1)).ShouldBeFalse("somebody has changed the order meanwhile");
        await Paid(rig, "ichodai");
        var second = await Of(rig);
        second.Version.ShouldBe(1);
        Areas(second).ShouldBe("shimomachi honcho ekimae ichodai");

        (await rig.In(BulkyRig.Union, tx => rig.Service.Routes.Arrange(tx, BulkyRig.Union, Crew.Others, BulkyRig.Day, 1, rig.Clock.Now, default))).ShouldBeTrue();
        Areas(await Of(rig)).ShouldStartWith("honcho");
    }

    [Test]
    public async Task Each_crew_drives_its_zones_and_nobody_is_on_no_list()
    {
        await using var rig = await BulkyRig.New();
        await Paid(rig, "honcho");
        var red = new Crew("red", "1号車", "2t 平ボディ", "#b3261e", ["h1", "k1"]);
        (await Save(rig, red, 0)).ShouldBeTrue();
        (await Save(rig, red, 0)).ShouldBeFalse("the code is taken");
        (await Save(rig, red with { Name = "赤" }, 1)).ShouldBeTrue();
        var day = await Of(rig);
        day.Crew.Name.ShouldBe("赤");
        day.Crews.Select(c => c.Name).ShouldBe(["赤", "その他の地区"]);
        day.Stops.Count.ShouldBe(1);
        (await Of(rig, Crew.Others)).Stops.ShouldBeEmpty();

        (await Save(rig, new Crew("blue", "2号車", "", "#00118f", ["h1", "h2"]), 0)).ShouldBeTrue();
        (await Of(rig, "red")).Stops.ShouldBeEmpty("a zone is one crew's");
        await rig.In(BulkyRig.Union, async tx =>
        {
            await CrewTable.Close(tx, BulkyRig.Union, "blue", rig.Clock.Now, default);
            return true;
        });
        (await Of(rig, Crew.Others)).Stops.Count.ShouldBe(1);
    }

    [Test]
    public async Task A_town_sees_its_own_stops_only()
    {
        await using var rig = await BulkyRig.New();
        await Paid(rig, "honcho");
        (await rig.In(BulkyRig.Hoshimi, tx => rig.Service.Routes.Of(tx, BulkyRig.Hoshimi, null, BulkyRig.Day, rig.Clock.Now, default))).Stops.Count.ShouldBe(1);
        (await rig.In(BulkyRig.Kawabe, tx => rig.Service.Routes.Of(tx, BulkyRig.Kawabe, null, BulkyRig.Day, rig.Clock.Now, default))).Stops.ShouldBeEmpty();
    }

    private static string Areas(DayRoute route) => string.Join(' ', route.Stops.Select(s => s.Request.Area.Code));

    private static Task<DayRoute> Of(BulkyRig rig, string? crew = null) =>
        rig.In(BulkyRig.Union, tx => rig.Service.Routes.Of(tx, BulkyRig.Union, crew, BulkyRig.Day, rig.Clock.Now, default));

    private static Task<bool> Move(BulkyRig rig, int version, Guid stop, int by) =>
        rig.In(BulkyRig.Union, tx => rig.Service.Routes.Move(tx, BulkyRig.Union, Crew.Others, BulkyRig.Day, version, stop, by, rig.Clock.Now, default));

    private static Task<bool> Save(BulkyRig rig, Crew crew, int version) =>
        rig.In(BulkyRig.Union, tx => CrewTable.Save(tx, BulkyRig.Union, crew, version, rig.Clock.Now, default));

    private static async Task<Guid> Paid(BulkyRig rig, string area)
    {
        var id = await rig.Accepted(area: area);
        await rig.Pays(id);
        return id;
    }
}
