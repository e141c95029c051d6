namespace Bot.Simulator.Line.Rules;

/// <summary>LINE's limits for template messages.</summary>
internal static class TemplateRules
{
    public static void Check(Part template)
    {
        switch (template.OneOf("type", required: true, "buttons", "confirm", "carousel", "image_carousel"))
        {
            case "buttons":
                Look(template);
                template.Text("title", 40, count: Count.Clusters);
                template.Text("text", Plain(template) ? 160 : 60, required: true, Count.Clusters);
                ActionRules.Check(template.Object("defaultAction"), ActionPlace.FlexPart);
                Actions(template, 1, 4);
                break;
            case "confirm":
                template.Text("text", 240, required: true, Count.Clusters);
                Actions(template, 2, 2);
                break;
            case "carousel": Carousel(template); break;
            case "image_carousel":
                foreach (var column in template.List("columns", 1, 10, required: true))
                {
                    column.Url("imageUrl", 2000, required: true);
                    ActionRules.Check(column.Object("action", required: true), ActionPlace.ImageCarousel);
                }

                break;
            default: break;
        }
    }

    private static void Carousel(Part template)
    {
        Look(template);
        var columns = template.List("columns", 1, 10, required: true);
        foreach (var column in columns)
        {
            column.Url("thumbnailImageUrl", 2000, required: false);
            column.Text("title", 40, count: Count.Clusters);
            column.Text("text", Plain(column) ? 120 : 60, required: true, Count.Clusters);
            ActionRules.Check(column.Object("defaultAction"), ActionPlace.FlexPart);
            Actions(column, 1, 3);
        }

        foreach (var name in (string[])["title", "thumbnailImageUrl"])
            if (columns.Select(c => c.Has(name)).Distinct().Count() > 1) template.Refuse($"All columns must have {name}, or none", "columns");
        if (columns.Where(c => c.Has("actions")).Select(Length).Distinct().Count() > 1)
            template.Refuse("The number of actions must be the same in all columns", "columns");
    }

    private static int Length(Part column) =>
        column.Json.GetProperty("actions") is { ValueKind: System.Text.Json.JsonValueKind.Array } actions ? actions.GetArrayLength() : 0;

    private static bool Plain(Part part) => !part.Has("title") && !part.Has("thumbnailImageUrl");

    private static void Look(Part part)
    {
        part.Url("thumbnailImageUrl", 2000, required: false);
        part.OneOf("imageAspectRatio", required: false, "rectangle", "square");
        part.OneOf("imageSize", required: false, "cover", "contain");
    }

    private static void Actions(Part part, int min, int max)
    {
        foreach (var action in part.List("actions", min, max, required: true)) ActionRules.Check(action, ActionPlace.Template);
    }
}
