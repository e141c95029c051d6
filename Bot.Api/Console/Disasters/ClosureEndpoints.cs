using System.Globalization;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Disasters;

/// <summary>Roads that are closed: staff enter them, residents see them before they report near one, and when they ask.</summary>
internal static class ClosureEndpoints
{
    public const string Path = "closures";

    public const int LongestRoad = 60;
    public const int LongestWords = 200;

    public static void MapClosures(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", (Visit visit, Database database) => Page(visit, database, null)).Needs(Rights.DisasterSee);
        console.MapPost($"/{Path}/add", Add).Needs(Rights.RoadClosures);
        console.MapPost($"/{Path}/{{id:guid}}/end", End).Needs(Rights.RoadClosures);
    }

    private static async Task<IResult> Page(Visit visit, Database database, string? wrong)
    {
        var closures = await database.ReadInTown(visit.TownId, tx => ClosureTable.Of(tx, visit.TownId, visit.Now, visit.Stop), visit.Stop);
        var with = new { Closures = closures, Wrong = wrong };
        return wrong is null ? visit.Page<ClosurePage>(with) : visit.Refuse<ClosurePage>(with);
    }

    private static async Task<IResult> Add(Visit visit, Database database)
    {
        var (road, words) = (visit.Field("road").Trim(), visit.Field("words").Trim());
        var (from, until) = (Moment(visit.Field("from")), Moment(visit.Field("until")));
        var wrong = road.Length is 0 or > LongestRoad ? $"道路の名前を{LongestRoad}文字までで入力してください。"
            : words.Length is 0 or > LongestWords ? $"理由と回り道を{LongestWords}文字までで入力してください。"
            : Point(visit.Field("place")) is null ? "場所を「緯度,経度」で入力してください（例 36.7420,138.3120）。"
            : from is null ? "いつからかを入力してください。"
            : visit.Field("until").Length > 0 && until is null ? "いつまでの日時が読めません。わからないときは空のままにしてください。"
            : until is { } end && end <= from ? "いつまでは、いつからより後にしてください。"
            : null;
        if (wrong is not null)
        {
            return await Page(visit, database, wrong);
        }

        var closure = new Closure(Guid.TryParse(visit.Field("id"), out var id) ? id : Guid.NewGuid(), road, words, Point(visit.Field("place"))!.Value, from!.Value, until);
        await database.InTown(visit.TownId, async tx =>
        {
            await ClosureTable.Add(tx, visit.TownId, closure, visit.Actor, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("closures/add", [$"closure/{closure.Id:n}"]), visit.Now, visit.Stop);
            return 0;
        }, visit.Stop);
        return visit.Go(Path, "通行止めを加えました。住民には、近くの通報の前と、「通行止め」と聞かれたときに伝えます。");
    }

    private static async Task<IResult> End(Visit visit, Guid id, Database database)
    {
        var ended = await database.InTown(visit.TownId, async tx =>
        {
            var was = await ClosureTable.End(tx, visit.TownId, id, visit.Now, visit.Stop);
            if (was)
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("closures/end", [$"closure/{id:n}"]), visit.Now, visit.Stop);
            }

            return was;
        }, visit.Stop);
        return ended ? visit.Go(Path, "通行止めを終わりにしました。") : visit.NotFound();
    }

    /// <summary>As a browser's field writes it, in Japanese time.</summary>
    private static DateTimeOffset? Moment(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? new DateTimeOffset(local, JapanTime.Offset) : null;

    private static GeoPoint? Point(string text) => text.Split(',', StringSplitOptions.TrimEntries) is [var north, var east]
        && double.TryParse(north, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && latitude is >= 20 and <= 46
        && double.TryParse(east, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude) && longitude is >= 122 and <= 154
            ? new GeoPoint(latitude, longitude)
            : null;
}
