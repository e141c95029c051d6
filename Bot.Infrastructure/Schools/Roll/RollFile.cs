using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>A school's list as its programs write it: the columns are known by their headings, in whatever order, or as somebody has chosen them.</summary>
/// <param name="Columns">Which column is what: the field, and the heading of its column.</param>
/// <param name="Headings">All of the file.</param>
public sealed record RollFile(Items<RollLine> Lines, Items<RollFault> Faults, Items<(string Field, string Heading)> Columns, Items<string> Headings)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly (string Field, string[] Headings, bool Must)[] Known =
    [
        ("番号", ["番号", "学籍番号", "児童番号", "生徒番号", "園児番号", "整理番号"], true),
        ("氏名", ["氏名", "名前", "児童氏名", "生徒氏名", "園児氏名"], true),
        ("ふりがな", ["ふりがな", "フリガナ", "かな", "カナ", "氏名かな", "氏名カナ"], true),
        ("生年月日", ["生年月日", "誕生日"], true),
        ("学年", ["学年", "年"], false),
        ("組", ["組", "クラス", "学級"], true),
        ("出席番号", ["出席番号", "席番", "名簿番号"], false),
        ("連絡先", ["連絡先", "電話", "電話番号", "緊急連絡先"], false),
        ("保護", ["保護", "支援措置"], false),
        ("クラブ・部活", ["クラブ・部活", "クラブ", "部活", "部活動"], false),
        ("バス", ["バス", "通園バス", "スクールバス"], false),
    ];

    /// <summary>What no row may leave empty, and how long it may be.</summary>
    private static readonly (string Field, int Most)[] Filled = [("番号", 20), ("氏名", 60), ("ふりがな", 60), ("組", 20)];

    /// <summary>UTF-8, or what Japanese Excel writes; <c>null</c> when it is neither.</summary>
    public static string? Decode(byte[] bytes)
    {
        foreach (var encoding in (Encoding[])[Utf8, CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!])
        {
            try
            {
                return encoding.GetString(bytes).TrimStart('\uFEFF');
            }
            catch (DecoderFallbackException)
            {
                // not this one: try the next
            }
        }

        return null;
    }

    /// <summary>What a list may hold, in the order of the page.</summary>
    public static Items<string> Fields { get; } = [.. Known.Select(k => k.Field)];

    public static bool Must(string field) => Known.Any(k => k.Field == field && k.Must);

    /// <param name="chosen">The heading of the column of each field, or nothing where it has none; <c>null</c> to know them by their headings.</param>
    public static RollFile Read(string text, IReadOnlyDictionary<string, string>? chosen = null)
    {
        var rows = RollCells.Rows(text);
        var headings = rows.Count == 0 ? [] : rows[0].Select(h => JapaneseText.Normal(h).Trim()).ToList();
        var at = Known.ToDictionary(
            k => k.Field,
            k => headings.FindIndex(h => chosen is null ? k.Headings.Contains(h, StringComparer.Ordinal) : h.Length > 0 && chosen.GetValueOrDefault(k.Field) == h),
            StringComparer.Ordinal);
        var missing = Known.Where(k => k.Must && at[k.Field] < 0).Select(k => new RollFault(1, $"「{k.Field}」の列がありません。下の「列の対応」で選ぶか、見出しを {string.Join("・", k.Headings)} のどれかにしてください。")).ToList();
        var columns = Known.Where(k => at[k.Field] >= 0).Select(k => (k.Field, headings[at[k.Field]]));
        if (missing.Count > 0)
        {
            return new([], [.. missing], [.. columns], [.. headings]);
        }

        var (lines, faults, seen) = (new List<RollLine>(), new List<RollFault>(), new HashSet<string>(StringComparer.Ordinal));
        for (var n = 1; n < rows.Count; n++)
        {
            var row = rows[n];
            if (row.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            string Cell(string field) => at[field] is >= 0 and var i && i < row.Count ? row[i].Trim() : "";
            var found = Faulty(Cell).ToList();
            if (found.Count == 0 && !seen.Add(Cell("番号")))
            {
                found.Add($"番号 {Cell("番号")} が二度あります。");
            }

            faults.AddRange(found.Select(what => new RollFault(n + 1, what)));
            if (found.Count == 0)
            {
                lines.Add(new(
                    Cell("番号"), new ChildPerson(Cell("氏名"), Cell("ふりがな"), BirthDate.Read(Cell("生年月日"))!.Value, Cell("連絡先")),
                    Whole(Cell("学年")) ?? 0, Cell("組"), Whole(Cell("出席番号")) ?? 0, Cell("保護") is not ("" or "0" or "いいえ" or "なし"))
                {
                    Clubs = at["クラブ・部活"] < 0 ? null : Several(Cell("クラブ・部活")),
                    Buses = at["バス"] < 0 ? null : Several(Cell("バス")),
                });
            }
        }

        if (rows.Count > 0 && lines.Count == 0 && faults.Count == 0)
        {
            faults.Add(new(1, "子どもが一人もいません。"));
        }

        return new([.. lines], [.. faults], [.. columns], [.. headings]);
    }

    private static IEnumerable<string> Faulty(Func<string, string> cell)
    {
        foreach (var (field, most) in Filled)
        {
            if (cell(field).Length == 0 || cell(field).Length > most)
            {
                yield return $"「{field}」を{most}文字までで入れてください。";
            }
        }

        if (BirthDate.Read(cell("生年月日")) is null)
        {
            yield return "「生年月日」を 2017/5/3 のように入れてください。";
        }

        if (cell("学年").Length > 0 && Whole(cell("学年")) is not (>= 0 and <= 9))
        {
            yield return "「学年」を 0 から 9 までの数で入れてください。";
        }

        if (cell("出席番号").Length > 0 && Whole(cell("出席番号")) is not (>= 0 and <= 999))
        {
            yield return "「出席番号」を数で入れてください。";
        }

        foreach (var field in (string[])["クラブ・部活", "バス"])
        {
            if (Several(cell(field)).Any(name => name.Length > SchoolGroup.LongestName))
            {
                yield return $"「{field}」の名前を{SchoolGroup.LongestName}文字までにしてください。いくつもあるときは「、」で区切ります。";
            }
        }

        if (cell("連絡先").Length > 40)
        {
            yield return "「連絡先」を40文字までで入れてください。";
        }
    }

    private static Items<string> Several(string cell) =>
        [.. cell.Split(['、', '，', '\n', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    private static int? Whole(string text) => JapaneseText.Number(JapaneseText.Normal(text).Replace("年", "", StringComparison.Ordinal));
}
