using System.Globalization;
using System.Text.Json;
using Bot.Api.Console.Casework;
using Bot.Api.Console.DamageReports.Field;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Console.DamageReports;

/// <summary>Damage reports, as casework: they can be noted on, handed over and answered by letter.</summary>
internal static class DamageCase
{
    public static CaseModule Module(Database database, DamageTowns towns) => new(
        DamageReportsModule.Name,
        "道路などの通報",
        Rights.DamageReportsSee,
        Rights.DamageReportsChange,
        (visit, subjects, stop) => Find(database, visit, subjects, stop),
        entry => Words(towns, entry),
        [
            new("where", "場所を聞く", "通報をありがとうございます。\n場所がわからず、まだ確認できていません。\n目印になる建物や、道路のどちら側かなどを、下の「お返事」に書いてお送りください。"),
            new("answer", "お問い合わせへの返事", "通報をありがとうございます。\n\n\nほかにご不明な点がありましたら、下の「お返事」に書いてお送りください。"),
        ]);

    /// <param name="first">Who gets a letter: the first who reported it and can be told by LINE.</param>
    public static CaseRef Ref(StoredCase stored, CitizenId? first) =>
        new(DamageDesk.Subject(stored.Town, stored.Id), $"通報 {stored.Number}", DamageShown.Path(stored.Id), first);

    private static string? Words(DamageTowns towns, TimelineEntry entry) => DamageShown.Story(entry.Kind) is { } kind
        ? Detail(towns, entry) is { Length: > 0 } detail ? $"{kind}（{detail}）" : kind
        : null;

    private static string Detail(DamageTowns towns, TimelineEntry entry)
    {
        using var json = JsonDocument.Parse(entry.Detail ?? "{}");
        return string.Join("、", json.RootElement.EnumerateObject().Select(p => (p.Name, Text: p.Value.GetString() ?? "")).Select(p => p.Name switch
        {
            "day" => DateOnly.TryParseExact(p.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Shown.ShortDay(day) : "",
            "to" when RouteTarget.Parse(p.Text) is RouteTarget.OtherTown town => towns.NameOf(town.Town, town).Ja,
            "from" when TownId.TryParse(p.Text, out var from) => towns.NameOf(from, new RouteTarget.OtherTown(from)).Ja,
            "number" => $"先方の番号 {p.Text}",
            "act" => FieldWords.Act(p.Text),
            "made" when DateTimeOffset.TryParse(p.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made) => $"現場での時刻 {Shown.Moment(made)}",
            "photos" => $"写真 {p.Text}枚",
            "case" => $"通報 {p.Text}",
            "channel" when entry.Kind == ToldStory.Kind => p.Text switch { "mail" => "メール", "line" => "LINEグループ", _ => "ウェブフック" },
            "channel" => Channels.Title(p.Text) ?? "",
            _ => "",
        }).Where(t => t.Length > 0));
    }

    private static async Task<IReadOnlyList<CaseRef>> Find(Database database, Visit visit, IReadOnlyList<string> subjects, CancellationToken stop)
    {
        var ids = subjects.Select(s => Guid.TryParseExact(s, "n", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        var (found, first) = await database.ReadInTown(
            visit.TownId,
            async tx => (await DamageSearch.Of(tx, visit.TownId, ids, stop), await FirstReportSearch.Citizens(tx, visit.TownId, ids, stop)),
            stop);
        return [.. found.Select(c => Ref(c, first.TryGetValue(c.Id, out var citizen) ? citizen : null))];
    }
}
