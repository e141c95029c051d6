using System.Text.Json;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>LINE's limits on template messages.</summary>
internal static class TemplateLimits
{
    private const int Title = 40;

    public static void Check(Findings found, JsonElement template, Place path)
    {
        var columns = Findings.Member(template, "columns");
        switch (Findings.Text(template, "type"))
        {
            case "buttons":
                Card(found, template, path, textAlone: 160, mostActions: 4);
                break;
            case "confirm":
                found.Clusters(template, "text", 240, path, required: true);
                Actions(found, template, path, 2, 2);
                break;
            case "carousel":
                found.Count(columns, 1, 10, $"{path}.columns");
                Carousel(found, columns, path);
                break;
            case "image_carousel":
                found.Count(columns, 1, 10, $"{path}.columns");
                foreach (var (column, i) in Findings.Each(columns))
                {
                    found.Https(column, "imageUrl", $"{path}.columns[{i}]", required: true);
                    ActionLimits.Check(found, Findings.Member(column, "action"), ActionPlace.ImageCarousel, $"{path}.columns[{i}].action");
                }

                break;
            default:
                found.Expect(false, path, "is no template");
                break;
        }
    }

    private static void Carousel(Findings found, JsonElement columns, Place path)
    {
        foreach (var (column, i) in Findings.Each(columns))
        {
            Card(found, column, $"{path}.columns[{i}]", textAlone: 120, mostActions: 3);
        }

        found.Expect(Alike(columns, column => Has(column, "title")), path, "all columns or none have a title");
        found.Expect(Alike(columns, column => Has(column, "thumbnailImageUrl")), path, "all columns or none have a picture");
        found.Expect(Alike(columns, column => Findings.Each(Findings.Member(column, "actions")).Count()), path, "all columns have as many actions");
    }

    private static void Card(Findings found, JsonElement card, Place path, int textAlone, int mostActions)
    {
        found.Clusters(card, "title", Title, path);
        found.Clusters(card, "text", Has(card, "title") || Has(card, "thumbnailImageUrl") ? 60 : textAlone, path, required: true);
        found.Https(card, "thumbnailImageUrl", path);
        if (Has(card, "defaultAction"))
        {
            ActionLimits.Check(found, Findings.Member(card, "defaultAction"), ActionPlace.TemplateCard, $"{path}.defaultAction");
        }

        Actions(found, card, path, 1, mostActions);
    }

    private static void Actions(Findings found, JsonElement owner, Place path, int min, int max)
    {
        var actions = Findings.Member(owner, "actions");
        found.Count(actions, min, max, $"{path}.actions");
        foreach (var (action, i) in Findings.Each(actions))
        {
            ActionLimits.Check(found, action, ActionPlace.Template, $"{path}.actions[{i}]");
        }
    }

    private static bool Alike<T>(JsonElement columns, Func<JsonElement, T> trait) => Findings.Each(columns).Select(c => trait(c.Item)).Distinct().Count() <= 1;

    private static bool Has(JsonElement owner, string name) => Findings.Member(owner, name).ValueKind != JsonValueKind.Undefined;
}
