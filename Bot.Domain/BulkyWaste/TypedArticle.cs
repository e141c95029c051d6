using System.Globalization;
using System.Text.RegularExpressions;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>What was typed, parted into the thing and how many: <c>ソファを２つ捨てたい</c> is two of <c>ソファ</c>.</summary>
public sealed partial record TypedArticle(string What, int? Number)
{
    private const string Kanji = "〇一二三四五六七八九十";

    private static readonly string[] Spoken = ["ひと", "ふた", "みっ", "よっ", "いつ"];

    public static TypedArticle Parse(string text)
    {
        var plain = JapaneseText.Normal(text).Trim();
        var what = Wish.Match(plain) is { Success: true, Index: > 0 } wish ? plain[..wish.Index] : plain;
        var found = Japanese.Match(what) is { Success: true } ja ? ja : English.Match(what) is { Success: true } en ? en : Times.Match(what);
        return found.Success && Count(found.Groups["n"].Value) is { } number and > 0
            ? new(Bare(found.Groups["what"].Value), number)
            : new(Bare(what), null);
    }

    private static string Bare(string what) => what.Trim().TrimEnd('を', '。', '、', '.', '!', '！', '?', '？').Trim();

    private static int? Count(string number) => Array.IndexOf(Spoken, number) is >= 0 and var spoken
        ? spoken + 1
        : number is [var one] && Kanji.IndexOf(one, StringComparison.Ordinal) is >= 0 and var kanji
            ? kanji
            : int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : null;

    /// <summary>出す needs a particle or a counter before it, so that 引き出し stays whole.</summary>
    [GeneratedRegex(@"(?:(?:の|を|は|が|も)?\s*(?:捨て|すてた|すてる|処分|回収|引き取|引取)|(?:を|は|が|も|(?<=[つ個台点枚本脚]))\s*(?:出し|出す|出せ|だした|だす|お願い|おねがい|ください)).*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wish { get; }

    [GeneratedRegex(@"^(?<what>.+?)\s*(?:を|が)?\s*(?<n>\d{1,2}|[一二三四五六七八九十]|ひと|ふた|みっ|よっ|いつ)(?:つ|個|こ|ヶ|ケ|コ|点|台|枚|本|脚|束|組|セット)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Japanese { get; }

    [GeneratedRegex(@"^(?<n>\d{1,2})\s*(?:x|×)?\s+(?<what>[A-Za-z].*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex English { get; }

    [GeneratedRegex(@"^(?<what>.+?)(?:\s*[x×*]\s*|\s+)(?<n>\d{1,2})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Times { get; }
}
