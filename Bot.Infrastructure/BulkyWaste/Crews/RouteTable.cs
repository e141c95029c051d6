using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <param name="Version">Counts up whenever a person changes the order.</param>
public sealed record KeptRoute(int Version, Items<Guid> Stops);

/// <summary>The order in which a crew drives on a day, as it was kept.</summary>
public static class RouteTable
{
    /// <summary>The order, kept ours until the transaction ends; empty when none was kept yet.</summary>
    public static async Task<KeptRoute> Lock(NpgsqlTransaction tx, TownId home, string crew, DateOnly day, CancellationToken stop)
    {
        const string sql = "select version, array_to_string(stops, ' ') as stops from crew_route where town_id = @home and crew = @crew and day = @day for update";

        var row = await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { home, crew, day }, tx, cancellationToken: stop));
        return row is null ? new KeptRoute(0, []) : new KeptRoute(row.Version, [.. row.Stops.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)]);
    }

    public static Task Save(NpgsqlTransaction tx, TownId home, string crew, DateOnly day, KeptRoute route, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into crew_route (town_id, crew, day, version, stops, changed_at) values (@home, @crew, @day, @Version, @stops, @now)
            on conflict (town_id, crew, day) do update set version = excluded.version, stops = excluded.stops, changed_at = excluded.changed_at
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { home, crew, day, route.Version, stops = route.Stops.ToArray(), now }, tx, cancellationToken: stop));
    }

    private sealed record Row(int Version, string Stops);
}
