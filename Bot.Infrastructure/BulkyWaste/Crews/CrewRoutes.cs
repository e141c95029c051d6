using Bot.Domain.BulkyWaste;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <summary>One stop of a crew's day, with all that a crew needs to find it.</summary>
/// <param name="Point">Where it is: the exact pin, else the middle of the area.</param>
/// <param name="Exact">Whether somebody has set a pin.</param>
public sealed record DayStop(BulkyRequest Request, string Zone, Requester Requester, GeoPoint? Point, bool Exact, Items<HeardMark> Marks)
{
    public CollectionNumber Number => RequestRules.NumberOf(Request.State)!.Value;

    public bool IsDone => Request.State is not (RequestState.Paid or RequestState.AwaitingTopUp { Left: null });
}

/// <summary>A crew's day in the order of the route.</summary>
/// <param name="Crews">All crews, to choose another.</param>
/// <param name="Version">Of the order; goes with every change to it.</param>
/// <param name="Spots">What the codes of spots mean.</param>
public sealed record DayRoute(DateOnly Day, Crew Crew, Items<Crew> Crews, int Version, Items<DayStop> Stops, Items<Spot> Spots)
{
    public int Left => Stops.Count(s => !s.IsDone);

    public string SpotOf(DayStop stop) => Spots.FirstOrDefault(s => s.Code == stop.Request.Spot)?.Name.Ja ?? stop.Request.Spot;
}

/// <summary>The routes of the crews. Runs where the reader works: a union sees what its towns share, a town its own.</summary>
public sealed class CrewRoutes(BulkyTowns towns, PlanCache plans)
{
    /// <summary>The day of a crew; what came new is put in its place and kept, so that everybody sees the same order.</summary>
    /// <param name="crew">The code; <c>null</c> or unknown for the first crew that has something to do.</param>
    public async Task<DayRoute> Of(NpgsqlTransaction tx, TownId home, string? crew, DateOnly day, DateTimeOffset now, CancellationToken stop)
    {
        var (plan, chosen, crews, requests, points) = await Read(tx, home, crew, day, stop);
        var (kept, order) = await Renew(tx, home, chosen, day, requests, points, now, stop);
        var keys = requests.Select(r => (r.Request.Town, r.Request.Id)).ToList();
        var (requesters, marks) = (await RequestSearch.Requesters(tx, towns, keys, stop), await MarkTable.Of(tx, keys, stop));
        var byId = requests.ToDictionary(r => r.Request.Id);
        return new DayRoute(day, chosen, crews, kept.Version,
        [
            .. order.Select(s => new DayStop(byId[s.Id].Request, byId[s.Id].Zone, requesters.GetValueOrDefault(s.Id) ?? Requester.Erased(), s.Point, points.ContainsKey(s.Id), [.. marks[s.Id]])),
        ], plan.Spots);
    }

    /// <summary>Moves one stop by some places.</summary>
    /// <returns>False when somebody else has changed the order meanwhile.</returns>
    public Task<bool> Move(NpgsqlTransaction tx, TownId home, string crew, DateOnly day, int version, Guid request, int by, DateTimeOffset now, CancellationToken stop) =>
        Change(tx, home, crew, day, version, route => RouteOrder.Move(route, request, by), now, stop);

    /// <summary>Forgets the order that people made and makes a new one.</summary>
    /// <returns>False when somebody else has changed the order meanwhile.</returns>
    public Task<bool> Arrange(NpgsqlTransaction tx, TownId home, string crew, DateOnly day, int version, DateTimeOffset now, CancellationToken stop) =>
        Change(tx, home, crew, day, version, route => RouteOrder.Of(route), now, stop);

    private async Task<bool> Change(
        NpgsqlTransaction tx, TownId home, string crew, DateOnly day, int version, Func<Items<RouteStop>, Items<RouteStop>> change, DateTimeOffset now, CancellationToken stop)
    {
        var (_, chosen, _, requests, points) = await Read(tx, home, crew, day, stop);
        var (kept, order) = await Renew(tx, home, chosen, day, requests, points, now, stop);
        if (chosen.Code != crew || kept.Version != version)
        {
            return false;
        }

        await RouteTable.Save(tx, home, crew, day, new KeptRoute(version + 1, [.. change(order).Select(s => s.Id)]), now, stop);
        return true;
    }

    private async Task<(KeptRoute Kept, Items<RouteStop> Order)> Renew(
        NpgsqlTransaction tx, TownId home, Crew crew, DateOnly day, IReadOnlyList<StoredRequest> requests, IReadOnlyDictionary<Guid, GeoPoint> points,
        DateTimeOffset now, CancellationToken stop)
    {
        var kept = await RouteTable.Lock(tx, home, crew.Code, day, stop);
        var order = RouteOrder.Renew(kept.Stops, requests.Select(r => ToStop(r.Request, points)));
        Items<Guid> ids = [.. order.Select(s => s.Id)];
        if (ids != kept.Stops)
        {
            kept = kept with { Stops = ids };
            await RouteTable.Save(tx, home, crew.Code, day, kept, now, stop);
        }

        return (kept, order);
    }

    private async Task<(CollectionPlan Plan, Crew Chosen, Items<Crew> Crews, IReadOnlyList<StoredRequest> Requests, IReadOnlyDictionary<Guid, GeoPoint> Points)> Read(
        NpgsqlTransaction tx, TownId home, string? crew, DateOnly day, CancellationToken stop)
    {
        var @operator = towns.OperatorFor(home);
        var all = (await RequestSearch.OnDay(tx, towns, @operator, day, stop)).Where(r => RequestRules.NumberOf(r.Request.State) is not null).ToList();
        var plan = (await plans.Of(tx, @operator, stop)).Plan;
        var zones = plan.Zones.Select(z => z.Code).Union(all.Select(r => r.Zone), StringComparer.Ordinal);
        var crews = Crew.Whole([.. (await CrewTable.All(tx, home, stop)).Select(c => c.Crew)], zones);
        var chosen = crews.FirstOrDefault(c => c.Code == crew) ?? crews.FirstOrDefault(c => all.Any(r => c.Zones.Contains(r.Zone))) ?? crews[0];
        var requests = all.Where(r => chosen.Zones.Contains(r.Zone)).ToList();
        var points = await PinTable.Of(tx, towns, [.. requests.Select(r => (r.Request.Town, r.Request.Id))], stop);
        return (plan, chosen, crews, requests, points);
    }

    private RouteStop ToStop(BulkyRequest request, IReadOnlyDictionary<Guid, GeoPoint> points) => new(
        request.Id,
        $"{request.Town}/{request.Area.Code}",
        towns.PlaceOf(request.Town, request.Area.Code),
        request.Receipt,
        points.TryGetValue(request.Id, out var pin) ? pin : request.Area.Point);
}
