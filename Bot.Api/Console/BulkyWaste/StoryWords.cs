using System.Globalization;
using System.Text.Json;
using Bot.Domain.BulkyWaste;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Counter;

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
        return string.Join("、", detail.RootElement.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => (p.Name, p.Value) switch
        {
            ("amount", { ValueKind: JsonValueKind.Number } amount) => Shown.Money(new Yen(amount.GetInt32())),
            ("number", { ValueKind: JsonValueKind.String } number) => $"番号 {Number(number.GetString()!)}",
            ("channel", { ValueKind: JsonValueKind.String } channel) => Channels.Title(channel.GetString()!) ?? "",
            ("outcome", { ValueKind: JsonValueKind.String } outcome) => Outcome(outcome.GetString()!),
            ("why", { ValueKind: JsonValueKind.String } why) => BulkyShown.Reason(why.GetString()!),
            ("overrule", { ValueKind: JsonValueKind.String } why) => $"決まりを超えた理由：{BulkyShown.Reason(why.GetString()!)}",
            ("from", { ValueKind: JsonValueKind.String } day) => $"{Day(day.GetString()!)}から",
            ("to", { ValueKind: JsonValueKind.String } day) => $"{Day(day.GetString()!)}へ",
            ("from-area" or "from-spot", { ValueKind: JsonValueKind.String } code) => $"{code.GetString()}から",
            ("to-area" or "to-spot", { ValueKind: JsonValueKind.String } code) => $"{code.GetString()}へ",
            _ => "",
        }).Where(t => t.Length > 0));
    }

    /// <summary>Why a crew's mark changed nothing; one that counts needs no word.</summary>
    private static string Outcome(string outcome) => outcome switch
    {
        nameof(MarkOutcome.SaidAlready) => "すでに同じ記録があります",
        nameof(MarkOutcome.Overtaken) => "あとの記録が先に届いていました",
        nameof(MarkOutcome.Cancelled) => "取り消された申し込みのため、反映していません",
        nameof(MarkOutcome.Moved) => "収集日が変わったため、反映していません",
        nameof(MarkOutcome.Closed) => "ほかの形で終わっていたため、反映していません",
        _ => "",
    };

    private static string Number(string digits) => CollectionNumber.Parse(digits) is Checked<CollectionNumber>.Good(var number) ? number.ToString() : digits;

    private static string Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Shown.ShortDay(day) : text;
}
