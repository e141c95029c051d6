using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;

namespace Bot.Infrastructure.Inbox;

/// <summary>
/// Counts attempts in transactions of their own, before they are made: an event that kills the process
/// has been counted by the time it does so, and cannot do it for ever.
/// </summary>
internal sealed class Attempts(Database database, DatabaseClock clock, FailPoints points)
{
    /// <summary>How often each was tried in vain; those whose pause is not over are missing.</summary>
    internal Task<IReadOnlyDictionary<CitizenId, int>> Read(TownId town, IReadOnlyList<CitizenId> citizens, CancellationToken stop) =>
        database.InTown(town, async tx =>
        {
            // A resident without a row was never tried.
            var attempts = citizens.ToDictionary(c => c, _ => 0);
            await using var batch = Statement.Batch(tx.Connection!, tx,
                ConversationTable.Attempts(town, [.. citizens.Select(c => c.Value)], clock.Now));
            await using var reader = await batch.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                var citizen = new CitizenId(reader.GetString(0));
                if (reader.GetBoolean(2))
                {
                    attempts.Remove(citizen);
                }
                else
                {
                    attempts[citizen] = reader.GetInt32(1);
                }
            }

            return (IReadOnlyDictionary<CitizenId, int>)attempts;
        }, stop);

    /// <summary>Adds one to the count of those that stand at <paramref name="attempts"/>; answers whom it counted (not those locked elsewhere).</summary>
    internal async Task<IReadOnlyList<CitizenId>> Count(TownId town, IReadOnlyList<CitizenId> citizens, int attempts, CancellationToken stop)
    {
        var all = await database.InTown(town, async tx =>
        {
            string[] names = [.. citizens.Select(c => c.Value).Order(StringComparer.Ordinal)];
            await using var batch = Statement.Batch(tx.Connection!, tx,
                new(Statement.ByIndex),
                ConversationTable.Create(town, names),
                ConversationTable.Count(town, names, attempts, clock.Now + Parking.Pause(attempts + 1)));
            await using var reader = await batch.ExecuteReaderAsync(stop);
            var counted = new List<CitizenId>();
            while (await reader.ReadAsync(stop))
            {
                counted.Add(new(reader.GetString(0)));
            }

            return (IReadOnlyList<CitizenId>)counted;
        }, stop);
        await points.Reach("attempt-counted");
        return all;
    }
}
