using System.Diagnostics;
using System.Text.Json;
using static Bot.Infrastructure.Line.Messages.FlexComponent;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Writes Flex contents as LINE's specification names them.</summary>
internal static class FlexWriter
{
    public static void Write(Utf8JsonWriter json, FlexContainer container)
    {
        switch (container)
        {
            case FlexContainer.Bubble bubble:
                Bubble(json, bubble);
                break;
            case FlexContainer.Carousel carousel:
                json.WriteStartObject();
                json.WriteString("type", "carousel");
                json.Each("contents", carousel.Bubbles, Bubble);
                json.WriteEndObject();
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Bubble(Utf8JsonWriter json, FlexContainer.Bubble bubble)
    {
        json.WriteStartObject();
        json.WriteString("type", "bubble");
        json.Camel("size", bubble.Size);
        Block(json, "header", bubble.Header);
        Block(json, "hero", bubble.Hero);
        Block(json, "body", bubble.Body);
        Block(json, "footer", bubble.Footer);
        json.Action("action", bubble.Action);
        if (bubble.HeaderBackground is not null || bubble.FooterBackground is not null || bubble.FooterSeparator)
        {
            json.WriteStartObject("styles");
            Style(json, "header", bubble.HeaderBackground, separator: false);
            Style(json, "footer", bubble.FooterBackground, bubble.FooterSeparator);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Style(Utf8JsonWriter json, string block, string? background, bool separator)
    {
        if (background is not null || separator)
        {
            json.WriteStartObject(block);
            json.Text("backgroundColor", background);
            json.Flag("separator", separator);
            json.WriteEndObject();
        }
    }

    private static void Block(Utf8JsonWriter json, string name, FlexComponent? component)
    {
        if (component is not null)
        {
            json.WritePropertyName(name);
            Component(json, component);
        }
    }

    private static void Component(Utf8JsonWriter json, FlexComponent component)
    {
        json.WriteStartObject();
        switch (component)
        {
            case Box box:
                WriteBox(json, box);
                break;
            case Text text:
                WriteText(json, text);
                break;
            case Button button:
                json.WriteString("type", "button");
                json.Action("action", button.Action);
                json.Camel("style", button.Style);
                json.Text("color", button.Color);
                json.Camel("height", button.Height);
                json.Camel("gravity", button.Gravity);
                json.Text("adjustMode", button.ShrinkToFit ? "shrink-to-fit" : null);
                json.Flag("scaling", button.Scaling);
                break;
            case Image image:
                json.WriteString("type", "image");
                json.Text("url", image.Url);
                json.Text("size", image.Size);
                json.Text("aspectRatio", image.AspectRatio);
                json.Camel("aspectMode", image.AspectMode);
                json.Camel("align", image.Align);
                json.Action("action", image.Action);
                break;
            case Icon icon:
                json.WriteString("type", "icon");
                json.Text("url", icon.Url);
                json.Text("size", icon.Size);
                json.Flag("scaling", icon.Scaling);
                break;
            case Separator separator:
                json.WriteString("type", "separator");
                json.Text("color", separator.Color);
                break;
            default:
                throw new UnreachableException();
        }

        json.Text("margin", component.Margin);
        // Icons and separators have no share of the room.
        json.Whole("flex", component is Icon or Separator ? null : component.Flex);
        json.WriteEndObject();
    }

    private static void WriteBox(Utf8JsonWriter json, Box box)
    {
        json.WriteString("type", "box");
        json.Camel<FlexLayout>("layout", box.Layout);
        json.Each("contents", box.Contents, Component);
        json.Text("spacing", box.Spacing);
        json.Text("paddingAll", box.PaddingAll);
        json.Text("backgroundColor", box.BackgroundColor);
        json.Text("borderColor", box.BorderColor);
        json.Text("borderWidth", box.BorderWidth);
        json.Text("cornerRadius", box.CornerRadius);
        json.Text("width", box.Width);
        json.Text("height", box.Height);
        json.Kebab("justifyContent", box.JustifyContent);
        json.Kebab("alignItems", box.AlignItems);
        json.Action("action", box.Action);
    }

    private static void WriteText(Utf8JsonWriter json, Text text)
    {
        json.WriteString("type", "text");
        json.Text("text", text.Words);
        Looks(json, text.Size, text.Color, text.Bold);
        json.Flag("wrap", text.Wrap);
        json.Whole("maxLines", text.MaxLines);
        json.Camel("align", text.Align);
        json.Camel("gravity", text.Gravity);
        json.Kebab("decoration", text.Decoration);
        json.Flag("scaling", text.Scaling);
        if (text.Spans.Count > 0)
        {
            json.Each("contents", text.Spans, Span);
        }

        json.Action("action", text.Action);
    }

    private static void Span(Utf8JsonWriter json, FlexSpan span)
    {
        json.WriteStartObject();
        json.WriteString("type", "span");
        json.Text("text", span.Words);
        Looks(json, span.Size, span.Color, span.Bold);
        json.WriteEndObject();
    }

    private static void Looks(Utf8JsonWriter json, string? size, string? color, bool bold)
    {
        json.Text("size", size);
        json.Text("color", color);
        json.Text("weight", bold ? "bold" : null);
    }
}
