using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>
/// Puts a conversation aside that fails again and again. Its events are kept and wait, the resident hears one apology,
/// everybody else goes on.
/// </summary>
public sealed class Parking
{
    private readonly Database _database;
    private readonly DatabaseClock _clock;
    private readonly InboxQueue _queue;
    private readonly OutboxHands _hands;
    private readonly Apology _apology;
    private readonly Sealer _sealer;

    internal Parking(Database database, DatabaseClock clock, InboxQueue queue, OutboxHands hands, Apology apology, Sealer sealer) =>
        (_database, _clock, _queue, _hands, _apology, _sealer) = (database, clock, queue, hands, apology, sealer);

    /// <summary>
    /// At this count a conversation is put aside. An attempt counts one, a fault of the turn itself one more: five faults, or ten deaths of the process, which
    /// may have had another cause. When a machine kills its processes again and again, whoever happens to be first in the row each time is not to pay for it.
    /// </summary>
    internal const int Most = 10;

    /// <summary>When to try again at this count.</summary>
    internal static TimeSpan Pause(int count) =>
        TimeSpan.FromSeconds(1 << Math.Min((count + 1) / 2, 5) >> 1) * (0.8 + 0.4 * Random.Shared.NextDouble());

    /// <summary>Takes a conversation out of the parking; its events are worked off at once.</summary>
    /// <returns>False when it was not parked.</returns>
    public async Task<bool> Replay(TownId town, CitizenId citizen, CancellationToken stop)
    {
        var found = await _database.InTown(town, tx => ParkedTalkTable.Unpark(tx, town, citizen, stop), stop);
        _queue.Offer(town, [citizen]);
        return found;
    }

    internal async Task Park(TownId town, CitizenId citizen, CancellationToken stop)
    {
        var stamp = _hands.Stamp();
        // A commit whose word is lost leaves the apology to the end of its lease; nothing that is decided later overtakes it.
        var leased = await _database.InTown(town, async tx =>
        {
            string[] name = [citizen.Value];
            var (found, events) = await Lock(tx, town, name, stop);
            if (found is null or { Parked: true } or { Attempts: < Most })
            {
                return [];
            }

            var now = _clock.Now;
            var apology = _apology(town, new(citizen, found.Row, events, found.Row.WakeAt <= now));
            var newborns = OutboxTable.Newborns(apology is null ? [] : [apology], now, row => _hands.Takes(town, row));
            await using var batch = Statement.Batch(tx.Connection!, tx, ConversationTable.Park(town, citizen, now), InboxTable.Park(town, name, now));
            if (newborns.Count > 0)
            {
                batch.BatchCommands.Add(OutboxTable.Insert(town, newborns, _hands.Owner, now));
            }

            await using var reader = await batch.ExecuteReaderAsync(stop);
            return await reader.ReadAsync(stop)
                ? new List<LeasedRow> { LeasedRow.Of(town, OutboxTable.Born(reader, newborns.ToDictionary(n => n.Row.Id)), now, stamp) }
                : [];
        }, stop);
        _hands.Accept(leased);
    }

    private async Task<(LockedConversation? Found, IReadOnlyList<InboxEvent> Events)> Lock(
        NpgsqlTransaction tx, TownId town, string[] name, CancellationToken stop)
    {
        await using var batch = Statement.Batch(tx.Connection!, tx, ConversationTable.Lock(town, name), InboxTable.Pending(town, name));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var found = await reader.ReadAsync(stop) ? ConversationTable.Read(_sealer, town, reader) : null;
        await reader.NextResultAsync(stop);
        var events = new List<InboxEvent>();
        while (await reader.ReadAsync(stop))
        {
            events.Add(InboxTable.Read(_sealer, town, reader));
        }

        return (found, events);
    }
}
