namespace Bot.Infrastructure.Towns;

/// <summary>Checks LINE's rich menu object: sizes, areas, and that every tile does something that the bot knows.</summary>
internal static class RichMenuJson
{
    private const int MaxAreas = 20;

    private static readonly string[] ShellActions = ["language", "staff"];

    /// <summary>What a tile may start, beside the service of the same name.</summary>
    private static readonly string[] Starts = ["start:bulky-waste", "start:bulky-waste-mine", "start:bulky-waste-fees"];

    public static (int Width, int Height) Check(JsonSection json, TownProfile profile)
    {
        var sizeSection = json.Section("size");
        var size = (Width: sizeSection.Number("width", 800, 2500), Height: sizeSection.Number("height", 250, 1724));
        if (size.Width < size.Height * 1.45)
        {
            sizeSection.Fault("height", "縦が長すぎます。横は縦の1.45倍より長くしてください（例 2500×1686）。");
        }

        sizeSection.End();
        json.Switch("selected");
        json.Text("name", 60);
        json.Text("chatBarText", 14);
        var areas = json.Sections("areas");
        if (areas.Count is 0 or > MaxAreas)
        {
            json.Fault("areas", $"ボタンは 1 から {MaxAreas} までです。");
        }

        var taken = new List<Box>();
        foreach (var area in areas)
        {
            taken.Add(Bounds(area, size, taken));
            Action(area.Section("action"), profile);
            area.End();
        }

        json.End();
        return size;
    }

    private static Box Bounds(JsonSection area, (int Width, int Height) size, List<Box> taken)
    {
        var bounds = area.Section("bounds");
        var box = new Box(bounds.Number("x", 0, 2500), bounds.Number("y", 0, 2500), bounds.Number("width", 1, 2500), bounds.Number("height", 1, 2500));
        bounds.End();
        if (box.Right > size.Width || box.Bottom > size.Height)
        {
            area.Fault("bounds", $"絵（{size.Width}×{size.Height}）の外に出ています。");
        }

        if (taken.Exists(box.Meets))
        {
            area.Fault("bounds", "他のボタンと重なっています。");
        }

        return box;
    }

    private static void Action(JsonSection action, TownProfile profile)
    {
        var label = action.Text("label", Limits.Label);
        switch (action.Text("type"))
        {
            case "postback":
                var data = action.Text("data");
                if (data.Length > 0 && !Known(profile).Contains(data, StringComparer.Ordinal))
                {
                    action.Fault("data", $"「{data}」はこの町のボタンでは使えません。使えるもの: {string.Join(", ", Known(profile))}");
                }

                if (action.Text("displayText") != label)
                {
                    action.Fault("displayText", "label と同じ言葉にしてください。");
                }

                break;
            case "uri":
                Address(action, profile);
                break;
            default:
                action.Fault("type", "postback か uri と書いてください。");
                break;
        }

        action.End();
    }

    private static void Address(JsonSection action, TownProfile profile)
    {
        var text = action.Text("uri", 1000);
        if (text.StartsWith("tel:", StringComparison.Ordinal))
        {
            if (text[4..] != profile.Office.Telephone)
            {
                action.Fault("uri", $"town.json の電話番号（{profile.Office.Telephone}）と違います。");
            }
        }
        else if (!text.StartsWith(profile.Office.Website.AbsoluteUri, StringComparison.Ordinal))
        {
            action.Fault("uri", $"tel: か、town.json のホームページ（{profile.Office.Website}）で始めてください。");
        }
    }

    private static IReadOnlyList<string> Known(TownProfile profile) =>
    [
        .. Starts.Where(s => profile.Services.Any(on => s == $"start:{on.Name}" || s.StartsWith($"start:{on.Name}-", StringComparison.Ordinal))),
        .. ShellActions,
    ];

    private readonly record struct Box(int X, int Y, int Width, int Height)
    {
        public int Right => X + Width;

        public int Bottom => Y + Height;

        public bool Meets(Box other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
    }
}
