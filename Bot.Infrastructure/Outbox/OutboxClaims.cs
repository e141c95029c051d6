using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Infrastructure.Outbox;

/// <summary>What becomes of a row in our hands.</summary>
internal enum Fate : short
{
    Sent = 0,
    Failed = 1,

    /// <summary>Tried in vain; due again later.</summary>
    Retry = 2,

    /// <summary>Given back untried.</summary>
    Release = 3,

    /// <summary>Kept for another lease.</summary>
    Renew = 4,
}

/// <param name="Hand">The row as it is held at the moment of writing: its epoch may have moved on since.</param>
internal sealed record Mark(HeldRow Hand, Fate Fate, DateTimeOffset? DueAt = null, string? Reason = null, string? RequestId = null);

/// <summary>Leases of outbox rows: taking them, and giving them up, fenced by the epoch.</summary>
internal static class OutboxClaims
{
    /// <summary>Takes due rows of one lane; of each chain only the first, so that none overtakes.</summary>
    internal static NpgsqlBatchCommand Claim(TownId town, Lane lane, string[] kinds, Guid owner, DateTimeOffset now, int most)
    {
        // Materialized: otherwise the planner may repeat the inner search and take the whole table.
        const string sql = """
            with c as materialized (
                select o.outbox_id
                  from outbox o
                 where o.town_id = $1 and o.lane = $2 and o.due_at <= $3 and o.sent_at is null and o.failed_at is null
                   and (o.lease_until is null or o.lease_until <= $3)
                   and o.kind = any ($4)
                   and (o.citizen_id is null or not exists (
                        select from outbox e
                         where e.town_id = $1 and e.citizen_id = o.citizen_id and e.lane = o.lane and e.kind = o.kind
                           and e.seq < o.seq and e.sent_at is null and e.failed_at is null))
                 order by o.due_at
                 limit $5
                   for update of o skip locked)
            update outbox o
               set lease_owner = $6, lease_epoch = o.lease_epoch + 1, lease_until = $7,
                   attempts = o.attempts + 1, first_tried_at = coalesce(o.first_tried_at, $3),
                   due_at = $3 + ($8)[least(o.attempts + 1, array_length($8, 1))]
              from c
             where o.town_id = $1 and o.outbox_id = c.outbox_id
            returning o.outbox_id, o.citizen_id, o.lane, o.kind, o.body, o.reply_token, o.reply_until, o.due_at,
                      o.attempts, o.first_tried_at, o.lease_epoch, o.seq
            """;

        return Statement.Of(sql,
            Statement.With(town.Value), Statement.With((short)lane), Statement.With(now), Statement.With(kinds),
            Statement.With(most), Statement.With(owner), Statement.With(now + OutboxTable.Lease), Statement.With(RetryTable.AfterCrash));
    }

    /// <summary>
    /// Takes rows out of the hands of processes that are gone. What was tried several times keeps a pause, counted from the last try: a row that kills
    /// who sends it must not kill one process after the other. The epoch stays, and no late mark fits: the row has no owner.
    /// </summary>
    internal static NpgsqlBatchCommand Free(TownId town, Guid[] owners, DateTimeOffset now, int most)
    {
        // Leased rows stand behind "now" in the order of due rows, and none further than the longest pause; so no index of owners is needed.
        const string sql = """
            with c as materialized (
                select o.outbox_id
                  from outbox o
                 where o.town_id = $1 and o.lane = any ($2) and o.due_at > $3 and o.due_at <= $4 and o.sent_at is null and o.failed_at is null
                   and o.lease_owner = any ($5)
                 limit $6
                   for update of o skip locked)
            update outbox o
               set lease_owner = null, lease_until = null,
                   due_at = greatest($3, o.lease_until - $7 + ($8)[least(o.attempts, array_length($8, 1))])
              from c
             where o.town_id = $1 and o.outbox_id = c.outbox_id
            returning o.outbox_id
            """;

        return Statement.Of(sql,
            Statement.With(town.Value), Statement.With<short[]>([.. Enum.GetValues<Lane>().Select(l => (short)l)]), Statement.With(now),
            Statement.With(now + RetryTable.Longest), Statement.With(owners), Statement.With(most), Statement.With(OutboxTable.Lease),
            Statement.With(RetryTable.AfterDeath));
    }

    /// <summary>Gives back what was leased until exactly that moment and never came into our hands; returns the ids.</summary>
    /// <param name="ids">Only these; null for all.</param>
    internal static NpgsqlBatchCommand Disown(TownId town, Guid owner, DateTimeOffset until, Guid[]? ids, DateTimeOffset now)
    {
        const string sql = """
            update outbox o
               set lease_owner = null, lease_until = null, due_at = $7, attempts = o.attempts - 1,
                   first_tried_at = case when o.attempts > 1 then o.first_tried_at end
             where o.town_id = $1 and o.lane = any ($2) and o.due_at >= $3 and o.due_at <= $4 and o.sent_at is null and o.failed_at is null
               and o.lease_owner = $5 and o.lease_until = $3 and ($6 is null or o.outbox_id = any ($6))
            returning o.outbox_id
            """;

        return Statement.Of(sql,
            Statement.With(town.Value), Statement.With<short[]>([.. Enum.GetValues<Lane>().Select(l => (short)l)]), Statement.With(until),
            Statement.With(until + RetryTable.Longest), Statement.With(owner), Statement.With(ids), Statement.With(now));
    }

    internal static LeasedRow Read(NpgsqlDataReader reader, TownId town, long stamp) => new(
        town,
        new(reader.GetGuid(0),
            reader.IsDBNull(1) ? null : new CitizenId(reader.GetString(1)),
            (Lane)reader.GetInt16(2),
            reader.GetString(3),
            reader.GetFieldValue<byte[]>(4),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
            reader.GetFieldValue<DateTimeOffset>(7)),
        reader.GetInt32(8), reader.GetFieldValue<DateTimeOffset>(9), reader.GetInt32(10), reader.GetInt64(11), stamp);

    /// <summary>Writes fates; returns the ids of rows that were still ours. Another's epoch is left alone. Of what was sent the key remains, against doubles, and LINE's request id.</summary>
    internal static NpgsqlBatchCommand Settle(TownId town, IReadOnlyList<Mark> marks, Guid owner, DateTimeOffset now)
    {
        const string sql = """
            update outbox o
               set sent_at = case when m.fate = 0 then $8 end,
                   failed_at = case when m.fate = 1 then $8 end,
                   failure = m.reason,
                   request_id = m.request_id,
                   body = case when m.fate = 0 then ''::bytea else o.body end,
                   reply_token = case when m.fate = 0 then null else o.reply_token end,
                   due_at = coalesce(m.due_at, o.due_at),
                   lease_until = case when m.fate = 4 then $9 end,
                   lease_owner = case when m.fate = 4 then $10 end,
                   attempts = case when m.fate = 3 then o.attempts - 1 else o.attempts end,
                   first_tried_at = case when m.fate = 3 and o.attempts = 1 then null else o.first_tried_at end
              from unnest($2, $3, $4, $5, $6, $7) as m(id, epoch, fate, due_at, reason, request_id)
             where o.town_id = $1 and o.outbox_id = m.id and o.lease_epoch = m.epoch and o.lease_owner = $10
               and o.sent_at is null and o.failed_at is null
            returning o.outbox_id
            """;

        return Statement.Of(sql,
            Statement.With(town.Value),
            Statement.Column(marks, m => m.Hand.Row.Row.Id),
            Statement.Column(marks, m => m.Hand.Row.Epoch),
            Statement.Column(marks, m => (short)m.Fate),
            Statement.Column(marks, m => m.DueAt?.ToUniversalTime()),
            Statement.Column(marks, m => m.Reason),
            Statement.Column(marks, m => m.RequestId),
            Statement.With(now),
            Statement.With(now + OutboxTable.Lease),
            Statement.With(owner));
    }
}
