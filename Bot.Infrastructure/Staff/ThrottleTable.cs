using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Counts guesses by account and by address. In a table, so that neither a restart nor a second process forgives them.</summary>
public static class ThrottleTable
{
    /// <summary>
    /// Takes one guess: until it turns out right it counts as a failure, so a thousand guesses at once are a thousand failures.
    /// Answers when one may guess again; <c>null</c> when the guess may be made now.
    /// </summary>
    public static async Task<DateTimeOffset?> Take(NpgsqlTransaction tx, TownId town, IReadOnlyList<Guess> guesses, DateTimeOffset now, CancellationToken stop)
    {
        // Made or locked in one order, so guesses on one account stand in line and never in each other's way.
        const string sql = """
            insert into staff_throttle (town_id, key_hash, failures, last_at, until_at)
            select @town, h, 0, @now, @now from unnest(@hashes) as h order by h
            on conflict (town_id, key_hash) do update set until_at = staff_throttle.until_at
            returning key_hash, failures, last_at, until_at
            """;

        var hashes = guesses.Select(g => Hash(g.Key)).ToArray();
        var rows = (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, hashes, now }, tx, cancellationToken: stop))).ToList();
        if (rows.Max(r => r.UntilAt) is var until && until > now)
        {
            return until;
        }

        foreach (var guess in guesses)
        {
            var hash = Hash(guess.Key);
            var row = rows.Single(r => r.KeyHash.AsSpan().SequenceEqual(hash));
            var failures = now - row.LastAt < guess.Delay.Forgets ? row.Failures + 1 : 1;
            const string count = "update staff_throttle set failures = @failures, last_at = @now, until_at = @next where town_id = @town and key_hash = @hash";

            await Run(tx, count, new { town, hash, failures, now, next = now + guess.Delay.After(failures) }, stop);
        }

        return null;
    }

    /// <summary>The guess was right: nothing stands against this account any more.</summary>
    public static Task Forgive(NpgsqlTransaction tx, TownId town, string key, CancellationToken stop)
    {
        const string sql = "delete from staff_throttle where town_id = @town and key_hash = @hash";

        return Run(tx, sql, new { town, hash = Hash(key) }, stop);
    }

    /// <summary>The guess was right: it did not count. Earlier failures from the same address do, whoever made them.</summary>
    public static Task GiveBack(NpgsqlTransaction tx, TownId town, string key, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update staff_throttle set failures = greatest(failures - 1, 0), until_at = @now where town_id = @town and key_hash = @hash";

        return Run(tx, sql, new { town, hash = Hash(key), now }, stop);
    }

    /// <summary>Drops what would be forgotten anyway; a guesser who makes up names would fill the table otherwise.</summary>
    public static Task Sweep(NpgsqlTransaction tx, TownId town, DateTimeOffset before, CancellationToken stop)
    {
        const string sql = """
            delete from staff_throttle where town_id = @town and key_hash in (
                select key_hash from staff_throttle where town_id = @town and last_at < @before limit 200 for update skip locked)
            """;

        return Run(tx, sql, new { town, before }, stop);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(byte[] KeyHash, int Failures, DateTimeOffset LastAt, DateTimeOffset UntilAt);
}

/// <param name="Key">Whom or where a guess is counted against; stored as a hash.</param>
public sealed record Guess(string Key, GuessDelay Delay);
