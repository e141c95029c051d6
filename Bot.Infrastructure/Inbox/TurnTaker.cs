using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>Who of a batch is not finished with.</summary>
/// <param name="Locked">Another process has the conversation in hand.</param>
/// <param name="More">Has more events than one transaction takes.</param>
internal sealed record TurnReport(IReadOnlyList<CitizenId> Locked, IReadOnlyList<CitizenId> More);

/// <summary>
/// One transaction for many residents: lock, read, decide, save, commit. What must go out is handed over in memory after the commit.
/// It asks the database twice, however many residents there are.
/// </summary>
internal sealed class TurnTaker(
    Database database, DatabaseClock clock, TakeTurns take, OutboxHands hands, Sealer sealer, FailPoints points, TimeProvider time)
{
    /// <param name="counted">This attempt has been counted; without that, conversations that failed before are left to the sweeper.</param>
    internal async Task<TurnReport> Take(TownId town, IReadOnlyList<CitizenId> citizens, bool counted, CancellationToken stop)
    {
        string[] names = [.. citizens.Select(c => c.Value).Order(StringComparer.Ordinal)];
        await using var connection = await database.Connect(stop);
        await using var tx = await connection.BeginTransactionAsync(stop);
        // Before the database is asked for its time: what we hold to be the end of a lease is then never too late.
        var stamp = hands.Stamp();
        var seen = await Lock(tx, town, names, stop);
        var now = seen.Now;

        var open = seen.Rows.Where(r => !r.Parked && (counted || r.Attempts == 0)).ToList();
        PendingTurns[] pending =
        [
            .. open.Select(r => new PendingTurns(r.Citizen, r.Row, seen.Events(r.Citizen), r.Row.WakeAt <= now))
                .Where(p => p.Events.Count > 0 || p.AlarmDue),
        ];
        string[] parked = [.. seen.Rows.Where(r => r.Parked && seen.Events(r.Citizen).Count > 0).Select(r => r.Citizen.Value)];
        string[] idle = [.. open.Where(r => r.Attempts > 0 && !pending.Any(p => p.Citizen == r.Citizen)).Select(r => r.Citizen.Value)];

        var outcomes = pending.Length == 0 ? [] : AtOnce(await take(tx, town, pending, stop), now);
        await points.Reach("before-commit");
        var newborns = OutboxTable.Newborns([.. outcomes.SelectMany(o => o.Messages)], now, row => hands.Takes(town, row));
        try
        {
            var born = await Finish(tx, town, now, pending, outcomes, newborns, parked, idle);
            await points.Reach("after-commit-before-handover");
            hands.Accept([.. newborns.Where(n => born.ContainsKey(n.Row.Id)).Select(n => LeasedRow.Of(town, born[n.Row.Id], now, stamp))]);
        }
        catch
        {
            // It may be committed all the same: what would then be ours goes back to the table.
            hands.Doubts.Add(town, now + OutboxTable.Lease, [.. newborns.Where(n => n.Leased).Select(n => n.Row.Id)]);
            throw;
        }

        return new(
            [.. citizens.Except(seen.Rows.Select(r => r.Citizen))],
            [.. pending.Where(p => p.Events.Count == InboxTable.MostEvents).Select(p => p.Citizen)]);
    }

    /// <summary>
    /// What is due by our own clock is due: that clock may be ahead of the database's, and a row that seemed to lie
    /// in the future would not be born in our hands.
    /// </summary>
    private IReadOnlyList<TurnOutcome> AtOnce(IReadOnlyList<TurnOutcome> outcomes, DateTimeOffset now)
    {
        var ours = time.GetUtcNow();
        return [.. outcomes.Select(o => o with { Messages = [.. o.Messages.Select(m => m.DueAt > now && m.DueAt <= ours ? m with { DueAt = now } : m)] })];
    }

    /// <summary>Lock, then read: statements of one round trip, each with a snapshot of its own. Who is here for the first time costs a second one.</summary>
    private async Task<Seen> Lock(NpgsqlTransaction tx, TownId town, string[] names, CancellationToken stop)
    {
        await using var batch = Statement.Batch(tx.Connection!, tx,
            new(Database.Enter(town)),
            new(Statement.ByIndex),
            new(Statement.OnePlan),
            ConversationTable.Lock(town, names),
            InboxTable.Pending(town, names),
            new(DatabaseClock.Ask));
        var (rows, events) = (new List<LockedConversation>(names.Length), new List<InboxEvent>(names.Length));
        DateTimeOffset now;
        await using (var reader = await batch.ExecuteReaderAsync(stop))
        {
            now = await Read(reader, town, rows, events, stop);
        }

        if (rows.Count < names.Length)
        {
            // Locked elsewhere, or here for the first time.
            string[] missing = [.. names.Except(rows.Select(r => r.Citizen.Value), StringComparer.Ordinal)];
            await using var first = Statement.Batch(tx.Connection!, tx,
                ConversationTable.Create(town, missing), ConversationTable.Lock(town, missing), InboxTable.Pending(town, missing), new(DatabaseClock.Ask));
            await using var reader = await first.ExecuteReaderAsync(stop);
            now = await Read(reader, town, rows, events, stop);
        }

        return new(rows, now, events
            .OrderBy(e => e.OccurredAt).ThenBy(e => e.EventId, StringComparer.Ordinal).ToLookup(e => e.Citizen));
    }

    /// <returns>The time when all were locked: the order of what goes out is taken from it, so it must not be read before.</returns>
    private async Task<DateTimeOffset> Read(NpgsqlDataReader reader, TownId town, List<LockedConversation> rows, List<InboxEvent> events, CancellationToken stop)
    {
        while (await reader.ReadAsync(stop))
        {
            rows.Add(ConversationTable.Read(sealer, town, reader));
        }

        var locked = rows.Select(r => r.Citizen).ToHashSet();
        await reader.NextResultAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            if (locked.Contains(InboxTable.Whose(reader)))
            {
                events.Add(InboxTable.Read(sealer, town, reader));
            }
        }

        await reader.NextResultAsync(stop);
        await reader.ReadAsync(stop);
        return clock.Saw(reader.GetDateTime(0));
    }

    /// <summary>Save, send, mark and commit in one round trip; answers which rows are new and ours to send.</summary>
    private async Task<IReadOnlyDictionary<Guid, OutboxTable.Newborn>> Finish(
        NpgsqlTransaction tx, TownId town, DateTimeOffset now,
        PendingTurns[] pending, IReadOnlyList<TurnOutcome> outcomes, IReadOnlyList<OutboxTable.Newborn> newborns, string[] parked, string[] idle)
    {
        var saved = Saved(pending, outcomes);
        string[] done = [.. pending.SelectMany(p => p.Events).Select(e => e.EventId)];
        NpgsqlBatchCommand[] statements =
        [
            .. When(saved.Count > 0, () => ConversationTable.Save(sealer, town, saved)),
            .. When(newborns.Count > 0, () => OutboxTable.Insert(town, newborns, hands.Owner, now)),
            .. When(done.Length > 0, () => InboxTable.MarkDone(town, done, now)),
            .. When(parked.Length > 0, () => InboxTable.Park(town, parked, now)),
            .. When(idle.Length > 0, () => ConversationTable.Clear(town, idle)),
            new(Database.NoTimeout),
            new("commit"),
        ];
        await using var batch = Statement.Batch(tx.Connection!, tx, statements);
        // Not to be cancelled: whether a commit that was called off has happened is unknown.
        var underway = batch.ExecuteReaderAsync(CancellationToken.None);
        await points.Reach("commit-under-way");
        await using var reader = await underway;
        var born = new Dictionary<Guid, OutboxTable.Newborn>();
        var byId = newborns.ToDictionary(n => n.Row.Id);
        do
        {
            while (await reader.ReadAsync(CancellationToken.None))
            {
                born[reader.GetGuid(0)] = OutboxTable.Born(reader, byId);
            }
        }
        while (await reader.NextResultAsync(CancellationToken.None));

        return born;
    }

    private static List<SavedConversation> Saved(PendingTurns[] pending, IReadOnlyList<TurnOutcome> outcomes)
    {
        var next = outcomes.ToDictionary(o => o.Citizen, o => o.Next);
        if (next.Count != pending.Length || !pending.All(p => next.ContainsKey(p.Citizen)))
        {
            throw new InvalidOperationException("the turns must have one outcome for each resident of the batch");
        }

        return [.. pending.Select(p => new SavedConversation(
            p.Citizen,
            // An alarm that rang is over, even when nobody took note of it: it must not ring every second.
            p.AlarmDue && next[p.Citizen].WakeAt == p.Was.WakeAt ? next[p.Citizen] with { WakeAt = null, WakeTurn = null } : next[p.Citizen],
            p.Events.Count > 0 ? p.Events.Max(e => e.OccurredAt) : null))];
    }

    private static NpgsqlBatchCommand[] When(bool needed, Func<NpgsqlBatchCommand> statement) => needed ? [statement()] : [];

    private sealed record Seen(List<LockedConversation> Rows, DateTimeOffset Now, ILookup<CitizenId, InboxEvent> ByCitizen)
    {
        internal IReadOnlyList<InboxEvent> Events(CitizenId citizen) => [.. ByCitizen[citizen]];
    }
}
