using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>One day's money by one method.</summary>
/// <param name="FeesUnknown">Payments whose fee the agent has not told yet; they are in the gross, but not in fee and net.</param>
public sealed record AccountingLine(
    DateOnly Day, string Method, int Payments, long Gross, long Fee, long Net, int FeesUnknown, int Refunds, long Refunded);

/// <summary>Adds up a town's takings per day of Japan and method.</summary>
public static class AccountingSearch
{
    public static async Task<IReadOnlyList<AccountingLine>> Lines(
        NpgsqlTransaction tx, TownId town, DateOnly from, DateOnly to, CancellationToken stop)
    {
        // A refund made for a second payment is no takings: neither that payment nor its return is counted here.
        const string sql = """
            with book as (
                select (paid_at at time zone 'Asia/Tokyo')::date as day, method, 1 as payments, amount as gross, coalesce(fee, 0) as fee,
                       coalesce(net, 0) as net, (net is null)::int as unknown, 0 as refunds, 0 as refunded
                from payment
                where town_id = @town and paid_at >= @since and paid_at < @until
                union all
                select ((back ->> 'DoneAt')::timestamptz at time zone 'Asia/Tokyo')::date, method, 0, 0, 0, 0, 0, 1, (back ->> 'Amount')::int
                from payment cross join lateral jsonb_array_elements(repayments) back
                where town_id = @town and refunded_at >= @since
                  and (back ->> 'DoneAt')::timestamptz >= @since and (back ->> 'DoneAt')::timestamptz < @until
            )
            select day, method, sum(payments)::int as payments, sum(gross) as gross, sum(fee) as fee, sum(net) as net,
                   sum(unknown)::int as fees_unknown, sum(refunds)::int as refunds, sum(refunded) as refunded
            from book group by day, method order by day, method
            """;

        var with = new { town, since = Midnight(from), until = Midnight(to.AddDays(1)) };
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return [.. rows.Select(row => new AccountingLine(
            row.Day, row.Method, row.Payments, row.Gross, row.Fee, row.Net, row.FeesUnknown, row.Refunds, row.Refunded))];
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(9));

    private sealed record Row(
        DateOnly Day, string Method, int Payments, long Gross, long Fee, long Net, int FeesUnknown, int Refunds, long Refunded);
}
