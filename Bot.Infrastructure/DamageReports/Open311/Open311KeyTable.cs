using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports.Open311;

/// <summary>The keys of a town, by their hashes.</summary>
public static class Open311KeyTable
{
    private const string Columns = "key_id as id, title, may_report, may_update, made_at, made_by, made_home, used_on, revoked_at";

    /// <param name="id">Made with the form, so that a form sent twice makes one key.</param>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> Add(
        NpgsqlTransaction tx, TownId town, Guid id, byte[] hash, string title, bool mayReport, bool mayUpdate, Actor actor, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into open311_key (town_id, key_id, title, hash, may_report, may_update, made_at, made_by, made_home)
            values (@town, @id, @title, @hash, @mayReport, @mayUpdate, @now, @by, @Home)
            on conflict (town_id, key_id) do nothing
            """;

        var added = await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, id, title, hash, mayReport, mayUpdate, now, by = actor.Id, actor.Home }, tx, cancellationToken: stop)) == 1;
        if (added)
        {
            await Audit(tx, town, id, actor, "made", now, stop);
        }

        return added;
    }

    /// <summary>All of a town, the newest first.</summary>
    public static async Task<IReadOnlyList<Open311Key>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from open311_key where town_id = @town order by made_at desc, key_id
            """;

        return [.. await tx.Connection!.QueryAsync<Open311Key>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))];
    }

    /// <summary>The key with that hash; <c>null</c> when there is none, or it was taken back.</summary>
    public static Task<Open311Key?> Find(NpgsqlTransaction tx, TownId town, byte[] hash, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from open311_key where town_id = @town and hash = @hash and revoked_at is null
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<Open311Key>(new CommandDefinition(sql, new { town, hash }, tx, cancellationToken: stop));
    }

    /// <summary>Notes the day on which it wrote, once a day.</summary>
    public static Task Use(NpgsqlTransaction tx, TownId town, Guid id, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            update open311_key set used_on = @day where town_id = @town and key_id = @id and used_on is distinct from @day
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, id, day }, tx, cancellationToken: stop));
    }

    /// <returns>The key; <c>null</c> when there is none that still opens anything.</returns>
    public static async Task<Open311Key?> Revoke(NpgsqlTransaction tx, TownId town, Guid id, Actor actor, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = $"""
            update open311_key set revoked_at = @now where town_id = @town and key_id = @id and revoked_at is null returning {Columns}
            """;

        var key = await tx.Connection!.QuerySingleOrDefaultAsync<Open311Key>(new CommandDefinition(sql, new { town, id, now }, tx, cancellationToken: stop));
        if (key is not null)
        {
            await Audit(tx, town, id, actor, "revoked", now, stop);
        }

        return key;
    }

    private static Task Audit(NpgsqlTransaction tx, TownId town, Guid id, Actor actor, string what, DateTimeOffset now, CancellationToken stop) =>
        AuditTable.Add(tx, town, actor, new AuditEntry($"damage-reports.keys/{what}", [$"open311-key/{id:n}"]), now, stop);
}
