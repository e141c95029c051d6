using System.Text.Json;
using Bot.Api.Console.Casework;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Requests for bulky waste, as casework: they can be noted on, handed over and answered by letter.</summary>
internal static class BulkyCase
{
    /// <summary>What the desk writes when a crew's mark counts; the crew's own entry says the same and more.</summary>
    private static readonly Dictionary<string, string> SaidByCrew = new(StringComparer.Ordinal)
    {
        ["crew.collected"] = "collected",
        ["crew.left"] = "left",
        ["crew.taken-back"] = "marked-by-mistake",
    };

    public static CaseModule Module(Database database, BulkyTowns towns) => new(
        RequestLife.Module,
        "粗大ごみ",
        Rights.BulkyWasteSee,
        Rights.BulkyWasteChange,
        (visit, subjects, stop) => Find(database, towns, visit, subjects, stop),
        Words,
        [
            new("unclear", "品物が確認できない", "粗大ごみのお申し込みありがとうございます。\n品物の種類や大きさがわからず、手数料をまだ決められません。\n品物の名前と、おおよその大きさ（縦・横・高さ）を、下の「お返事」に書いてお送りください。"),
            new("not-there", "出ていなかった", "粗大ごみの収集にうかがいましたが、品物が出ていなかったため、収集できませんでした。\n収集日を選び直すか、取り消すかを、LINEのトークからお選びください。ご不明な点は、下の「お返事」に書いてお送りください。"),
            new("day", "日程の相談", "お申し込みの収集日について、ご相談があります。\nご都合のよい日をいくつか、下の「お返事」に書いてお送りください。折り返しご連絡します。"),
            new("difference", "手数料の差額", "品物を確認したところ、お申し込みの内容と違っていたため、手数料に差額があります。\n差額のお支払いの方法は、LINEのトークでお知らせしています。ご不明な点は、下の「お返事」に書いてお送りください。"),
            new("answer", "お問い合わせへの返事", "お問い合わせありがとうございます。\n\n\nほかにご不明な点がありましたら、下の「お返事」に書いてお送りください。"),
        ],
        Fold,
        (visit, found) => Photos(database, visit, found));

    public static CaseRef Ref(StoredRequest stored) => new(
        new CaseSubject(stored.Request.Town, RequestLife.Module, RequestLife.Subject(stored.Request.Id)),
        $"受付番号 {stored.Request.Receipt}",
        BulkyShown.Path(stored.Request),
        stored.Request.Citizen);

    /// <summary>A crew's mark stands once: where the desk's entry comes right before it, by the same hand and about the same thing, the crew's stays.</summary>
    public static IReadOnlyList<TimelineEntry> Fold(IReadOnlyList<TimelineEntry> entries) =>
        [.. entries.Where((entry, n) => n + 1 == entries.Count || !Says(entries[n + 1], entry))];

    private static bool Says(TimelineEntry crew, TimelineEntry desk) =>
        SaidByCrew.TryGetValue(crew.Kind, out var kind) && desk.Kind == kind && desk.Actor == crew.Actor && Outcome(crew) is nameof(MarkOutcome.Counts);

    private static string? Outcome(TimelineEntry entry)
    {
        using var detail = JsonDocument.Parse(entry.Detail ?? "{}");
        return detail.RootElement.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null;
    }

    private static string? Words(TimelineEntry entry) => BulkyShown.Kind(entry.Kind) is { } kind
        ? StoryWords.Detail(entry) is { Length: > 0 } detail ? $"{kind}（{detail}）" : kind
        : null;

    private static async Task<IReadOnlyList<CasePhoto>> Photos(Database database, Visit visit, CaseRef found)
    {
        var id = Guid.ParseExact(found.At.Subject, "n");
        var (photos, standings) = await database.ReadInTown(found.At.Owner, async tx =>
        {
            var all = await RequestSearch.Photos(tx, found.At.Owner, id, visit.Stop);
            return (all, await PhotoTable.Standings(tx, found.At.Owner, all, visit.Stop));
        }, visit.Stop);
        return
        [
            .. photos.Select((photo, n) => (Photo: new CasePhoto(photo, BulkyShown.PhotoTitle(photo, n), $"{found.Path}/photos/{n}"), standings[n].State))
                .Where(p => p.State == PhotoState.Here).Select(p => p.Photo),
        ];
    }

    private static async Task<IReadOnlyList<CaseRef>> Find(Database database, BulkyTowns towns, Visit visit, IReadOnlyList<string> subjects, CancellationToken stop)
    {
        var ids = subjects.Select(s => Guid.TryParseExact(s, "n", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        var found = await database.ReadInTown(visit.TownId, tx => RequestListSearch.Of(tx, towns, visit.TownId, ids, stop), stop);
        return [.. found.Select(Ref)];
    }
}
