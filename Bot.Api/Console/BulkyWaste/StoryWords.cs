using System.Globalization;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Entries of a request's timeline as staff read them.</summary>
internal static class StoryWords
{
    public static string Detail(TimelineEntry entry)
    {
        if (entry.Detail is null)
        {
            return "";
        }

        using var detail = JsonDocument.Parse(entry.Detail);
        return string.Join("、", detail.RootElement.EnumerateObject().Select(p => (p.Name, p.Value) switch
        {
            ("amount", { ValueKind: JsonValueKind.Number } amount) => Shown.Money(new Yen(amount.GetInt32())),
            ("number", { ValueKind: JsonValueKind.String } number) => $"番号 {number.GetString()}",
            ("why", { ValueKind: JsonValueKind.String } why) => BulkyShown.Reason(why.GetString()!),
            ("overrule", { ValueKind: JsonValueKind.String } why) => $"決まりを超えた理由：{BulkyShown.Reason(why.GetString()!)}",
            ("from", { ValueKind: JsonValueKind.String } day) => $"{Day(day.GetString()!)}から",
            ("to", { ValueKind: JsonValueKind.String } day) => $"{Day(day.GetString()!)}へ",
            ("from-area" or "from-spot", { ValueKind: JsonValueKind.String } code) => $"{code.GetString()}から",
            ("to-area" or "to-spot", { ValueKind: JsonValueKind.String } code) => $"{code.GetString()}へ",
            _ => "",
        }).Where(t => t.Length > 0));
    }

    /// <param name="staff">Names by id, as far as they work for the reader's own town.</param>
    public static string Who(TimelineEntry entry, IReadOnlyDictionary<string, string> staff) => entry.Actor.Kind switch
    {
        "staff" => staff.TryGetValue(entry.Actor.Id, out var name) ? Shown.Safe(name) : $"{entry.Actor.Home}の職員",
        "resident" => "申し込んだ人",
        _ => "自動",
    };

    private static string Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Shown.ShortDay(day) : text;
}
