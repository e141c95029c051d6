using System.Buffers;
using System.Text;

namespace Bot.Chaos.Fuzz;

/// <summary>Spoils what is well formed: first the tree, then, more seldom, the bytes.</summary>
internal static class Mutator
{
    private static readonly string[] Names =
    [
        "type", "id", "events", "destination", "source", "message", "postback", "data", "text", "webhookEventId", "timestamp", "replyToken", "mode", "userId", "params", "date", "object", "metadata", "created", "livemode", "\\ud800", "\\u0074ype", "__proto__", "", "$type",
    ];

    private static void Spoil(Shape root, Dice dice)
    {
        var all = new List<Shape>(64);
        for (var times = dice.Of(0, 1, 1, 1, 2, 2, 3, 5); times > 0; times--)
        {
            all.Clear();
            root.Gather(all);
            SpoilOne(dice.Among(all), dice);
        }
    }

    private static void SpoilOne(Shape at, Dice dice)
    {
        if (at.Fields is { Count: > 0 } fields && dice.Chance(70))
        {
            Fields(fields, dice.Below(fields.Count), dice);
        }
        else if (at.Elements is { Count: > 0 } elements && dice.Chance(70))
        {
            Elements(elements, dice.Below(elements.Count), dice);
        }
        else
        {
            at.Become(dice.Below(8) switch
            {
                < 3 => Shape.Text(Hostile.Text(dice)),
                < 6 => Shape.Raw(Hostile.Token(dice)),
                6 => Nested(at.Copy(), dice),
                _ => dice.Chance(50) ? Shape.List(at.Copy()) : Shape.Of((dice.Among(Names), at.Copy())),
            });
        }
    }

    private static void Fields(List<(string Name, Shape Value)> fields, int at, Dice dice)
    {
        switch (dice.Below(7))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(dice.Below(fields.Count + 1), (fields[at].Name, dice.Chance(50) ? fields[at].Value.Copy() : Shape.Raw(Hostile.Token(dice))));
                break;
            case 2:
                fields[at] = (dice.Among(Names), fields[at].Value);
                break;
            case 3:
                var other = dice.Below(fields.Count);
                (fields[at], fields[other]) = ((fields[at].Name, fields[other].Value), (fields[other].Name, fields[at].Value));
                break;
            case 4:
                fields[at] = (fields[at].Name, Shape.Text(Hostile.Text(dice)));
                break;
            case 5:
                fields[at] = (fields[at].Name, Shape.Raw(Hostile.Token(dice)));
                break;
            default:
                fields[at] = (fields[at].Name, Nested(fields[at].Value, dice));
                break;
        }
    }

    private static void Elements(List<Shape> elements, int at, Dice dice)
    {
        switch (dice.Below(4))
        {
            case 0:
                elements.RemoveAt(at);
                break;
            case 1:
                // Many of one, and now and then very many.
                elements.AddRange(Enumerable.Repeat(elements[at], dice.Once(4000) ? 100_000 : dice.Of(1, 2, 10, 60)));
                break;
            case 2:
                elements[at] = Shape.Raw(Hostile.Token(dice));
                break;
            default:
                elements[at] = Nested(elements[at], dice);
                break;
        }
    }

    private static Shape Nested(Shape value, Dice dice)
    {
        if (dice.Once(400))
        {
            var deep = dice.Of(1000, 20_000, 200_000);
            return Shape.Raw(new string('[', deep) + new string(']', dice.Chance(80) ? deep : deep - 1));
        }

        for (var depth = dice.Of(1, 2, 30, 61, 63, 64, 65, 70); depth > 0; depth--)
        {
            value = dice.Chance(50) ? Shape.List(value) : Shape.Of(("a", value));
        }

        return value;
    }

    /// <summary>Spoils the bytes themselves.</summary>
    public static byte[] Spoil(byte[] body, Dice dice) => dice.Below(10) switch
    {
        0 => body[..dice.Below(body.Length + 1)],
        1 => [0xEF, 0xBB, 0xBF, .. body],
        2 => [.. body, .. dice.Of<byte[]>([0], "}"u8.ToArray(), " \n"u8.ToArray(), "{}"u8.ToArray(), [0xff])],
        3 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
        4 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(body)),
        5 => [0x1f, 0x8b, 8, .. body],
        6 => [],
        _ => Scratched(body, dice),
    };

    private static byte[] Scratched(byte[] body, Dice dice)
    {
        var scratched = (byte[])body.Clone();
        for (var times = dice.Between(1, 4); times > 0 && scratched.Length > 0; times--)
        {
            var at = dice.Below(scratched.Length);
            scratched[at] = dice.Below(3) switch { 0 => (byte)(scratched[at] ^ (1 << dice.Below(8))), 1 => dice.Of<byte>(0, 0x80, 0xc0, 0xed, 0xf4, 0xff, (byte)'"', (byte)'\\', (byte)'{'), _ => (byte)dice.Below(256) };
        }

        return scratched;
    }

    /// <summary>The tree, spoiled, as bytes, which now and then are spoiled too.</summary>
    public static byte[] Bytes(Shape root, Dice dice)
    {
        Spoil(root, dice);
        var body = Bytes(root);
        return dice.Once(8) ? Spoil(body, dice) : body;
    }

    private static byte[] Bytes(Shape root)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        root.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
