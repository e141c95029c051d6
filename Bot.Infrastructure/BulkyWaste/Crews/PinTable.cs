using System.Globalization;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <summary>Where exactly things stand, under seal; the rows of the resident's town, seen by whoever collects.</summary>
public static class PinTable
{
    /// <summary>The pins of some requests; those without one are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, GeoPoint>> Of(
        NpgsqlTransaction tx, BulkyTowns towns, IReadOnlyCollection<(TownId Town, Guid Request)> requests, CancellationToken stop)
    {
        const string sql = "select town_id, request_id, point from crew_pin where town_id = any (@towns) and request_id = any (@ids)";

        var with = new { towns = requests.Select(r => r.Town.Value).Distinct().ToArray(), ids = requests.Select(r => r.Request).ToArray() };
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.RequestId, r => Parse(towns.Sealer.Open(r.TownId, "crew_pin", "point", $"{r.RequestId:n}", r.Point)!));
    }

    public static Task Set(NpgsqlTransaction tx, BulkyTowns towns, TownId town, TownId @operator, Guid request, GeoPoint point, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into crew_pin (town_id, request_id, operator_id, point, changed_at) values (@town, @request, @operator, @point, @now)
            on conflict (town_id, request_id) do update set point = excluded.point, changed_at = excluded.changed_at
            """;

        var text = string.Create(CultureInfo.InvariantCulture, $"{point.Latitude:0.000000},{point.Longitude:0.000000}");
        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, request, @operator, point = towns.Sealer.Seal(town, "crew_pin", "point", $"{request:n}", text), now }, tx, cancellationToken: stop));
    }

    /// <summary>Back to the middle of the area.</summary>
    public static Task Remove(NpgsqlTransaction tx, TownId town, Guid request, CancellationToken stop)
    {
        const string sql = "delete from crew_pin where town_id = @town and request_id = @request";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, request }, tx, cancellationToken: stop));
    }

    private static GeoPoint Parse(string text) => text.Split(',') is [var north, var east]
        ? new GeoPoint(double.Parse(north, CultureInfo.InvariantCulture), double.Parse(east, CultureInfo.InvariantCulture))
        : throw new InvalidDataException("a stored pin cannot be read");

    private sealed record Row(TownId TownId, Guid RequestId, byte[] Point);
}
