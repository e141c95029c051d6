using Bot.Api.Photos;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>The page of a request and its pictures.</summary>
internal static class RequestEndpoints
{
    public static void MapRequests(this RouteGroupBuilder console)
    {
        console.MapGet("/bulky-waste/{owner}/{id:guid}", Detail).Needs(Rights.BulkyWasteSee);
        console.MapGet("/bulky-waste/{owner}/{id:guid}/photos/{n:int}", Photo).Needs(Rights.BulkyWasteSee).WithMetadata(new ShutOff());
    }

    private static async Task<IResult> Detail(Visit visit, string owner, Guid id, Database database, RequestPages pages) =>
        await pages.Seen(visit, owner, id) is { } stored ? await pages.Detail(visit, stored) : visit.NotFound();

    /// <summary>A picture as we cleaned it.</summary>
    /// <param name="small">Anything: the thumbnail, as long as there is one.</param>
    private static async Task<IResult> Photo(Visit visit, string owner, Guid id, int n, string? small, Database database, RequestPages pages)
    {
        if (await pages.Seen(visit, owner, id) is not { Request: var request })
        {
            return visit.NotFound();
        }

        var photo = await database.InTown(request.Town, async tx =>
        {
            var photos = await RequestSearch.Photos(tx, request.Town, id, visit.Stop);
            await AuditTable.Add(tx, request.Town, visit.Actor, new AuditEntry("bulky-waste.see/photo", [RequestPages.Subject(id)]), visit.Now, visit.Stop);
            return n < 0 || n >= photos.Count ? null
                : small is not null && await PhotoTable.ReadThumbnail(tx, pages.Service.Towns.Sealer, request.Town, photos[n], visit.Stop) is { } thumbnail ? thumbnail
                : await PhotoTable.Read(tx, pages.Service.Towns.Sealer, request.Town, photos[n], visit.Stop);
        }, visit.Stop);
        return photo is null ? visit.NotFound() : PhotoAnswer.Of(visit.Http, photo);
    }
}
