using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Outbox;

/// <summary>A row in the hands of this process, fenced by its epoch.</summary>
/// <param name="Stamp">Our own monotonic time when the lease began, read before the statement that took it.</param>
/// <param name="Behind">The last of its chain that was not out when it was born; ours, as far as the table knew.</param>
internal sealed record LeasedRow(
    TownId Town, OutboxRow Row, int Attempts, DateTimeOffset FirstTriedAt, int Epoch, long Seq, long Stamp, Guid? Behind = null)
{
    /// <summary>A row that was born in our hands.</summary>
    internal static LeasedRow Of(TownId town, OutboxTable.Newborn born, DateTimeOffset now, long stamp) =>
        new(town, born.Row, 1, now, 1, born.Seq, stamp, born.Behind);
}

/// <summary>The rows of what must go out.</summary>
public static class OutboxTable
{
    /// <summary>How long a row belongs to the process that took it.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Adds rows that a sender will find within a second. Rows that are there already are left as they are.</summary>
    public static async Task Add(NpgsqlTransaction tx, TownId town, IReadOnlyList<OutboxRow> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var ask = new NpgsqlCommand(DatabaseClock.Ask, tx.Connection, tx);
        var now = new DateTimeOffset((DateTime)(await ask.ExecuteScalarAsync(stop))!, TimeSpan.Zero);
        await using var batch = Statement.Batch(tx.Connection!, tx, Insert(town, Newborns(rows, now, _ => false), Guid.Empty, now));
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Orders new rows and decides which may be born in the hands of this process.</summary>
    /// <param name="mine">Whether this process sends such rows now.</param>
    internal static IReadOnlyList<Newborn> Newborns(IReadOnlyList<OutboxRow> rows, DateTimeOffset now, Func<OutboxRow, bool> mine)
    {
        var held = new HashSet<Chain>();
        var newborns = new List<Newborn>(rows.Count);
        foreach (var row in rows)
        {
            // A row for tomorrow stands where tomorrow's rows stand, so that it holds up none of today's.
            var from = row.DueAt > now ? row.DueAt : now;
            var leased = row.DueAt <= now && mine(row) && !(row.Citizen is not null && held.Contains(Chain.Of(row)));
            if (!leased && row.DueAt <= now)
            {
                held.Add(Chain.Of(row));
            }

            newborns.Add(new(row, Math.Max(0, from.ToUnixTimeMilliseconds()) * 1_000_000 + from.Microsecond * 1000 + newborns.Count % 1000, leased));
        }

        return newborns;
    }

    /// <summary>Returns of each row that is new and born in our hands the id, the place and what it stands behind; <see cref="Born"/> reads it.</summary>
    internal static NpgsqlBatchCommand Insert(TownId town, IReadOnlyList<Newborn> rows, Guid owner, DateTimeOffset now)
    {
        // A row is leased to us only when what precedes it in its chain is in our hands too; otherwise it waits its turn. What was written before it precedes
        // it, whatever the two writers' clocks said: each is off by as long as its last question to the database took. Only what is for a later hour
        // (more than a minute after it was written) stands where its hour stands.
        const string sql = """
            with n as materialized (
                select u.*, before.behind, greatest(u.seq, before.last + u.ordinal) as place, u.leased and not coalesce(before.strange, false) as mine
                  from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                       with ordinality as u(id, citizen, lane, kind, body, reply_token, reply_until, due_at, seq, leased, ordinal)
                  left join lateral (
                       select max(o.seq) as last, bool_or(o.lease_owner is distinct from $14) as strange,
                              (array_agg(o.outbox_id order by o.seq desc, o.outbox_id desc))[1] as behind
                         from outbox o
                        where o.town_id = $1 and o.citizen_id = u.citizen and o.lane = u.lane and o.kind = u.kind
                          and o.sent_at is null and o.failed_at is null
                          and (o.seq < u.seq or o.seq < 1000000000 * extract(epoch from o.created_at + interval '1 minute'))) before on true),
            born as (
                insert into outbox (town_id, outbox_id, citizen_id, lane, kind, body, reply_token, reply_until, created_at, seq,
                                    due_at, attempts, first_tried_at, lease_until, lease_owner, lease_epoch)
                select $1, n.id, n.citizen, n.lane, n.kind, n.body, n.reply_token, n.reply_until, $12, n.place,
                       case when n.mine then $13 else n.due_at end,
                       case when n.mine then 1 else 0 end,
                       case when n.mine then $12 end,
                       case when n.mine then $13 end,
                       case when n.mine then $14 end,
                       case when n.mine then 1 else 0 end
                  from n
                on conflict (town_id, outbox_id) do nothing
                returning outbox_id, lease_owner, seq)
            select b.outbox_id, b.seq, n.behind
              from born b
              join n on n.id = b.outbox_id
             where b.lease_owner is not null
            """;

        return Statement.Of(sql,
            Statement.With(town.Value),
            Statement.Column(rows, n => n.Row.Id),
            Statement.Column(rows, n => n.Row.Citizen?.Value),
            Statement.Column(rows, n => (short)n.Row.Lane),
            Statement.Column(rows, n => n.Row.Kind),
            Statement.Column(rows, n => n.Row.Body),
            Statement.Column(rows, n => n.Row.ReplyToken),
            Statement.Column(rows, n => n.Row.ReplyUntil?.ToUniversalTime()),
            Statement.Column(rows, n => n.Row.DueAt.ToUniversalTime()),
            Statement.Column(rows, n => n.Seq),
            Statement.Column(rows, n => n.Leased),
            Statement.With(now),
            Statement.With(now + Lease),
            Statement.With(owner));
    }

    /// <summary>The next row that <see cref="Insert"/> returned.</summary>
    internal static Newborn Born(NpgsqlDataReader reader, IReadOnlyDictionary<Guid, Newborn> written) =>
        written[reader.GetGuid(0)] with { Seq = reader.GetInt64(1), Behind = reader.IsDBNull(2) ? null : reader.GetGuid(2) };

    /// <summary>Deletes a page of rows that were finished before a moment; answers how many.</summary>
    internal static Task<int> Forget(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int page, CancellationToken stop)
    {
        const string sql = """
            with c as materialized (
                select outbox_id from outbox
                 where town_id = @town and created_at < @before and (sent_at < @before or failed_at < @before)
                 limit @page)
            delete from outbox t using c where t.town_id = @town and t.outbox_id = c.outbox_id
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, before, page }, tx, cancellationToken: stop));
    }

    /// <summary>What a row that was given up would have sent; <c>null</c> when there is no such row.</summary>
    internal static Task<byte[]?> FailedBody(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = "select body from outbox where town_id = @town and outbox_id = @id and failed_at is not null";

        return tx.Connection!.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(sql, new { town, id }, tx, cancellationToken: stop));
    }

    internal sealed record Newborn(OutboxRow Row, long Seq, bool Leased, Guid? Behind = null);
}

/// <summary>
/// Rows that must go one after the other. Only like follows like: a photo that is slow to fetch or a notice that
/// LINE will not take today holds up no answer.
/// </summary>
internal readonly record struct Chain(CitizenId? Citizen, Lane Lane, string Kind, Guid Alone)
{
    /// <summary>A row for nobody in particular is a chain of its own.</summary>
    internal static Chain Of(OutboxRow row) => new(row.Citizen, row.Lane, row.Kind, row.Citizen is null ? row.Id : default);
}
