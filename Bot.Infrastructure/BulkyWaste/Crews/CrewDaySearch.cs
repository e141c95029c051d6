using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <summary>A day on which something is to be collected.</summary>
/// <param name="Left">How many stops are still to be done.</param>
public sealed record CrewDay(DateOnly Day, int Stops, int Left);

/// <summary>Which days have stops, as far as the reader may see them.</summary>
public static class CrewDaySearch
{
    public static async Task<IReadOnlyList<CrewDay>> Between(NpgsqlTransaction tx, TownId @operator, DateOnly first, DateOnly last, CancellationToken stop)
    {
        const string sql = """
            select day, count(*)::int as stops, count(*) filter (where state <> 'collected' and obstacle is null)::int as "left"
              from bulky_request
             where operator_id = @operator and day between @first and @last and number is not null and state not in ('cancelled', 'refunded', 'lapsed')
             group by day order by day
            """;

        return [.. await tx.Connection!.QueryAsync<CrewDay>(new CommandDefinition(sql, new { @operator, first, last }, tx, cancellationToken: stop))];
    }

    /// <summary>A word that changes with every change of a day's requests and orders, so that a list left open can notice; it says nothing about anybody.</summary>
    public static Task<string> Changed(NpgsqlTransaction tx, TownId home, TownId @operator, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            select concat_ws('/', count(*), extract(epoch from max(changed_at)),
                   (select extract(epoch from max(o.changed_at)) from crew_route o where o.town_id = @home and o.day = @day))
              from bulky_request
             where operator_id = @operator and day = @day
            """;

        return tx.Connection!.QuerySingleAsync<string>(new CommandDefinition(sql, new { home, @operator, day }, tx, cancellationToken: stop));
    }
}
