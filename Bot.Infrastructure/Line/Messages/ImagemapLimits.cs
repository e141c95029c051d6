using System.Text.Json;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>LINE's limits on imagemap messages.</summary>
internal static class ImagemapLimits
{
    public static void Check(Findings found, JsonElement message, Place path)
    {
        found.Units(message, "altText", LineLimits.AltTextUnits, path, required: true);
        found.Https(message, "baseUrl", path, required: true);
        var width = Findings.Member(Findings.Member(message, "baseSize"), "width");
        found.Expect(width.ValueKind == JsonValueKind.Number && width.TryGetInt32(out var pixels) && pixels == 1040, $"{path}.baseSize", "must be 1040 wide");
        found.Count(Findings.Member(message, "actions"), 1, 50, $"{path}.actions");
        foreach (var (action, i) in Findings.Each(Findings.Member(message, "actions")))
        {
            Action(found, action, $"{path}.actions[{i}]");
        }

        var film = Findings.Member(message, "video");
        if (film.ValueKind != JsonValueKind.Undefined)
        {
            found.Https(film, "originalContentUrl", $"{path}.video", required: true);
            found.Https(film, "previewImageUrl", $"{path}.video", required: true);
            found.Units(Findings.Member(film, "externalLink"), "label", 30, $"{path}.video");
            found.Units(Findings.Member(film, "externalLink"), "linkUri", 1000, $"{path}.video");
        }
    }

    private static void Action(Findings found, JsonElement action, Place path)
    {
        found.Clusters(action, "label", 100, path);
        switch (Findings.Text(action, "type"))
        {
            case "message":
                found.Units(action, "text", 400, path, required: true);
                break;
            case "uri":
                found.Units(action, "linkUri", 1000, path, required: true);
                break;
            case "clipboard":
                found.Units(action, "clipboardText", 1000, path, required: true);
                break;
            default:
                found.Expect(false, path, "is no imagemap action");
                break;
        }
    }
}
