using Bot.Chaos.Ground;
using Bot.Infrastructure.DamageReports.Open311;
using Dapper;
using Npgsql;

namespace Bot.Chaos.Fuzz;

/// <summary>Gives the fuzz a key, so that what it sends comes as far as the desk.</summary>
internal static class Open311KeySql
{
    /// <returns>A key that opens in each town.</returns>
    public static async Task<string> Open(string admin, CancellationToken stop)
    {
        const string sql = """
            insert into open311_key (town_id, key_id, title, hash, may_report, may_update, made_at, made_by, made_home)
            values (@town, gen_random_uuid(), 'fuzz', @hash, true, true, now(), '', @town)
            """;

        var key = Open311Key.Fresh();
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(stop);
        foreach (var town in Site.Towns)
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, new { town, hash = Open311Key.Hash(key) }, cancellationToken: stop));
        }

        return key;
    }
}
