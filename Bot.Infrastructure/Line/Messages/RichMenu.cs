using System.Buffers;
using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>A rich menu: a picture at the foot of the talk with areas to tap.</summary>
public sealed record RichMenu(int Width, int Height, bool Selected, string Name, string ChatBarText, Items<RichMenuArea> Areas);

public sealed record RichMenuArea(int X, int Y, int Width, int Height, LineAction Action);

/// <summary>Writes rich menus as LINE's specification names them.</summary>
internal static class RichMenuWriter
{
    public static ReadOnlyMemory<byte> Bytes(RichMenu menu)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Wire.Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("size");
            json.WriteNumber("width", menu.Width);
            json.WriteNumber("height", menu.Height);
            json.WriteEndObject();
            json.WriteBoolean("selected", menu.Selected);
            json.Text("name", menu.Name);
            json.Text("chatBarText", menu.ChatBarText);
            json.Each("areas", menu.Areas, Area);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Area(Utf8JsonWriter json, RichMenuArea area)
    {
        json.WriteStartObject();
        json.WriteStartObject("bounds");
        json.WriteNumber("x", area.X);
        json.WriteNumber("y", area.Y);
        json.WriteNumber("width", area.Width);
        json.WriteNumber("height", area.Height);
        json.WriteEndObject();
        json.Action("action", area.Action);
        json.WriteEndObject();
    }
}

/// <summary>LINE's limits on rich menus.</summary>
public static class RichMenuLimits
{
    /// <summary>What LINE would refuse; empty when nothing.</summary>
    public static IReadOnlyList<string> Faults(RichMenu menu)
    {
        var found = new Findings();
        using var document = JsonDocument.Parse(RichMenuWriter.Bytes(menu));
        var root = document.RootElement;
        found.Clusters(root, "name", 300, "menu", required: true);
        found.Clusters(root, "chatBarText", 14, "menu", required: true);
        found.Expect(menu.Width is >= 800 and <= 2500, "menu.width", "must be 800 to 2500");
        found.Expect(menu.Height >= 250 && menu.Width >= menu.Height * 1.45, "menu.height", "must be 250 or more, and the width at least 1.45 times as much");
        found.Expect(menu.Areas.Count <= 20, "menu.areas", "20 areas are allowed");
        foreach (var (area, i) in Findings.Each(root.GetProperty("areas")))
        {
            var place = menu.Areas[i];
            found.Expect(
                place is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && place.X + (long)place.Width <= menu.Width && place.Y + (long)place.Height <= menu.Height,
                $"menu.areas[{i}]", "lies outside the picture");
            ActionLimits.Check(found, Findings.Member(area, "action"), ActionPlace.RichMenu, $"menu.areas[{i}]");
        }

        return found.All;
    }
}
