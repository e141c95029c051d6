using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using static Bot.Infrastructure.Line.Messages.LineMessage;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Writes messages as LINE's specification names them.</summary>
public static class MessageWriter
{
    /// <summary>One message object.</summary>
    public static ReadOnlyMemory<byte> Bytes(LineMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Wire.Options))
        {
            Write(json, message);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>One message object into JSON that is being written.</summary>
    public static void Write(Utf8JsonWriter json, LineMessage message)
    {
        json.WriteStartObject();
        Body(json, message);
        if (message.QuickReply.Count > 0)
        {
            json.WriteStartObject("quickReply");
            json.Each("items", message.QuickReply, Chip);
            json.WriteEndObject();
        }

        if (message.Sender is { } sender)
        {
            json.WriteStartObject("sender");
            json.Text("name", sender.Name);
            json.Text("iconUrl", sender.IconUrl);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Body(Utf8JsonWriter json, LineMessage message)
    {
        switch (message)
        {
            case Text text:
                json.WriteString("type", "text");
                json.Text("text", text.Words);
                if (text.Emojis.Count > 0)
                {
                    json.Each("emojis", text.Emojis, Emoji);
                }

                json.Text("quoteToken", text.QuoteToken);
                break;
            case Sticker sticker:
                json.WriteString("type", "sticker");
                json.Text("packageId", sticker.PackageId);
                json.Text("stickerId", sticker.StickerId);
                json.Text("quoteToken", sticker.QuoteToken);
                break;
            case Image image:
                json.WriteString("type", "image");
                json.Text("originalContentUrl", image.OriginalContentUrl);
                json.Text("previewImageUrl", image.PreviewImageUrl);
                break;
            case Location location:
                json.WriteString("type", "location");
                json.Text("title", location.Title);
                json.Text("address", location.Address);
                json.WriteNumber("latitude", location.Point.Latitude);
                json.WriteNumber("longitude", location.Point.Longitude);
                break;
            case LineMessage.Template template:
                json.WriteString("type", "template");
                json.Text("altText", template.AltText);
                json.WritePropertyName("template");
                TemplateWriter.Write(json, template.Content);
                break;
            case LineMessage.Flex flex:
                json.WriteString("type", "flex");
                json.Text("altText", flex.AltText);
                json.WritePropertyName("contents");
                FlexWriter.Write(json, flex.Contents);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Chip(Utf8JsonWriter json, QuickReplyItem item)
    {
        json.WriteStartObject();
        json.WriteString("type", "action");
        json.Text("imageUrl", item.ImageUrl);
        json.Action("action", item.Action);
        json.WriteEndObject();
    }

    private static void Emoji(Utf8JsonWriter json, TextEmoji emoji)
    {
        json.WriteStartObject();
        json.WriteNumber("index", emoji.Index);
        json.Text("productId", emoji.ProductId);
        json.Text("emojiId", emoji.EmojiId);
        json.WriteEndObject();
    }
}
