using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Settings;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>The rules of each school. A school without any watches nobody.</summary>
public static class ArrivalRuleTable
{
    public static async Task<ArrivalRules?> Of(NpgsqlTransaction tx, TownId town, string school, CancellationToken stop)
    {
        const string sql = "select rules::text from arrival_rule where town_id = @town and school = @school";

        return await tx.Connection!.ExecuteScalarAsync<string>(new CommandDefinition(sql, new { town, school }, tx, cancellationToken: stop)) is { } text ? Read(text) : null;
    }

    /// <summary>Which schools of a town have rules.</summary>
    public static async Task<IReadOnlyList<string>> Schools(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select school from arrival_rule where town_id = @town order by school";

        return [.. await tx.Connection!.QueryAsync<string>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))];
    }

    /// <summary>The rules of a school at which no other process is at work now; it stays ours until the transaction ends.</summary>
    internal static async Task<ArrivalRules?> Lock(NpgsqlTransaction tx, TownId town, string school, CancellationToken stop)
    {
        const string sql = "select rules::text from arrival_rule where town_id = @town and school = @school for update skip locked";

        return await tx.Connection!.ExecuteScalarAsync<string>(new CommandDefinition(sql, new { town, school }, tx, cancellationToken: stop)) is { } text ? Read(text) : null;
    }

    public static Task Put(NpgsqlTransaction tx, TownId town, string school, ArrivalRules rules, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into arrival_rule (town_id, school, rules, changed_at, staff_id, staff_home) values (@town, @school, @rules::jsonb, @now, @Id, @Home)
            on conflict (town_id, school) do update
               set rules = excluded.rules, changed_at = excluded.changed_at, staff_id = excluded.staff_id, staff_home = excluded.staff_home
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, school, rules = PieceJson.Write(rules).ToJsonString(PieceJson.Options), now, by.Id, by.Home }, tx, cancellationToken: stop));
    }

    private static ArrivalRules Read(string text) => PieceJson.Read<ArrivalRules>(JsonNode.Parse(text)!);
}
