using System.Text.RegularExpressions;

namespace Bot.Simulator.Line.Rules;

/// <summary>LINE's limits for the components inside a Flex bubble. An unknown field is an error, as it is on LINE.</summary>
internal static partial class FlexPartRules
{
    private static readonly string[] Place = ["position", "offsetTop", "offsetBottom", "offsetStart", "offsetEnd", "margin", "flex"];
    private static readonly string[] TextSizes = ["xxs", "xs", "sm", "md", "lg", "xl", "xxl", "3xl", "4xl", "5xl"];

    public static void Check(Part part, params ReadOnlySpan<string> allowed)
    {
        if (part.OneOf("type", required: true, allowed) is not { } type) return;
        Placed(part, type);
        switch (type)
        {
            case "box": Box(part); break;
            case "text": Text(part); break;
            case "span": Span(part); break;
            case "button": Button(part); break;
            case "image": Image(part); break;
            case "icon":
                part.Only([.. Place, "type", "url", "size", "aspectRatio", "scaling"]);
                part.Url("url", 2000, required: true);
                Size(part, "size", TextSizes);
                break;
            case "separator":
                part.Only([.. Place, "type", "color"]);
                Color(part, "color");
                break;
            case "video":
                part.Only("type", "url", "previewUrl", "altContent", "aspectRatio", "action");
                part.Url("url", 2000, required: true);
                part.Url("previewUrl", 2000, required: true);
                if (part.Object("altContent", required: true) is { } instead) Check(instead, "box", "image");
                break;
            default: break;
        }
    }

    public static void Color(Part part, string name)
    {
        if (part.Text(name, 9) is { } color && !Hex().IsMatch(color)) part.Refuse("invalid property", name);
    }

    private static void Box(Part box)
    {
        box.Only([
            .. Place, "type", "layout", "contents", "spacing", "action", "backgroundColor", "borderColor", "borderWidth", "cornerRadius", "width", "maxWidth", "height",
            "maxHeight", "paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd", "justifyContent", "alignItems", "background"]);
        var layout = box.OneOf("layout", required: true, "horizontal", "vertical", "baseline");
        foreach (var inner in box.List("contents", 0, int.MaxValue, required: true))
        {
            if (layout == "baseline") Check(inner, "icon", "text", "filler", "spacer");
            else Check(inner, "box", "button", "image", "text", "separator", "filler", "spacer", "video");
        }

        foreach (var name in (string[])["spacing", "paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"])
            Size(box, name, "none", "xs", "sm", "md", "lg", "xl", "xxl");
        Size(box, "cornerRadius", "none", "xs", "sm", "md", "lg", "xl", "xxl");
        Size(box, "borderWidth", "none", "light", "normal", "medium", "semi-bold", "bold");
        foreach (var name in (string[])["width", "maxWidth", "height", "maxHeight"]) Size(box, name);
        Color(box, "backgroundColor");
        Color(box, "borderColor");
        box.OneOf("justifyContent", required: false, "center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly");
        box.OneOf("alignItems", required: false, "center", "flex-start", "flex-end");
        ActionRules.Check(box.Object("action"), ActionPlace.FlexPart);
    }

    private static void Text(Part text)
    {
        text.Only([
            .. Place, "type", "text", "contents", "adjustMode", "size", "align", "gravity", "wrap", "lineSpacing", "maxLines", "weight", "color", "action", "style",
            "decoration", "scaling"]);
        if (!text.Has("contents")) text.Text("text", 5000, required: true);
        foreach (var span in text.List("contents", 1, int.MaxValue)) Check(span, "span");
        Letters(text);
        text.OneOf("align", required: false, "start", "end", "center");
        text.OneOf("gravity", required: false, "top", "bottom", "center");
        text.Flag("wrap");
        text.Number("maxLines", 0, int.MaxValue);
        text.OneOf("adjustMode", required: false, "shrink-to-fit");
        ActionRules.Check(text.Object("action"), ActionPlace.FlexPart);
    }

    private static void Span(Part span)
    {
        span.Only("type", "text", "color", "size", "weight", "style", "decoration");
        span.Text("text", 5000, required: true);
        Letters(span);
    }

    private static void Letters(Part part)
    {
        Size(part, "size", TextSizes);
        part.OneOf("weight", required: false, "regular", "bold");
        part.OneOf("style", required: false, "normal", "italic");
        part.OneOf("decoration", required: false, "none", "underline", "line-through");
        Color(part, "color");
    }

    private static void Button(Part button)
    {
        button.Only([.. Place, "type", "action", "height", "style", "color", "gravity", "adjustMode", "scaling"]);
        ActionRules.Check(button.Object("action", required: true), ActionPlace.FlexButton);
        button.OneOf("height", required: false, "sm", "md");
        button.OneOf("style", required: false, "link", "primary", "secondary");
        button.OneOf("gravity", required: false, "top", "bottom", "center");
        Color(button, "color");
    }

    private static void Image(Part image)
    {
        image.Only([.. Place, "type", "url", "align", "gravity", "size", "aspectRatio", "aspectMode", "backgroundColor", "action", "animated"]);
        image.Url("url", 2000, required: true);
        Size(image, "size", [.. TextSizes, "full"]);
        if (image.Text("aspectRatio", 20) is { } ratio && !Ratio().IsMatch(ratio)) image.Refuse("invalid property", "aspectRatio");
        image.OneOf("aspectMode", required: false, "fit", "cover");
        image.OneOf("align", required: false, "start", "end", "center");
        image.OneOf("gravity", required: false, "top", "bottom", "center");
        Color(image, "backgroundColor");
        ActionRules.Check(image.Object("action"), ActionPlace.FlexPart);
    }

    private static void Placed(Part part, string type)
    {
        if (type is "span" or "video") return;
        part.OneOf("position", required: false, "relative", "absolute");
        part.Number("flex", 0, int.MaxValue);
        foreach (var name in (string[])["margin", "offsetTop", "offsetBottom", "offsetStart", "offsetEnd"]) Size(part, name, "none", "xs", "sm", "md", "lg", "xl", "xxl");
    }

    private static void Size(Part part, string name, params string[] words)
    {
        if (part.Text(name, 20) is { } size && !words.Contains(size, StringComparer.Ordinal) && !Length().IsMatch(size)) part.Refuse("invalid property", name);
    }

    [GeneratedRegex("^#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hex();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?(px|%)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Length();

    [GeneratedRegex("^[1-9][0-9]{0,4}:[1-9][0-9]{0,4}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ratio();
}
