using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>Whether something has changed of today's arrivals, for boards that listen.</summary>
public static class ArrivalMarkSearch
{
    public static async Task<string> Mark(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select (select count(*) from arrival_scan where town_id = @town and day = (now() at time zone 'Asia/Tokyo')::date)
                || '/' || (select count(*) || '/' || count(seen_at) from arrival_step where town_id = @town and day = (now() at time zone 'Asia/Tokyo')::date)
            """;

        return await tx.Connection!.QuerySingleAsync<string>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
    }
}
