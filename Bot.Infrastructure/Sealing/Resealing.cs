using System.Security.Cryptography;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;

namespace Bot.Infrastructure.Sealing;

/// <summary>
/// Changes a town's keys while it works: old and new ones open, and what was sealed with the old ones is sealed anew in small transactions.
/// A turn that changes a row meanwhile wins; its row is looked at again.
/// </summary>
public sealed class Resealing(Database database, TownKeys keys, Sealer sealer, TimeProvider clock)
{
    private const int MostRounds = 20;

    /// <summary>Makes a new key and seals everything with it.</summary>
    /// <param name="settle">How long other processes may go on sealing with the old key until they have learnt of the new one.</param>
    public async Task<ResealReport> Rotate(TownId town, TimeSpan settle, CancellationToken stop)
    {
        var next = (short)(keys.Of(town).Current + 1);
        await database.InTown(town, tx => TownKeyTable.Insert(
            tx, town, TownKeys.Seal, next, keys.Master.Wrap(town, TownKeys.Seal, next, RandomNumberGenerator.GetBytes(32)), clock.GetUtcNow(), stop), stop);
        keys.Forget(town);
        await Task.Delay(settle, clock, stop);
        var report = await Seal(town, stop);
        await database.InTown(town, tx => TownKeyTable.Retire(tx, town, report.KeyId, clock.GetUtcNow(), stop), stop);
        return report;
    }

    /// <summary>Seals with the town's newest key whatever is not: what is older, and what was stored before there were seals.</summary>
    public async Task<ResealReport> Seal(TownId town, CancellationToken stop)
    {
        var keyId = keys.Of(town).Current;
        var values = 0;
        foreach (var column in SealedColumn.All)
        {
            for (var round = 1; ; round++)
            {
                var (changed, missed) = await Walk(town, column, keyId, stop);
                values += changed;
                if (missed == 0)
                {
                    break;
                }

                if (round == MostRounds)
                {
                    throw new InvalidOperationException($"{column.Table}.{column.Column} changes faster than it can be sealed");
                }
            }
        }

        return new(keyId, values);
    }

    /// <summary>Wraps all keys of a town with the newest master key; what they seal stays as it is.</summary>
    /// <returns>How many were wrapped anew.</returns>
    public Task<int> Rewrap(TownId town, CancellationToken stop) => database.InTown(town, async tx =>
    {
        var count = 0;
        foreach (var key in (await TownKeyTable.All(tx, town, stop)).Where(k => !keys.Master.IsFresh(k.Wrapped)))
        {
            var plain = keys.Master.Unwrap(town, key.Use, key.KeyId, key.Wrapped);
            count += await TownKeyTable.Rewrap(tx, town, key, keys.Master.Wrap(town, key.Use, key.KeyId, plain), stop);
        }

        return count;
    }, stop);

    private async Task<(int Changed, int Missed)> Walk(TownId town, SealedColumn column, short keyId, CancellationToken stop)
    {
        byte[] head = [Sealer.Version, (byte)(keyId >> 8), (byte)keyId];
        var pages = await database.ReadInTown(town, tx => ResealTable.Pages(tx, column, stop), stop);
        var (changed, missed) = (0, 0);
        for (long page = 0; page < pages; page += column.Stretch)
        {
            var at = page;
            var (found, swapped) = await database.InTown(town, async tx =>
            {
                var old = await ResealTable.Older(tx, town, column, head, at, stop);
                byte[][] fresh = [.. old.Select(o => sealer.Seal(
                    town, column.Table, column.Column, o.Row, sealer.OpenOrPlain(town, column.Table, column.Column, o.Row, o.Value).AsSpan()))];
                return old.Count == 0 ? (0, 0) : (old.Count, await ResealTable.Swap(tx, town, column, old, fresh, stop));
            }, stop);
            changed += swapped;
            missed += found - swapped;
        }

        return (changed, missed);
    }
}

/// <summary>What came of sealing anew.</summary>
/// <param name="KeyId">The key with which everything is sealed now.</param>
/// <param name="Values">How many values were sealed.</param>
public sealed record ResealReport(short KeyId, int Values);
