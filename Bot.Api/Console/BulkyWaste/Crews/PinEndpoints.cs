using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>Says where exactly things stand: by typing, by the map, or by standing there.</summary>
internal static class PinEndpoints
{
    public static void MapPins(this RouteGroupBuilder console)
    {
        console.MapGet("/bulky-waste/pin/{owner}/{request:guid}", Show).Needs(Rights.BulkyWasteRoute).WithMetadata(new ShowsMap());
        console.MapPost("/bulky-waste/pin/{owner}/{request:guid}", Set).Needs(Rights.BulkyWasteRoute);
        console.MapPost("/crew/pins", Here).Needs(Rights.BulkyWasteCrew);
    }

    private static async Task<IResult> Show(string owner, Guid request, Visit visit, Database database, BulkyTowns towns) =>
        await Read(visit, database, towns, owner, request) is { } pin ? visit.Page<PinPage>(new { Pin = pin }) : visit.NotFound();

    private static async Task<IResult> Set(string owner, Guid request, Visit visit, Database database, BulkyTowns towns)
    {
        if (await Read(visit, database, towns, owner, request) is not { } pin)
        {
            return visit.NotFound();
        }

        var back = DayEndpoints.Path(pin.Day, "") + $"#stop-{request:n}";
        if (visit.Has("remove"))
        {
            await Change(visit, database, towns, pin, null);
            return visit.Go(back, "正確な位置を消しました。地区の真ん中で表示します。");
        }

        if (Point(visit) is not { } point)
        {
            return visit.Refuse<PinPage>(new { Pin = pin, Wrong = true });
        }

        await Change(visit, database, towns, pin, point);
        return visit.Go(back, "正確な位置を記録しました。");
    }

    /// <summary>A crew that stands there says so.</summary>
    private static async Task<IResult> Here(Visit visit, Database database, BulkyTowns towns)
    {
        if (!Guid.TryParse(visit.Field("request"), out var request) || Point(visit) is not { } point
            || await Read(visit, database, towns, visit.Field("town"), request) is not { } pin)
        {
            return visit.NotFound();
        }

        await Change(visit, database, towns, pin, point);
        return TypedResults.Json(new { told = "位置を記録しました。" });
    }

    private static async Task<StopPin?> Read(Visit visit, Database database, BulkyTowns towns, string owner, Guid request) => TownId.TryParse(owner, out var town)
        ? await database.InTown(visit.TownId, async tx =>
        {
            if (await RequestSearch.Read(tx, towns, town, request, visit.Stop) is not { } stored || stored.Request.Operator != towns.OperatorFor(visit.TownId)
                || Domain.BulkyWaste.RequestRules.NumberOf(stored.Request.State) is not { } number)
            {
                return null;
            }

            var exact = (await PinTable.Of(tx, towns, [(town, request)], visit.Stop)).TryGetValue(request, out var point) ? point : (GeoPoint?)null;
            var requester = (await RequestSearch.Requester(tx, towns, town, request, visit.Stop))?.Address;
            await Audit(tx, visit.TownId, visit, "pin-read", request);
            return new StopPin(town, stored.Request.Operator, request, stored.Request.Day, number.ToString(), $"{stored.Request.Area.Name.Ja} {requester}", exact, stored.Request.Area.Point);
        }, visit.Stop)
        : null;

    private static Task Change(Visit visit, Database database, BulkyTowns towns, StopPin pin, GeoPoint? point) => database.InTown(pin.Town, async tx =>
    {
        if (point is { } there)
        {
            await PinTable.Set(tx, towns, pin.Town, pin.Operator, pin.Request, there, visit.Now, visit.Stop);
        }
        else
        {
            await PinTable.Remove(tx, pin.Town, pin.Request, visit.Stop);
        }

        await Audit(tx, pin.Town, visit, "pin", pin.Request);
    }, visit.Stop);

    private static Task Audit(Npgsql.NpgsqlTransaction tx, TownId town, Visit visit, string what, Guid request) => AuditTable.Add(
        tx, town, visit.Actor, new AuditEntry($"{Rights.BulkyWasteRoute.Name}/{what}", [$"{RequestLife.Module}/{RequestLife.Subject(request)}"]), visit.Now, visit.Stop);

    /// <summary>Within Japan, islands included; elsewhere it is a slip, most often the two exchanged.</summary>
    private static GeoPoint? Point(Visit visit) =>
        Degrees(visit.Field("lat")) is >= 20 and <= 46 and var north && Degrees(visit.Field("long")) is >= 122 and <= 154 and var east ? new GeoPoint(north, east) : null;

    private static double? Degrees(string text) =>
        double.TryParse(JapaneseText.Normal(text), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) ? degrees : null;
}

/// <summary>A stop and where it is.</summary>
/// <param name="Area">The middle of its area, for want of better.</param>
public sealed record StopPin(TownId Town, TownId Operator, Guid Request, DateOnly Day, string Number, string Place, GeoPoint? Exact, GeoPoint? Area);
