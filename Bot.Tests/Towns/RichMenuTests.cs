using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Towns;

public sealed class RichMenuTests
{
    private static readonly Region Demo = RegionFolder.Load(DemoFolder.Real).OrThrow();

    private static IEnumerable<TestCaseData> Menus =>
        Demo.Towns.SelectMany(t => t.RichMenus.Select(m => new TestCaseData(m).SetName($"{t.Id}: {m.Name}")));

    [Test]
    public void Every_town_has_its_menu_in_all_complete_languages()
    {
        foreach (var town in Demo.Towns.Where(t => t.Kind == TownKind.Town))
        {
            town.RichMenus.Select(m => m.Name).ShouldBe(["main.ja", "main.ja-easy", "main.en", "disaster.ja", "disaster.ja-easy", "disaster.en"], ignoreOrder: true);
        }
    }

    [TestCaseSource(nameof(Menus))]
    public void The_picture_keeps_within_the_limits_of_LINE(TownMenu menu)
    {
        var png = File.ReadAllBytes(menu.Picture);
        png.Length.ShouldBeLessThanOrEqualTo(1024 * 1024);
        png.AsSpan(0, 4).ToArray().ShouldBe([0x89, 0x50, 0x4E, 0x47]);
        var (width, height) = (png[16] << 24 | png[17] << 16 | png[18] << 8 | png[19], png[20] << 24 | png[21] << 16 | png[22] << 8 | png[23]);
        width.ShouldBeInRange(800, 2500);
        height.ShouldBeGreaterThanOrEqualTo(250);
        ((double)width / height).ShouldBeGreaterThanOrEqualTo(1.45);
        (menu.Menu.Width, menu.Menu.Height).ShouldBe((width, height));
    }

    [TestCaseSource(nameof(Menus))]
    public void The_object_keeps_within_the_limits_of_LINE(TownMenu menu) => RichMenuLimits.Faults(menu.Menu).ShouldBeEmpty();

    [TestCaseSource(nameof(Menus))]
    public void Every_tile_leads_somewhere_and_none_to_what_is_not_built(TownMenu menu)
    {
        menu.Menu.Areas.Select(a => a.Action).OfType<LineAction.Postback>().Select(a => a.Data)
            .ShouldBe(menu.IsForDisaster ? ["start:damage-report", "start:damage-report-spot", "start:damage-report-closures", "language"] : ["start:bulky-waste", "start:bulky-waste-mine", "start:bulky-waste-fees", "start:damage-report", "start:damage-report-spot", "staff", "language", "start:school-absence"]);
        menu.Menu.Areas.Select(a => a.Action).OfType<LineAction.Uri>().Select(a => a.Address.Split(':')[0]).ShouldBe(menu.IsForDisaster ? ["https", "tel"] : ["tel"]);
    }

    [TestCaseSource(nameof(Menus))]
    public void Every_tile_is_large_enough_for_any_thumb(TownMenu menu)
    {
        // a phone shows the 2500 dots on some 360 points; 44 points is what a finger needs
        menu.Menu.Areas.ShouldAllBe(a => Math.Min(a.Width, a.Height) >= 44 * 2500 / 360);
    }

    [Test]
    public void A_changed_object_changes_the_hash_and_its_layout_does_not()
    {
        using var folder = DemoFolder.Copy();
        string Hash() => RegionFolder.Load(folder.Path).OrThrow().Find(new TownId("kawabe"))!.RichMenus.Single(m => m.Name == "main.en").ContentHash;
        var before = Hash();
        folder.Change("kawabe/richmenu/main.en.json", "\"selected\": true", "\"selected\":   true");
        Hash().ShouldBe(before);
        folder.Change("kawabe/richmenu/main.en.json", "\"chatBarText\": \"Menu\"", "\"chatBarText\": \"Open\"");
        Hash().ShouldNotBe(before);
    }
}
