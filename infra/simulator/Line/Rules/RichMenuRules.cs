namespace Bot.Simulator.Line.Rules;

/// <summary>LINE's limits for rich menus.</summary>
internal static class RichMenuRules
{
    public static void Check(Part menu)
    {
        double? width = null, height = null;
        if (menu.Object("size", required: true) is { } size)
        {
            width = size.Number("width", 800, 2500, required: true);
            height = size.Number("height", 250, 2500, required: true);
            if (width / height < 1.45) size.Refuse("The aspect ratio (width / height) must be 1.45 or more");
        }

        menu.Flag("selected", required: true);
        menu.Text("name", 300, required: true, Count.Clusters);
        menu.Text("chatBarText", 14, required: true, Count.Clusters);
        foreach (var area in menu.List("areas", 0, 20, required: true))
        {
            ActionRules.Check(area.Object("action", required: true), ActionPlace.RichMenu);
            if (area.Object("bounds", required: true) is not { } bounds) continue;
            var x = bounds.Number("x", 0, 2500, required: true);
            var y = bounds.Number("y", 0, 2500, required: true);
            var w = bounds.Number("width", 1, 2500, required: true);
            var h = bounds.Number("height", 1, 2500, required: true);
            if (x + w > width || y + h > height) bounds.Refuse("The area must lie inside the menu");
        }
    }
}
