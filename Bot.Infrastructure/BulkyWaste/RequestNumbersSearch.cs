using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>One month of one town.</summary>
/// <param name="Asked">Requests that came in, and of them those without LINE, by counter, telephone or fax.</param>
/// <param name="Days">From asking to collection, on average, of what was collected.</param>
public sealed record MonthOfRequests(
    string TownId, DateOnly Month, int Asked, int WithoutLine, int Collected, int Left, int Cancelled, int Lapsed, long Fees, double? Days);

/// <summary>Counts requests; nobody's name is among what it gives.</summary>
public static class RequestNumbersSearch
{
    public static async Task<IReadOnlyList<MonthOfRequests>> Months(NpgsqlTransaction tx, TownId home, DateOnly from, DateOnly to, CancellationToken stop)
    {
        const string sql = """
            select r.town_id, date_trunc('month', r.asked_at at time zone 'Asia/Tokyo')::date as month,
                   count(*)::int as asked, count(*) filter (where r.citizen_id is null)::int as without_line,
                   count(*) filter (where r.state = 'collected')::int as collected, count(*) filter (where r.state = 'not-collected')::int as "left",
                   count(*) filter (where r.state in ('cancelled', 'refunded'))::int as cancelled, count(*) filter (where r.state = 'lapsed')::int as lapsed,
                   coalesce(sum(case when r.state in ('paid', 'awaiting-top-up', 'collected', 'not-collected')
                       then greatest(0, l.fee - coalesce(r.waived, 0)) - coalesce(r.due_amount, 0) end), 0)::bigint as fees,
                   avg(r.day - (r.asked_at at time zone 'Asia/Tokyo')::date) filter (where r.state = 'collected')::float8 as days
              from bulky_request r
              left join lateral (select sum(fee * number) as fee from bulky_request_line l where (l.town_id, l.request_id) = (r.town_id, r.request_id)) l on true
             where (r.town_id = @home or r.operator_id = @home) and r.asked_at >= @since and r.asked_at < @until
             group by 1, 2 order by 2, 1
            """;

        var with = new { home, since = JapanTime.At(from, TimeOnly.MinValue), until = JapanTime.At(to.AddDays(1), TimeOnly.MinValue) };
        return [.. await tx.Connection!.QueryAsync<MonthOfRequests>(new CommandDefinition(sql, with, tx, cancellationToken: stop))];
    }
}
