using System.Collections.Concurrent;
using System.Security.Cryptography;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Sealing;

/// <summary>
/// The towns' keys, unwrapped and held in memory. The first use of a town's keys in a process asks the database for them, outside the
/// caller's transaction; after that sealing asks nothing. A town without keys gets its first ones then.
/// </summary>
/// <param name="database">A small pool of its own, so that a caller that holds a connection never waits for one of the same pool.</param>
public sealed class TownKeys(Database database, MasterKeys master, TimeProvider clock)
{
    internal const string Seal = "seal";
    internal const string Search = "search";

    private readonly ConcurrentDictionary<TownId, TownKeySet> _sets = new();
    private readonly ConcurrentDictionary<TownId, Lock> _locks = new();

    internal MasterKeys Master => master;

    internal TownKeySet Of(TownId town) => _sets.TryGetValue(town, out var keys) ? keys : Load(town, null);

    /// <summary>The key by which something was sealed; one that is not known yet was made by another process just now.</summary>
    /// <exception cref="SealBrokenException">There is no such key.</exception>
    internal byte[] SealKey(TownId town, short keyId)
    {
        var keys = Of(town);
        return keys.Seals.TryGetValue(keyId, out var key) || Load(town, keys).Seals.TryGetValue(keyId, out key)
            ? key
            : throw new SealBrokenException($"no key {keyId} of {town.Value}");
    }

    /// <summary>Learns of keys that other processes have made, for all towns that were used here.</summary>
    internal async Task Refresh(CancellationToken stop)
    {
        foreach (var town in _sets.Keys)
        {
            _sets[town] = Unwrap(town, await database.ReadInTown(town, tx => TownKeyTable.All(tx, town, stop), stop));
        }
    }

    /// <summary>Forgets what is held of a town, so that the next use reads it anew.</summary>
    internal void Forget(TownId town) => _sets.TryRemove(town, out _);

    /// <summary>Reads a town's keys in the way of the caller: once per process and town, and then never again.</summary>
    /// <param name="known">What the caller has seen; if somebody else has read anew meanwhile, that is good enough.</param>
    private TownKeySet Load(TownId town, TownKeySet? known)
    {
        lock (_locks.GetOrAdd(town, _ => new Lock()))
        {
            if (_sets.TryGetValue(town, out var fresh) && fresh != known)
            {
                return fresh;
            }

            using var connection = database.ConnectNow();
            using var tx = connection.BeginTransaction();
            connection.Execute(Database.Enter(town), transaction: tx);
            var rows = Rows(connection, tx, town);
            if (!rows.Any(r => r.Use == Seal) || !rows.Any(r => r.Use == Search))
            {
                foreach (var use in (string[])[Seal, Search])
                {
                    connection.Execute(TownKeyTable.Add, new { town, use, keyId = (short)1, wrapped = master.Wrap(town, use, 1, RandomNumberGenerator.GetBytes(32)), now = clock.GetUtcNow() }, tx);
                }

                rows = Rows(connection, tx, town);
            }

            tx.Commit();
            return _sets[town] = Unwrap(town, rows);
        }
    }

    private static List<WrappedKey> Rows(NpgsqlConnection connection, NpgsqlTransaction tx, TownId town) =>
        [.. connection.Query<WrappedKey>(TownKeyTable.Read, new { town }, tx)];

    private TownKeySet Unwrap(TownId town, IReadOnlyList<WrappedKey> rows)
    {
        var seals = rows.Where(r => r.Use == Seal).ToDictionary(r => r.KeyId, r => master.Unwrap(town, r.Use, r.KeyId, r.Wrapped));
        var search = rows.Last(r => r.Use == Search);
        return new(seals, seals.Keys.Max(), master.Unwrap(town, search.Use, search.KeyId, search.Wrapped));
    }
}

/// <summary>A town's keys, ready for use.</summary>
/// <param name="Current">What is sealed now is sealed with this one.</param>
internal sealed record TownKeySet(IReadOnlyDictionary<short, byte[]> Seals, short Current, byte[] Search);
