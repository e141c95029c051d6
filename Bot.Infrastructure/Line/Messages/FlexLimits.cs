using System.Runtime.InteropServices;
using System.Text.Json;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>LINE's limits on Flex messages.</summary>
internal static class FlexLimits
{
    private const int BubbleBytes = 30 * 1024;
    private const int CarouselBytes = 50 * 1024;

    public static void Check(Findings found, JsonElement container, Place path)
    {
        var moving = 0;
        switch (Findings.Text(container, "type"))
        {
            case "bubble":
                Bubble(found, container, path, ref moving);
                break;
            case "carousel":
                var bubbles = Findings.Member(container, "contents");
                found.Count(bubbles, 1, 12, $"{path}.contents");
                found.Expect(Bytes(container) <= CarouselBytes, path, $"has {Bytes(container)} bytes, {CarouselBytes} are allowed");
                found.Expect(Findings.Each(bubbles).Select(b => Findings.Text(b.Item, "size")).Distinct(StringComparer.Ordinal).Count() <= 1, path, "bubbles must be of one size");
                foreach (var (bubble, i) in Findings.Each(bubbles))
                {
                    Bubble(found, bubble, $"{path}.contents[{i}]", ref moving);
                }

                break;
            default:
                found.Expect(false, path, "is neither bubble nor carousel");
                break;
        }

        found.Expect(moving <= 10, path, $"has {moving} moving pictures, 10 are allowed");
    }

    private static int Bytes(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).Length;

    private static void Bubble(Findings found, JsonElement bubble, Place path, ref int moving)
    {
        found.Expect(Bytes(bubble) <= BubbleBytes, path, $"has {Bytes(bubble)} bytes, {BubbleBytes} are allowed");
        found.OneOf(bubble, "size", path, "nano", "micro", "deca", "hecto", "kilo", "mega", "giga");
        var blocks = 0;
        foreach (var name in (ReadOnlySpan<string>)["header", "hero", "body", "footer"])
        {
            var block = Findings.Member(bubble, name);
            if (block.ValueKind != JsonValueKind.Undefined)
            {
                blocks++;
                var fits = Findings.Text(block, "type") is "box" || (name == "hero" && Findings.Text(block, "type") is "image" or "video");
                found.Expect(fits, $"{path}.{name}", "must be a box");
                Component(found, block, "vertical", $"{path}.{name}", ref moving);
            }
        }

        found.Expect(blocks > 0, path, "is empty");
        Action(found, bubble, ActionPlace.Flex, path);
    }

    private static void Component(Findings found, JsonElement component, string layout, Place path, ref int moving)
    {
        var type = Findings.Text(component, "type");
        found.Expect(layout == "baseline" ? type is "icon" or "text" or "filler" : type is not "icon", path, $"{type} does not stand in a {layout} box");
        switch (type)
        {
            case "box":
                Box(found, component, path, ref moving);
                break;
            case "text":
                Text(found, component, path);
                break;
            case "button":
                found.OneOf(component, "style", path, "primary", "secondary", "link");
                Action(found, component, ActionPlace.FlexButton, path, required: true);
                break;
            case "image":
                found.Https(component, "url", path, required: true);
                moving += Findings.Member(component, "animated").ValueKind == JsonValueKind.True ? 1 : 0;
                Action(found, component, ActionPlace.Flex, path);
                break;
            case "icon":
                found.Https(component, "url", path, required: true);
                break;
            case "video":
                found.Https(component, "url", path, required: true);
                found.Https(component, "previewUrl", path, required: true);
                found.Expect(path.ToString().EndsWith(".hero", StringComparison.Ordinal), path, "a film stands on top only");
                Component(found, Findings.Member(component, "altContent"), "vertical", $"{path}.altContent", ref moving);
                Action(found, component, ActionPlace.Flex, path);
                break;
            case "separator" or "filler":
                break;
            default:
                found.Expect(false, path, $"'{type}' is no component");
                break;
        }
    }

    private static void Box(Findings found, JsonElement box, Place path, ref int moving)
    {
        var layout = Findings.Text(box, "layout");
        found.Expect(layout is "horizontal" or "vertical" or "baseline", $"{path}.layout", $"'{layout}' is no layout");
        Action(found, box, ActionPlace.Flex, path);
        found.Expect(Findings.Member(box, "contents").ValueKind == JsonValueKind.Array, path, "lacks contents");
        foreach (var (child, i) in Findings.Each(Findings.Member(box, "contents")))
        {
            Component(found, child, layout ?? "", $"{path}.contents[{i}]", ref moving);
        }
    }

    private static void Text(Findings found, JsonElement text, Place path)
    {
        var spans = Findings.Member(text, "contents");
        found.Expect(spans.ValueKind == JsonValueKind.Array || !string.IsNullOrEmpty(Findings.Text(text, "text")), path, "says nothing");
        found.Expect(Findings.Each(spans).All(s => Findings.Text(s.Item, "type") == "span"), path, "holds spans only");
        Action(found, text, ActionPlace.Flex, path);
    }

    private static void Action(Findings found, JsonElement owner, ActionPlace place, Place path, bool required = false)
    {
        var action = Findings.Member(owner, "action");
        if (required || action.ValueKind != JsonValueKind.Undefined)
        {
            ActionLimits.Check(found, action, place, $"{path}.action");
        }
    }
}
