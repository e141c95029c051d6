using System.Globalization;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>The list of requests, its file, the page of one and its pictures.</summary>
internal static class RequestEndpoints
{
    private const int PageSize = 50;
    private const int MostRows = 20_000;
    private const int MostFound = 500;

    public static void MapRequests(this RouteGroupBuilder console)
    {
        console.MapGet("/bulky-waste", List).Needs(Rights.BulkyWasteSee);
        console.MapGet("/bulky-waste/export.csv", Export).Needs(Rights.BulkyWasteExport);
        console.MapGet("/bulky-waste/{owner}/{id:guid}", Detail).Needs(Rights.BulkyWasteSee);
        console.MapGet("/bulky-waste/{owner}/{id:guid}/photos/{n:int}", Photo).Needs(Rights.BulkyWasteSee).WithMetadata(new ShutOff());
    }

    private static async Task<IResult> List(Visit visit, Database database, BulkyTowns towns, Region region, BlindIndex index)
    {
        var number = int.TryParse(visit.Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 10_000) : 1;
        var members = Members(visit, region);
        var (filter, list, names, counts) = await database.InTown(visit.TownId, async tx =>
        {
            var asked = await Filter(visit, tx, members, index);
            var found = await RequestListSearch.Page(tx, towns, visit.TownId, asked, (number - 1) * PageSize, PageSize, visit.Stop);
            await Read(visit, tx, "list", found.Rows);
            return (asked, found, await Names(tx, towns, found.Rows, visit), await RequestListSearch.Counts(tx, visit.TownId, visit.Stop));
        }, visit.Stop);
        return visit.Page<ListPage>(new
        {
            Filter = filter, List = list, Names = names, Counts = counts, Towns = members, Typed = visit.Query("q"), Number = number, Size = PageSize,
        });
    }

    private static async Task<IResult> Export(Visit visit, Database database, BulkyTowns towns, Region region, BlindIndex index)
    {
        var members = Members(visit, region);
        var (list, names) = await database.InTown(visit.TownId, async tx =>
        {
            var found = await RequestListSearch.Page(tx, towns, visit.TownId, await Filter(visit, tx, members, index), 0, MostRows, visit.Stop);
            await Read(visit, tx, "export", found.Rows);
            return (found, await Names(tx, towns, found.Rows, visit));
        }, visit.Stop);
        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row(["町", "受付番号", "収集番号", "状態", "収集日", "地区", "品目", "手数料(円)", "お名前", "電話番号", "ご住所", "申し込み日時"], visit.Stop);
            foreach (var request in list.Rows.Select(r => r.Request))
            {
                var who = names.GetValueOrDefault(request.Id);
                await file.Row(
                [
                    members.FirstOrDefault(m => m.Id == request.Town)?.Name.Ja ?? request.Town.Value, request.Receipt, $"{RequestRules.NumberOf(request.State)}",
                    BulkyShown.State(request.State).Title, request.Day, request.Area.Name.Ja, string.Join('、', request.Lines.Select(BulkyShown.Line)),
                    request.Total?.Amount, who?.Name, who?.Telephone, who?.Address, request.AskedAt,
                ], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"bulky-waste-{visit.Today:yyyyMMdd}.csv");
    }

    private static async Task<IResult> Detail(Visit visit, string owner, Guid id, Database database, RequestPages pages) =>
        await pages.Seen(visit, owner, id) is { } stored ? await pages.Detail(visit, stored) : visit.NotFound();

    /// <summary>A picture as we cleaned it, shut off from everything around it.</summary>
    private static async Task<IResult> Photo(Visit visit, string owner, Guid id, int n, Database database, RequestPages pages)
    {
        if (await pages.Seen(visit, owner, id) is not { Request: var request })
        {
            return visit.NotFound();
        }

        var photo = await database.InTown(request.Town, async tx =>
        {
            var photos = await RequestSearch.Photos(tx, request.Town, id, visit.Stop);
            await AuditTable.Add(tx, request.Town, visit.Actor, new AuditEntry("bulky-waste.see/photo", [RequestPages.Subject(id)]), visit.Now, visit.Stop);
            return n >= 0 && n < photos.Count ? await PhotoTable.Read(tx, pages.Service.Towns.Sealer, request.Town, photos[n], visit.Stop) : null;
        }, visit.Stop);
        if (photo is null)
        {
            return visit.NotFound();
        }

        visit.Http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(photo.Picture, photo.MediaType);
    }

    /// <summary>The towns whose requests this reader may see.</summary>
    private static IReadOnlyList<TownProfile> Members(Visit visit, Region region) => visit.Town.Kind == TownKind.Union
        ? [.. visit.Town.Members.Select(region.Find).OfType<TownProfile>()]
        : [visit.Town];

    private static async Task<RequestFilter> Filter(Visit visit, Npgsql.NpgsqlTransaction tx, IReadOnlyList<TownProfile> members, BlindIndex index)
    {
        var sort = visit.Query("sort") is { Length: > 0 } asked ? asked : "day";
        var typed = visit.Query("q");
        IReadOnlyList<Guid>? found = null;
        if (typed.Length is > 0 and <= 100)
        {
            var all = new List<Guid>();
            foreach (var member in members)
            {
                foreach (var token in new[] { index.ForName(member.Id, typed), index.ForTelephone(member.Id, typed) }.OfType<byte[]>())
                {
                    var subjects = await SearchTokenTable.Find(tx, member.Id, token, MostFound, visit.Stop);
                    all.AddRange(subjects.Where(s => s.Module == RequestLife.Module && Guid.TryParse(s.Subject, out _)).Select(s => Guid.Parse(s.Subject)));
                }
            }

            found = [.. all.Distinct()];
        }

        return new RequestFilter(
            RequestListSearch.Tabs.Contains(visit.Query("tab"), StringComparer.Ordinal) ? visit.Query("tab") : null,
            Day(visit.Query("from")),
            Day(visit.Query("to")),
            TownId.TryParse(visit.Query("in"), out var town) && members.Any(m => m.Id == town) ? town : null,
            Area: null,
            typed.Length is > 0 and <= 100 ? CollectionNumber.Parse(typed) is Checked<CollectionNumber>.Good(var number) ? number.Digits : typed : null,
            found,
            RequestListSearch.Sorts.Contains(sort.TrimStart('-'), StringComparer.Ordinal) ? sort.TrimStart('-') : "day",
            sort.StartsWith('-'));
    }

    private static Task<IReadOnlyDictionary<Guid, Requester>> Names(Npgsql.NpgsqlTransaction tx, BulkyTowns towns, IReadOnlyList<StoredRequest> rows, Visit visit) =>
        RequestSearch.Requesters(tx, towns, [.. rows.Select(r => (r.Request.Town, r.Request.Id))], visit.Stop);

    private static Task Read(Visit visit, Npgsql.NpgsqlTransaction tx, string what, IReadOnlyList<StoredRequest> rows) => AuditTable.Add(
        tx, visit.TownId, visit.Actor, new AuditEntry($"bulky-waste.see/{what}", [.. rows.Select(r => RequestPages.Subject(r.Request.Id))]), visit.Now, visit.Stop);

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
