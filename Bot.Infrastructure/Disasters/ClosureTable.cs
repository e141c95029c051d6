using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Disasters;

/// <summary>The roads that staff have entered as closed.</summary>
public static class ClosureTable
{
    public static Task Add(NpgsqlTransaction tx, TownId town, Closure closure, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into road_closure (town_id, closure_id, road, words, latitude, longitude, from_at, until_at, entered_at, entered_by, entered_home)
            values (@town, @Id, @Road, @Words, @Latitude, @Longitude, @From, @Until, @now, @staff, @Home) on conflict do nothing
            """;

        return Run(tx, sql, new
        {
            town, closure.Id, closure.Road, closure.Words, closure.Point.Latitude, closure.Point.Longitude, closure.From, closure.Until, now, staff = by.Id, by.Home,
        }, stop);
    }

    /// <returns>False when it was open again already.</returns>
    public static async Task<bool> End(NpgsqlTransaction tx, TownId town, Guid id, DateTimeOffset now, CancellationToken stop) =>
        await Run(tx, "update road_closure set ended_at = @now where town_id = @town and closure_id = @id and ended_at is null", new { town, id, now }, stop) == 1;

    /// <summary>Those that are not over at that moment, also such as have still to begin; the earliest first.</summary>
    public static async Task<Items<Closure>> Of(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            select closure_id, road, words, latitude, longitude, from_at, until_at from road_closure
             where town_id = @town and ended_at is null and (until_at is null or until_at > @now) order by from_at, closure_id limit 200
            """;

        return
        [
            .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, now }, tx, cancellationToken: stop)))
                .Select(r => new Closure(r.ClosureId, r.Road, r.Words, new GeoPoint(r.Latitude, r.Longitude), r.FromAt, r.UntilAt)),
        ];
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid ClosureId, string Road, string Words, double Latitude, double Longitude, DateTimeOffset FromAt, DateTimeOffset? UntilAt);
}
