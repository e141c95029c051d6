namespace Bot.Simulator.Line.Rules;

/// <summary>LINE's limits for imagemap messages.</summary>
internal static class ImagemapRules
{
    public static void Check(Part message)
    {
        message.Url("baseUrl", 2000, required: true);
        message.Text("altText", 1500, required: true);
        if (message.Object("baseSize", required: true) is { } size)
        {
            size.Number("width", 1040, 1040, required: true);
            size.Number("height", 1, 10_000, required: true);
        }

        foreach (var action in message.List("actions", 0, 50, required: true))
        {
            Area(action.Object("area", required: true));
            action.Text("label", 100);
            switch (action.OneOf("type", required: true, "uri", "message", "clipboard"))
            {
                case "uri": action.Url("linkUri", 1000, required: true, media: false); break;
                case "message": action.Text("text", 400, required: true); break;
                case "clipboard": action.Text("clipboardText", 1000, required: true); break;
                default: break;
            }
        }

        if (message.Object("video") is not { } video) return;
        video.Url("originalContentUrl", 2000, required: true);
        video.Url("previewImageUrl", 2000, required: true);
        Area(video.Object("area", required: true));
        video.Object("externalLink")?.Text("label", 30, required: true);
    }

    private static void Area(Part? area)
    {
        foreach (var side in (string[])["x", "y"]) area?.Number(side, 0, 10_000, required: true);
        foreach (var side in (string[])["width", "height"]) area?.Number(side, 1, 10_000, required: true);
    }
}
