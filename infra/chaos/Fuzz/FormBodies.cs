using System.Text;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Fuzz;

/// <summary>What a browser, or somebody who pretends to be one, might post to a page.</summary>
internal static class FormBodies
{
    private static readonly string[] Right = ["星見太郎", "ほしみたろう", "0999-00-1234", "星見町本町1-2-3", "なし", "1234", ""];

    public static byte[] Post(Dice dice, Items<QuestionId> questions)
    {
        var fields = questions.Select(q => (Name: $"q-{q.Value}", Value: dice.Chance(60) ? dice.Among(Right) : Hostile.Text(dice))).ToList();
        fields.Add(("page", "CfDJ8" + Hostile.Text(dice)));
        fields.Add(("check", Hostile.Text(dice)));
        fields.Add((dice.Of("send", "language", "answer", "q-nothing", Hostile.Text(dice)), dice.Chance(50) ? "1" : Hostile.Text(dice)));
        for (var times = dice.Of(0, 0, 0, 1, 2); times > 0 && fields.Count > 0; times--)
        {
            var at = dice.Below(fields.Count);
            switch (dice.Below(3))
            {
                case 0:
                    fields.RemoveAt(at);
                    break;
                case 1:
                    fields.Add(fields[at]);
                    break;
                default:
                    fields.AddRange(Enumerable.Repeat(fields[at], dice.Of(2, 70)).Select((f, i) => ($"{f.Name}{i}", f.Value)));
                    break;
            }
        }

        return Bytes(fields, dice);
    }

    /// <summary>The fields as a browser would send them, more or less; now and then the bytes are spoiled too.</summary>
    public static byte[] Bytes(IReadOnlyList<(string Name, string Value)> fields, Dice dice)
    {
        // Not with string.Join: it would leave buffers of many megabytes in the shared pool, which look like a leak.
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            text.Append(text.Length > 0 ? "&" : "").Append(Encoded(name, dice)).Append('=').Append(Encoded(value, dice));
        }

        var body = Encoding.UTF8.GetBytes(text.ToString());
        return dice.Once(5) ? Mutator.Spoil(body, dice) : body;
    }

    /// <summary>What stands before the body.</summary>
    public static string? ContentType(Dice dice) => dice.Chance(85)
        ? "application/x-www-form-urlencoded"
        : dice.Of<string?>(null, "", "application/x-www-form-urlencoded; charset=utf-8", "application/x-www-form-urlencoded;charset=shift_jis", "multipart/form-data; boundary=x", "text/plain", "application/json", ";;;", "a/b;charset=\"", "application/x-www-form-urlencoded; charset=");

    private static string Encoded(string text, Dice dice) => dice.Below(12) switch
    {
        0 => text,
        1 => Uri.EscapeDataString(JapaneseText.Whole(text)).Replace("%", dice.Of("%", "%%", "%2", "%u30"), StringComparison.Ordinal),
        2 => string.Concat(Enumerable.Repeat(dice.Of("%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%00", "+"), dice.Between(1, 5))),
        _ => Uri.EscapeDataString(JapaneseText.Whole(text)),
    };
}
