using System.Text;

namespace Bot.Simulator.Line.Rules;

/// <summary>LINE's limits for Flex containers: bubbles and carousels.</summary>
internal static class FlexRules
{
    private const int BubbleBytes = 30 * 1024;
    private const int CarouselBytes = 50 * 1024;

    public static void Check(Part container)
    {
        switch (container.OneOf("type", required: true, "bubble", "carousel"))
        {
            case "bubble":
                Bubble(container);
                break;
            case "carousel":
                container.Only("type", "contents");
                Small(container, CarouselBytes);
                var bubbles = container.List("contents", 1, 12, required: true);
                foreach (var bubble in bubbles)
                {
                    if (bubble.OneOf("type", required: true, "bubble") is not null) Bubble(bubble);
                }

                if (bubbles.Select(b => b.Peek("size") ?? "mega").Distinct(StringComparer.Ordinal).Count() > 1)
                    container.Refuse("All bubbles of a carousel must have the same size", "contents");
                break;
            default: break;
        }
    }

    private static void Bubble(Part bubble)
    {
        bubble.Only("type", "size", "direction", "header", "hero", "body", "footer", "styles", "action");
        Small(bubble, BubbleBytes);
        bubble.OneOf("size", required: false, "nano", "micro", "deca", "hecto", "kilo", "mega", "giga");
        bubble.OneOf("direction", required: false, "ltr", "rtl");
        ActionRules.Check(bubble.Object("action"), ActionPlace.FlexPart);
        var blocks = 0;
        foreach (var name in (string[])["header", "hero", "body", "footer"])
        {
            if (bubble.Object(name) is not { } block) continue;
            blocks++;
            if (name == "hero") FlexPartRules.Check(block, "box", "image", "video");
            else FlexPartRules.Check(block, "box");
        }

        if (blocks == 0) bubble.Refuse("At least one block must be specified");
        if (bubble.Object("styles") is not { } styles) return;
        styles.Only("header", "hero", "body", "footer");
        foreach (var name in (string[])["header", "hero", "body", "footer"])
        {
            if (styles.Object(name) is not { } style) continue;
            style.Only("backgroundColor", "separator", "separatorColor");
            FlexPartRules.Color(style, "backgroundColor");
            FlexPartRules.Color(style, "separatorColor");
        }
    }

    private static void Small(Part part, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(part.Json.GetRawText()) > bytes) part.Refuse(FormattableString.Invariant($"The size must be {bytes / 1024} KB or less"));
    }
}
