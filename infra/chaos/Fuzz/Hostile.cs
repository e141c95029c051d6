using System.Text;

namespace Bot.Chaos.Fuzz;

/// <summary>Values that have broken somebody's program before.</summary>
internal static class Hostile
{
    /// <summary>Digits of other scripts, which a careless reader takes for numbers and a parser does not.</summary>
    private static readonly char[] Digits = ['٠', '۰', '०', '０', '\ud835', '零', '①', '²', '᠐', '໐'];

    private static readonly string Slip = Domain.Kernel.SlipCode.Of([1, 2, 3, 4, 5, 6, 7, 8]).ToString();

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\ud800", "\udc00", "a\ud83d", "\ufeff", "\ufffe", "\uffff", "\ufffd", "本\ufffe町", "ソファ\uffff", "\u202e戻る", "\u2066\u2069", "\u200b\u200d", "か\u3099", "ﷺ", "ß", "İ", "ı",
        "👨‍👩‍👧‍👦", "🏳️‍🌈", "e\u0301\u0301\u0301", "'; drop table inbox; --", "<script>alert(1)</script>", "${jndi:ldap://127.0.0.1/a}", "{0}", "{name}", "{{name}}", "%s%n", "%00", "../../etc/passwd", "http://169.254.169.254/", "\r\nSet-Cookie: a=b",
        "NaN", "Infinity", "-0", "1e999", "0x10", "٣日", "１２月３日", "12/٣", "٢٠٢٦/١٢/٣", "来週の木", "令和٩年1月1日", "99日後", "9999年99月99日", "令和99年12月31日", "今日", "2月30日", "٩٩週間後", "3日3日3日", "31 feb", "feb 31", "0月0日",
        "粗大ごみ", "戻る", "やめる", "あとで", "再開", "最初から", "修正", "職員", "メニュー", "English", "送信", "ソファ 2つ", "机", "本棚 999999999個", "机 ٣つ", "999999999", "1000000000", "-1", "３", "③",
        Slip, Slip.Replace('1', '１'), "000000000000000", "〒123-4567", "1234567", "本町", "ﾎﾝﾁｮｳ",
    ];

    public static string Text(Dice dice) => dice.Below(24) switch
    {
        0 => new string(dice.Of('あ', 'a', '\u0301', '\ud800', '0', '９', ' ', '\n', '-'), dice.Of(300, 301, 4999, 5000, 5001, 20_000)),
        1 => string.Concat(Enumerable.Repeat(dice.Among(Texts), dice.Between(2, 40))),
        2 => Letters(dice, dice.Between(1, 60)),
        3 => $"{Number(dice)}{dice.Of("/", "月", "年", "-", ".")}{Number(dice)}{dice.Of("", "日", "日後", "週間後", "つ", "個")}",
        4 => dice.Among(Texts) + dice.Among(Texts),
        5 => dice.Among(Texts).Replace('1', dice.Among(Digits)).Replace('2', dice.Among(Digits)),
        _ => dice.Among(Texts),
    };

    /// <summary>A token that need not be JSON.</summary>
    public static string Token(Dice dice) => dice.Of(
        "null", "true", "false", "[]", "{}", "\"\"", "0", "-0", "-1", "1e400", "1e-400", "-1e400", "99999999999999999999999", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1.5", "0.1e1", "2147483648",
        "253402300799999", "253402300800000", "-62135596800000", "62135596800", "NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "'a'", "undefined", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\x41\"", "\"\\u00\"", "\"", "{", "]", "//", "/**/1", "\"\t\"", "");

    private static string Number(Dice dice)
    {
        var digits = new StringBuilder();
        for (var left = dice.Between(1, 4); left > 0; left--)
        {
            digits.Append(dice.Once(3) ? dice.Among(Digits) : (char)('0' + dice.Below(10)));
        }

        return digits.ToString();
    }

    private static string Letters(Dice dice, int count)
    {
        var text = new StringBuilder(count);
        for (var left = count; left > 0; left--)
        {
            text.Append(dice.Below(6) switch
            {
                0 => (char)dice.Between(0x3040, 0x30ff),
                1 => (char)dice.Between(0x4e00, 0x9fff),
                2 => (char)dice.Below(0x10000),
                3 => (char)dice.Below(0x20),
                4 => (char)dice.Between(0x2000, 0x206f),
                _ => (char)dice.Between(0x20, 0x7e),
            });
        }

        return text.ToString();
    }
}
