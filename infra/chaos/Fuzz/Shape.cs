using System.Buffers;
using System.Text;

namespace Bot.Chaos.Fuzz;

/// <summary>JSON as a tree that may be broken: fields may repeat, and a token may be anything at all.</summary>
internal sealed class Shape
{
    private Shape(List<(string Name, Shape Value)>? fields, List<Shape>? elements, string? token) => (Fields, Elements, Token) = (fields, elements, token);

    /// <summary>Names as they stand between the quotation marks, escapes and all.</summary>
    public List<(string Name, Shape Value)>? Fields { get; private set; }

    public List<Shape>? Elements { get; private set; }

    /// <summary>The raw text of a token.</summary>
    public string? Token { get; private set; }

    public static Shape Of(params (string Name, Shape Value)[] fields) => new([.. fields], null, null);

    public static Shape List(params IEnumerable<Shape> elements) => new(null, [.. elements], null);

    public static Shape Raw(string token) => new(null, null, token);

    /// <summary>A string, with what JSON wants escaped.</summary>
    public static Shape Text(string text) => Raw($"\"{Escaped(text)}\"");

    public static Shape Number(long number) => Raw(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static implicit operator Shape(string text) => Text(text);

    public static implicit operator Shape(long number) => Number(number);

    public static Shape FromString(string text) => Text(text);

    public static Shape FromInt64(long number) => Number(number);

    /// <summary>Becomes another.</summary>
    public void Become(Shape other) => (Fields, Elements, Token) = (other.Fields, other.Elements, other.Token);

    public Shape Copy() => new(
        Fields?.ConvertAll(f => (f.Name, f.Value.Copy())), Elements?.ConvertAll(e => e.Copy()), Token);

    /// <summary>This and everything in it.</summary>
    public void Gather(List<Shape> into)
    {
        into.Add(this);
        Fields?.ForEach(f => f.Value.Gather(into));
        Elements?.ForEach(e => e.Gather(into));
    }

    public void Write(ArrayBufferWriter<byte> to)
    {
        if (Fields is not null)
        {
            to.Write("{"u8);
            foreach (var (at, (name, value)) in Fields.Index())
            {
                to.Write(at > 0 ? ",\""u8 : "\""u8);
                Encoding.UTF8.GetBytes(name, to);
                to.Write("\":"u8);
                value.Write(to);
            }

            to.Write("}"u8);
        }
        else if (Elements is not null)
        {
            to.Write("["u8);
            foreach (var (at, value) in Elements.Index())
            {
                if (at > 0)
                {
                    to.Write(","u8);
                }

                value.Write(to);
            }

            to.Write("]"u8);
        }
        else
        {
            Encoding.UTF8.GetBytes(Token!, to);
        }
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                escaped.Append('\\').Append(c);
            }
            else if (c < ' ' || char.IsSurrogate(c))
            {
                escaped.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
