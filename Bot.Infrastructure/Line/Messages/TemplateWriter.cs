using System.Diagnostics;
using System.Text.Json;
using Bot.Domain.Kernel;
using static Bot.Infrastructure.Line.Messages.LineTemplate;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Writes template contents as LINE's specification names them.</summary>
internal static class TemplateWriter
{
    public static void Write(Utf8JsonWriter json, LineTemplate template)
    {
        json.WriteStartObject();
        switch (template)
        {
            case Buttons buttons:
                json.WriteString("type", "buttons");
                Card(json, buttons.ThumbnailImageUrl, buttons.Title, buttons.Text, buttons.DefaultAction, buttons.Actions);
                break;
            case Confirm confirm:
                json.WriteString("type", "confirm");
                json.Text("text", confirm.Text);
                json.Each("actions", [confirm.Yes, confirm.No], ActionWriter.Write);
                break;
            case Carousel carousel:
                json.WriteString("type", "carousel");
                json.Each("columns", carousel.Columns, Column);
                break;
            default:
                throw new UnreachableException();
        }

        json.WriteEndObject();
    }

    private static void Column(Utf8JsonWriter json, TemplateColumn column)
    {
        json.WriteStartObject();
        Card(json, column.ThumbnailImageUrl, column.Title, column.Text, column.DefaultAction, column.Actions);
        json.WriteEndObject();
    }

    private static void Card(Utf8JsonWriter json, string? image, string? title, string text, LineAction? whole, Items<LineAction> actions)
    {
        json.Text("thumbnailImageUrl", image);
        json.Text("title", title);
        json.Text("text", text);
        json.Action("defaultAction", whole);
        json.Each("actions", actions, ActionWriter.Write);
    }
}
