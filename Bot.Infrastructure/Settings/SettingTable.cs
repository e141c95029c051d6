using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Settings;

/// <summary>What staff have laid over the town's folder, piece by piece, and the count by which processes know that something has changed.</summary>
public static class SettingTable
{
    /// <summary>The count of changes of every town of this database; one small statement outside any town, for those who watch.</summary>
    public static async Task<IReadOnlyDictionary<TownId, int>> Versions(Database database, CancellationToken stop)
    {
        const string sql = "select town_id, settings_version from town";

        await using var connection = await database.Connect(stop);
        var rows = await connection.QueryAsync<Version>(new CommandDefinition(sql, cancellationToken: stop));
        return rows.ToDictionary(r => new TownId(r.TownId), r => r.SettingsVersion);
    }

    /// <summary>Keeps the town's settings ours, so that changes come one by one.</summary>
    public static Task Lock(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select settings_version from town where town_id = @town for no key update";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
    }

    /// <summary>Counts a change; from the commit on all processes see it.</summary>
    public static Task<int> Count(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "update town set settings_version = settings_version + 1 where town_id = @town returning settings_version";

        return tx.Connection!.QuerySingleAsync<int>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
    }

    public static async Task<Dictionary<string, JsonNode>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select key, value::text as value from town_setting where town_id = @town";

        var rows = await tx.Connection!.QueryAsync<Setting>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Key, r => JsonNode.Parse(r.Value)!, StringComparer.Ordinal);
    }

    /// <param name="value"><c>null</c> takes the piece away, so that the folder speaks again.</param>
    public static Task Put(NpgsqlTransaction tx, TownId town, string key, JsonNode? value, CancellationToken stop)
    {
        const string put = """
            insert into town_setting (town_id, key, value, version) values (@town, @key, @value::jsonb, 1)
            on conflict (town_id, key) do update set value = excluded.value, version = town_setting.version + 1
            """;
        const string remove = "delete from town_setting where town_id = @town and key = @key";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            value is null ? remove : put, new { town, key, value = value?.ToJsonString(PieceJson.Options) }, tx, cancellationToken: stop));
    }

    private sealed record Version(string TownId, int SettingsVersion);

    private sealed record Setting(string Key, string Value);
}
