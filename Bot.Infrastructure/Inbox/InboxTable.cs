using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>The rows of what came in.</summary>
internal static class InboxTable
{
    /// <summary>The most events of one resident in one transaction; a flood is worked off in several.</summary>
    internal const int MostEvents = 50;

    internal const string Table = "inbox";
    internal const string Payload = "payload";

    /// <summary>Returns the ids that are new.</summary>
    internal static NpgsqlBatchCommand Insert(Sealer sealer, TownId town, IReadOnlyList<InboxEvent> events)
    {
        const string sql = """
            insert into inbox (town_id, event_id, citizen_id, source, occurred_at, received_at, payload, reply_token, reply_until, done_at)
            select $1, e.event_id, e.citizen_id, e.source, e.occurred_at, e.received_at, e.payload, e.reply_token, e.reply_until,
                   case when e.citizen_id = '-' then e.received_at end
              from unnest($2, $3, $4, $5, $6, $7, $8, $9)
                as e(event_id, citizen_id, source, occurred_at, received_at, payload, reply_token, reply_until)
            on conflict (town_id, event_id) do nothing
            returning event_id
            """;

        return Statement.Of(sql,
            Statement.With(town.Value),
            Statement.Column(events, e => e.EventId),
            Statement.Column(events, e => e.Citizen.Value),
            Statement.Column(events, e => e.Source),
            Statement.Column(events, e => e.OccurredAt.ToUniversalTime()),
            Statement.Column(events, e => e.ReceivedAt.ToUniversalTime()),
            Statement.Column(events, e => sealer.Seal(town, Table, Payload, e.EventId, e.Payload.Span)),
            Statement.Column(events, e => e.ReplyToken),
            Statement.Column(events, e => e.ReplyUntil?.ToUniversalTime()));
    }

    /// <summary>What waits, per resident in the order in which it happened. Its own statement after the lock: a new snapshot.</summary>
    internal static NpgsqlBatchCommand Pending(TownId town, string[] citizens)
    {
        const string sql = """
            select e.event_id, c.citizen_id, e.source, e.occurred_at, e.received_at, e.payload, e.reply_token, e.reply_until
              from unnest($2) as c(citizen_id)
             cross join lateral (
                   select i.event_id, i.source, i.occurred_at, i.received_at, i.payload, i.reply_token, i.reply_until
                     from inbox i
                    where i.town_id = $1 and i.citizen_id = c.citizen_id and i.done_at is null and i.parked_at is null
                    order by i.occurred_at, i.event_id
                    limit $3) e
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizens), Statement.With(MostEvents));
    }

    /// <summary>Deletes a page of rows that were finished before a moment; answers how many.</summary>
    internal static Task<int> Forget(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int page, CancellationToken stop)
    {
        const string sql = """
            with c as materialized (
                select event_id from inbox
                 where town_id = @town and received_at < @before and done_at < @before
                 limit @page)
            delete from inbox t using c where t.town_id = @town and t.event_id = c.event_id
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, before, page }, tx, cancellationToken: stop));
    }

    internal static InboxEvent Read(Sealer sealer, TownId town, NpgsqlDataReader reader) => new(
        reader.GetString(0),
        new(reader.GetString(1)),
        reader.GetString(2),
        reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetFieldValue<DateTimeOffset>(4),
        sealer.OpenOrPlain(town, Table, Payload, reader.GetString(0), reader.GetFieldValue<byte[]>(5)),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7));

    internal static CitizenId Whose(NpgsqlDataReader reader) => new(reader.GetString(1));

    internal static NpgsqlBatchCommand MarkDone(TownId town, string[] events, DateTimeOffset now)
    {
        // What was said is personal; once it has had its effect it rests with the draft or the record, and nowhere else. The key stays, against doubles.
        const string sql = """
            update inbox
               set done_at = $3, payload = ''::bytea, reply_token = null, reply_until = null
             where town_id = $1 and event_id = any ($2) and done_at is null
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(events), Statement.With(now));
    }

    /// <summary>Puts events aside with their conversation, out of the way of all searches.</summary>
    internal static NpgsqlBatchCommand Park(TownId town, string[] citizens, DateTimeOffset now)
    {
        const string sql = """
            update inbox set parked_at = $3
             where town_id = $1 and citizen_id = any ($2) and done_at is null and parked_at is null
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizens), Statement.With(now));
    }

    internal static NpgsqlBatchCommand Unpark(TownId town, CitizenId citizen)
    {
        const string sql = """
            update inbox set parked_at = null
             where town_id = $1 and citizen_id = $2 and done_at is null and parked_at is not null
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizen.Value));
    }

    /// <summary>Residents with events no older than a moment, a page at a time in the order of their ids; those that failed before are the sweeper's.</summary>
    internal static NpgsqlBatchCommand Fresh(TownId town, string after, DateTimeOffset since, int page)
    {
        const string sql = """
            select distinct i.citizen_id
              from inbox i
             where i.town_id = $1 and i.done_at is null and i.parked_at is null
               and i.received_at >= $3 and i.citizen_id > $2
             order by i.citizen_id
             limit $4
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(after), Statement.With(since), Statement.With(page));
    }

    /// <summary>Residents whose events have waited too long, a page at a time in the order of their ids; none is skipped by a full page.</summary>
    internal static NpgsqlBatchCommand Overdue(TownId town, string after, DateTimeOffset before, DateTimeOffset now, int page)
    {
        const string sql = """
            select distinct i.citizen_id
              from inbox i
              left join conversation c on c.town_id = i.town_id and c.citizen_id = i.citizen_id
             where i.town_id = $1 and i.done_at is null and i.parked_at is null
               and i.received_at < $3 and i.citizen_id > $2
               and (c.retry_at is null or c.retry_at <= $4 or c.parked_at is not null)
             order by i.citizen_id
             limit $5
            """;

        return Statement.Of(sql,
            Statement.With(town.Value), Statement.With(after), Statement.With(before), Statement.With(now), Statement.With(page));
    }
}
