using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>A conversation row as locked, with the marks of the pipeline.</summary>
internal sealed record LockedConversation(CitizenId Citizen, ConversationRow Row, int Attempts, bool Parked);

/// <summary>The row to keep of one conversation.</summary>
internal sealed record SavedConversation(CitizenId Citizen, ConversationRow Row, DateTimeOffset? SpokeAt);

/// <summary>The rows of conversations: the lock that keeps a resident's turns apart, and the count of failed attempts.</summary>
internal static class ConversationTable
{
    internal const string Table = "conversation";
    internal const string State = "state";

    /// <summary>Creates rows that are missing, before they are locked: only a row that exists can be.</summary>
    internal static NpgsqlBatchCommand Create(TownId town, string[] citizens)
    {
        const string sql = """
            insert into conversation (town_id, citizen_id)
            select $1, c from unnest($2) as c
             where not exists (select from conversation x where x.town_id = $1 and x.citizen_id = c)
            on conflict (town_id, citizen_id) do nothing
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizens));
    }

    /// <summary>Locks what no other process has locked, and reads nothing but the locked rows themselves.</summary>
    internal static NpgsqlBatchCommand Lock(TownId town, string[] citizens)
    {
        const string sql = """
            select citizen_id, turn_no, state, language, is_friend, wake_at, wake_turn, attempts, parked_at is not null
              from conversation
             where town_id = $1 and citizen_id = any ($2)
             order by citizen_id
               for update skip locked
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizens));
    }

    internal static LockedConversation Read(Sealer sealer, TownId town, NpgsqlDataReader reader) => new(
        new(reader.GetString(0)),
        new(reader.GetInt64(1),
            reader.IsDBNull(2) ? default(ReadOnlyMemory<byte>?) : sealer.OpenOrPlain(town, Table, State, reader.GetString(0), reader.GetFieldValue<byte[]>(2)),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.GetBoolean(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5),
            reader.IsDBNull(6) ? null : reader.GetInt64(6)),
        reader.GetInt32(7),
        reader.GetBoolean(8));

    /// <summary>Saves locked rows; a turn that is saved has succeeded, so the count of attempts begins anew.</summary>
    internal static NpgsqlBatchCommand Save(Sealer sealer, TownId town, IReadOnlyList<SavedConversation> rows)
    {
        const string sql = """
            update conversation c
               set turn_no = s.turn_no, state = s.state, language = s.language, is_friend = s.is_friend,
                   wake_at = s.wake_at, wake_turn = s.wake_turn, wake_slot = s.wake_slot,
                   attempts = 0, retry_at = null, spoke_at = coalesce(s.spoke_at, c.spoke_at)
              from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10)
                as s(citizen_id, turn_no, state, language, is_friend, wake_at, wake_turn, wake_slot, spoke_at)
             where c.town_id = $1 and c.citizen_id = s.citizen_id
            """;

        return Statement.Of(sql,
            Statement.With(town.Value),
            Statement.Column(rows, r => r.Citizen.Value),
            Statement.Column(rows, r => r.Row.TurnNo),
            Statement.Column(rows, r => r.Row.State is { } state ? sealer.Seal(town, Table, State, r.Citizen.Value, state.Span) : null),
            Statement.Column(rows, r => r.Row.Language),
            Statement.Column(rows, r => r.Row.IsFriend),
            Statement.Column(rows, r => r.Row.WakeAt?.ToUniversalTime()),
            Statement.Column(rows, r => r.Row.WakeTurn),
            Statement.Column(rows, r => Slot(r.Row.WakeAt)),
            Statement.Column(rows, r => r.SpokeAt?.ToUniversalTime()));
    }

    /// <summary>Nothing was to be done for these: only the count of attempts begins anew.</summary>
    internal static NpgsqlBatchCommand Clear(TownId town, string[] citizens)
    {
        const string sql = "update conversation set attempts = 0, retry_at = null where town_id = $1 and citizen_id = any ($2)";

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizens));
    }

    /// <summary>How often each was tried in vain, among those whose time has come; read without a lock.</summary>
    internal static NpgsqlBatchCommand Attempts(TownId town, string[] citizens, DateTimeOffset now)
    {
        const string sql = """
            select citizen_id, case when parked_at is null then attempts else 0 end, coalesce(parked_at is null and retry_at > $3, false)
              from conversation
             where town_id = $1 and citizen_id = any ($2)
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizens), Statement.With(now));
    }

    /// <summary>Counts an attempt before it is made, for those that stand at <paramref name="attempts"/>; returns whom it counted.</summary>
    internal static NpgsqlBatchCommand Count(TownId town, string[] citizens, int attempts, DateTimeOffset retryAt)
    {
        const string sql = """
            with c as materialized (
                select citizen_id from conversation
                 where town_id = $1 and citizen_id = any ($2) and attempts = $3 and parked_at is null
                 order by citizen_id
                   for update skip locked)
            update conversation k set attempts = $3 + 1, retry_at = $4
              from c
             where k.town_id = $1 and k.citizen_id = c.citizen_id
            returning k.citizen_id
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizens), Statement.With(attempts), Statement.With(retryAt));
    }

    internal static NpgsqlBatchCommand Park(TownId town, CitizenId citizen, DateTimeOffset now)
    {
        const string sql = """
            update conversation set parked_at = $3, wake_slot = null, retry_at = null
             where town_id = $1 and citizen_id = $2
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizen.Value), Statement.With(now));
    }

    internal static NpgsqlBatchCommand Unpark(TownId town, CitizenId citizen)
    {
        const string sql = """
            update conversation set parked_at = null, attempts = 0, retry_at = null, wake_slot = wake_at
             where town_id = $1 and citizen_id = $2 and parked_at is not null
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(citizen.Value));
    }

    /// <summary>Residents whose conversation asked to be woken by now.</summary>
    internal static NpgsqlBatchCommand Waking(TownId town, DateTimeOffset now, int page)
    {
        const string sql = """
            select citizen_id
              from conversation
             where town_id = $1 and wake_slot <= $2 and wake_at <= $2 and (retry_at is null or retry_at <= $2)
             order by wake_slot
             limit $3
            """;

        return Statement.Of(sql, Statement.With(town.Value), Statement.With(now), Statement.With(page));
    }

    private static DateTimeOffset? Slot(DateTimeOffset? wakeAt) =>
        wakeAt is { } at ? new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.FromMinutes(10).Ticks, TimeSpan.Zero) : null;
}
