using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>One month of one town.</summary>
/// <param name="Asked">Requests that came in: by LINE, or typed by staff from the counter, the telephone or a fax.</param>
/// <param name="Days">From asking to collection, on average, of what was collected.</param>
public sealed record MonthOfRequests(
    string TownId, DateOnly Month, int Asked, int Line, int Counter, int Phone, int Fax, int Collected, int Left, int Cancelled, int Lapsed, long Fees, double? Days);

/// <summary>Counts requests; nobody's name is among what it gives.</summary>
public static class RequestNumbersSearch
{
    /// <summary>The towns with requests that the reader may see.</summary>
    public static async Task<IReadOnlyList<TownId>> Towns(NpgsqlTransaction tx, TownId home, DateOnly from, DateOnly to, CancellationToken stop)
    {
        const string sql = """
            select distinct town_id from bulky_request
             where (town_id = @home or operator_id = @home) and asked_at >= @since and asked_at < @until
             order by town_id
            """;

        return [.. await tx.Connection!.QueryAsync<TownId>(new CommandDefinition(sql, Times(home, home, from, to), tx, cancellationToken: stop))];
    }

    /// <summary>A town's months, read in its own transaction, since only there it shows how requests came in and what happened to them.</summary>
    /// <param name="reader">The town itself, or who collects for it: that one sees only what it collects.</param>
    public static async Task<IReadOnlyList<MonthOfRequests>> Months(
        NpgsqlTransaction tx, TownId town, TownId reader, DateOnly from, DateOnly to, CancellationToken stop)
    {
        // Collected when the story of the request says so; what has no such entry counts on its day.
        const string sql = """
            select r.town_id, date_trunc('month', r.asked_at at time zone 'Asia/Tokyo')::date as month,
                   count(*)::int as asked, count(*) filter (where i.channel is null)::int as line, count(*) filter (where i.channel = 'counter')::int as counter,
                   count(*) filter (where i.channel = 'phone')::int as phone, count(*) filter (where i.channel = 'fax')::int as fax,
                   count(*) filter (where r.state = 'collected')::int as collected, count(*) filter (where r.state = 'not-collected')::int as "left",
                   count(*) filter (where r.state in ('cancelled', 'refunded'))::int as cancelled, count(*) filter (where r.state = 'lapsed')::int as lapsed,
                   coalesce(sum(case when r.state in ('paid', 'awaiting-top-up', 'collected', 'not-collected')
                       then greatest(0, l.fee - coalesce(r.waived, 0)) - coalesce(r.due_amount, 0) end), 0)::bigint as fees,
                   avg(coalesce(extract(epoch from t.at - r.asked_at) / 86400, r.day - (r.asked_at at time zone 'Asia/Tokyo')::date))
                       filter (where r.state = 'collected')::float8 as days
              from bulky_request r
              left join intake i on (i.town_id, i.module, i.subject) = (r.town_id, @module, replace(r.request_id::text, '-', ''))
              left join (select town_id, request_id, sum(fee * number) as fee from bulky_request_line where town_id = @town group by 1, 2) l
                   on (l.town_id, l.request_id) = (r.town_id, r.request_id)
              left join (select subject, max(at) as at from timeline where town_id = @town and module = @module and kind = 'collected' group by 1) t
                   on t.subject = replace(r.request_id::text, '-', '')
             where r.town_id = @town and (r.town_id = @home or r.operator_id = @home) and r.asked_at >= @since and r.asked_at < @until
             group by 1, 2 order by 2
            """;

        return [.. await tx.Connection!.QueryAsync<MonthOfRequests>(new CommandDefinition(sql, Times(town, reader, from, to), tx, cancellationToken: stop))];
    }

    private static object Times(TownId town, TownId home, DateOnly from, DateOnly to) => new
    {
        town, home, module = RequestLife.Module, since = JapanTime.At(from, TimeOnly.MinValue), until = JapanTime.At(to.AddDays(1), TimeOnly.MinValue),
    };
}
