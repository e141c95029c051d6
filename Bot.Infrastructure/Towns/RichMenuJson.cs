using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads LINE's rich menu object and checks it: sizes, areas, and that every tile does something that the bot knows.</summary>
internal static class RichMenuJson
{
    private const int MaxAreas = 20;

    private static readonly string[] ShellActions = ["language", "staff"];

    /// <summary>What a tile may start, by the service that must be switched on for it.</summary>
    private static readonly (string Service, string Start)[] Starts =
    [
        ("bulky-waste", "start:bulky-waste"), ("bulky-waste", "start:bulky-waste-mine"), ("bulky-waste", "start:bulky-waste-fees"),
        (DamageFiles.Service, "start:damage-report"), (DamageFiles.Service, "start:damage-report-spot"), (DamageFiles.Service, "start:damage-report-closures"), (DamageFiles.Service, "start:damage-report-mine"),
        (SchoolFiles.Service, "start:school-absence"), (SchoolFiles.Service, "start:school-absence-mine"), (SchoolFiles.Service, "start:school-link"), (SchoolFiles.Service, "start:school-children"),
    ];

    public static RichMenu Read(JsonSection json, TownProfile profile)
    {
        var size = json.Section("size");
        var (width, height) = (size.Number("width", 800, 2500), size.Number("height", 250, 1724));
        if (width < height * 1.45)
        {
            size.Fault("height", "縦が長すぎます。横は縦の1.45倍より長くしてください（例 2500×1686）。");
        }

        size.End();
        var areas = new List<RichMenuArea>();
        foreach (var section in json.Sections("areas"))
        {
            areas.Add(Area(section, (width, height), areas, profile));
        }

        if (areas.Count is 0 or > MaxAreas)
        {
            json.Fault("areas", $"ボタンは 1 から {MaxAreas} までです。");
        }

        var menu = new RichMenu(width, height, json.Switch("selected"), json.Text("name", 60), json.Text("chatBarText", 14), [.. areas]);
        json.End();
        return menu;
    }

    private static RichMenuArea Area(JsonSection section, (int Width, int Height) size, List<RichMenuArea> before, TownProfile profile)
    {
        var bounds = section.Section("bounds");
        var area = new RichMenuArea(
            bounds.Number("x", 0, 2500), bounds.Number("y", 0, 2500), bounds.Number("width", 1, 2500), bounds.Number("height", 1, 2500),
            Action(section.Section("action"), profile));
        bounds.End();
        section.End();
        if (area.X + area.Width > size.Width || area.Y + area.Height > size.Height)
        {
            section.Fault("bounds", $"絵（{size.Width}×{size.Height}）の外に出ています。");
        }

        if (before.Exists(other => Meet(area, other)))
        {
            section.Fault("bounds", "他のボタンと重なっています。");
        }

        return area;
    }

    private static bool Meet(RichMenuArea one, RichMenuArea other) =>
        one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;

    private static LineAction Action(JsonSection json, TownProfile profile)
    {
        var label = json.Text("label", Limits.Label);
        LineAction action = json.Text("type") switch
        {
            "postback" => Postback(json, label, profile),
            "uri" => new LineAction.Uri(label, Address(json, profile)),
            _ => Unknown(json, label),
        };
        json.End();
        return action;
    }

    private static LineAction.Postback Postback(JsonSection json, string label, TownProfile profile)
    {
        var data = json.Text("data");
        if (data.Length > 0 && !Known(profile).Contains(data, StringComparer.Ordinal))
        {
            json.Fault("data", $"「{data}」はこの町のボタンでは使えません。使えるもの: {string.Join(", ", Known(profile))}");
        }

        if (json.Text("displayText") != label)
        {
            json.Fault("displayText", "label と同じ言葉にしてください。");
        }

        return new LineAction.Postback(label, data) { DisplayText = label };
    }

    private static LineAction.Message Unknown(JsonSection json, string label)
    {
        json.Fault("type", "postback か uri と書いてください。");
        return new LineAction.Message(label, "");
    }

    private static string Address(JsonSection json, TownProfile profile)
    {
        var text = json.Text("uri", 1000);
        if (text.StartsWith("tel:", StringComparison.Ordinal))
        {
            if (text[4..] != profile.Office.Telephone)
            {
                json.Fault("uri", $"town.json の電話番号（{profile.Office.Telephone}）と違います。");
            }
        }
        else if (!text.StartsWith(profile.Office.Website.AbsoluteUri, StringComparison.Ordinal))
        {
            json.Fault("uri", $"tel: か、town.json のホームページ（{profile.Office.Website}）で始めてください。");
        }

        return text;
    }

    private static IReadOnlyList<string> Known(TownProfile profile) =>
    [
        .. Starts.Where(s => profile.OperatorOf(s.Service) is not null).Select(s => s.Start),
        .. ShellActions,
    ];
}
