using System.Globalization;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Numbers that count on within a fiscal year.</summary>
public static class SeriesTable
{
    /// <summary>The next number for the things themselves; one series for all towns that one operator serves.</summary>
    public static async Task<CollectionNumber> Collection(NpgsqlTransaction tx, TownId @operator, DateOnly today, CancellationToken stop)
    {
        var year = CollectionNumber.YearOf(today);
        return CollectionNumber.Of(year, await Next(tx, @operator, string.Create(CultureInfo.InvariantCulture, $"collection-{year:00}"), stop));
    }

    /// <summary>The next receipt of a town, such as <c>08-00012</c>.</summary>
    public static async Task<string> Receipt(NpgsqlTransaction tx, TownId town, DateOnly today, CancellationToken stop)
    {
        var year = CollectionNumber.YearOf(today);
        var count = await Next(tx, town, string.Create(CultureInfo.InvariantCulture, $"receipt-{year:00}"), stop);
        return string.Create(CultureInfo.InvariantCulture, $"{year:00}-{count:00000}");
    }

    private static async Task<int> Next(NpgsqlTransaction tx, TownId owner, string series, CancellationToken stop)
    {
        const string sql = """
            insert into bulky_series as s (town_id, series, last) values (@owner, @series, 1)
            on conflict (town_id, series) do update set last = s.last + 1
            returning last
            """;

        return await tx.Connection!.QuerySingleAsync<int>(new CommandDefinition(sql, new { owner, series }, tx, cancellationToken: stop));
    }
}
