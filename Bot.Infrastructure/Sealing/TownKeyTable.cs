using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Sealing;

/// <summary>A key of a town as it is kept.</summary>
/// <param name="Use"><c>seal</c> or <c>search</c>.</param>
internal sealed record WrappedKey(string Use, short KeyId, byte[] Wrapped, DateTimeOffset MadeAt, DateTimeOffset? RetiredAt);

/// <summary>The towns' keys, each wrapped under a key outside the database.</summary>
internal static class TownKeyTable
{
    /// <summary>All keys of the town that were not destroyed.</summary>
    internal const string Read = """
        select use, key_id, wrapped, made_at, retired_at from town_key where town_id = @town and wrapped is not null order by use, key_id
        """;

    /// <summary>Adds a key; of two that add the same one, the first wins.</summary>
    internal const string Add = """
        insert into town_key (town_id, use, key_id, wrapped, made_at) values (@town, @use, @keyId, @wrapped, @now)
        on conflict (town_id, use, key_id) do nothing
        """;

    internal static async Task<IReadOnlyList<WrappedKey>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop) =>
        [.. await tx.Connection!.QueryAsync<WrappedKey>(new CommandDefinition(Read, new { town }, tx, cancellationToken: stop))];

    internal static Task Insert(NpgsqlTransaction tx, TownId town, string use, short keyId, byte[] wrapped, DateTimeOffset now, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(Add, new { town, use, keyId, wrapped, now }, tx, cancellationToken: stop));

    /// <summary>The same key in a new wrapping, if it is still in the old one.</summary>
    internal static Task<int> Rewrap(NpgsqlTransaction tx, TownId town, WrappedKey was, byte[] wrapped, CancellationToken stop)
    {
        const string sql = """
            update town_key set wrapped = @wrapped where town_id = @town and use = @Use and key_id = @KeyId and wrapped = @old
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, was.Use, was.KeyId, old = was.Wrapped, wrapped }, tx, cancellationToken: stop));
    }

    /// <summary>Nothing is sealed with these any more; they stay for what older backups hold.</summary>
    internal static Task<int> Retire(NpgsqlTransaction tx, TownId town, short before, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update town_key set retired_at = @now where town_id = @town and use = 'seal' and key_id < @before and retired_at is null
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, before, now }, tx, cancellationToken: stop));
    }
}
