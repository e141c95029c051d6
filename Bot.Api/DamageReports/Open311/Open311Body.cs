using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Bot.Api.DamageReports.Open311;

/// <summary>
/// An answer of the interface before it is written: the same tree gives XML, where the items of a list have a name, and JSON, where a list is a bare array.
/// What XML cannot hold is left out in both, so that they say the same.
/// </summary>
internal abstract record Open311Body
{
    /// <summary>Text as it is: nobody takes what is marked as JSON for a page.</summary>
    private static readonly JsonWriterOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    private static readonly XmlWriterSettings Xml = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n" };

    private Open311Body() { }

    public static readonly Open311Body Nothing = new Text(null);

    /// <summary><c>null</c> is an empty element, or <c>null</c>.</summary>
    public sealed record Text(string? Value) : Open311Body;

    public sealed record Number(double Value) : Open311Body;

    public sealed record Flag(bool Value) : Open311Body;

    public sealed record Group(params IReadOnlyList<(string Name, Open311Body Value)> Fields) : Open311Body;

    /// <param name="Item">The name of each element in XML.</param>
    public sealed record List(string Item, IReadOnlyList<Open311Body> Items) : Open311Body;

    public static implicit operator Open311Body(string? text) => new Text(text);

    public static implicit operator Open311Body(bool flag) => new Flag(flag);

    public static implicit operator Open311Body(double number) => new Number(number);

    public static Open311Body FromString(string? text) => new Text(text);

    public static Open311Body FromBoolean(bool flag) => new Flag(flag);

    public static Open311Body FromDouble(double number) => new Number(number);

    /// <summary>A moment as W3C writes it, in Japanese time.</summary>
    public static Open311Body At(DateTimeOffset at) => new Text(Console.Shown.Machine(at));

    /// <param name="root">The name of the outermost element.</param>
    public byte[] ToXml(string root)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Xml))
        {
            xml.WriteStartDocument();
            Write(xml, root);
        }

        return bytes.ToArray();
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, AsIs))
        {
            Write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(XmlWriter xml, string name)
    {
        xml.WriteStartElement(name);
        switch (this)
        {
            case Text { Value: { } text }:
                xml.WriteString(Sound(text));
                break;
            case Number(var number):
                xml.WriteString(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case Flag(var flag):
                xml.WriteString(flag ? "true" : "false");
                break;
            case Group(var fields):
                foreach (var (field, value) in fields)
                {
                    value.Write(xml, field);
                }

                break;
            case List(var item, var items):
                foreach (var one in items)
                {
                    one.Write(xml, item);
                }

                break;
        }

        xml.WriteEndElement();
    }

    private void Write(Utf8JsonWriter json)
    {
        switch (this)
        {
            case Text { Value: null }:
                json.WriteNullValue();
                break;
            case Text { Value: var text }:
                json.WriteStringValue(Sound(text));
                break;
            case Number(var number):
                json.WriteNumberValue(number);
                break;
            case Flag(var flag):
                json.WriteBooleanValue(flag);
                break;
            case Group(var fields):
                json.WriteStartObject();
                foreach (var (field, value) in fields)
                {
                    json.WritePropertyName(field);
                    value.Write(json);
                }

                json.WriteEndObject();
                break;
            case List(_, var items):
                json.WriteStartArray();
                foreach (var one in items)
                {
                    one.Write(json);
                }

                json.WriteEndArray();
                break;
        }
    }

    /// <summary>Without what no XML may hold, such as control characters and halves of pairs.</summary>
    private static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not (0xFFFD or 0xFFFE or 0xFFFF))
            {
                sound.Append(rune);
            }
        }

        return sound.ToString();
    }
}
