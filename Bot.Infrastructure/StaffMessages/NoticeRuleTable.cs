using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Settings;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>The rules of a department.</summary>
/// <param name="Since">Since when it has any.</param>
public sealed record DepartmentRules(string Department, NoticeRules Rules, DateTimeOffset Since);

/// <summary>What departments wish to be told.</summary>
public static class NoticeRuleTable
{
    public static Task<IReadOnlyList<DepartmentRules>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select department, rules::text as rules, since from staff_notice_rule where town_id = @town order by department
            """;

        return Read(tx, sql, town, stop);
    }

    /// <summary>The rules of those departments at which no other process is at work now; they stay ours until the transaction ends.</summary>
    internal static Task<IReadOnlyList<DepartmentRules>> Lock(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        // Departments that are closed are told nothing any more.
        const string sql = """
            select r.department, r.rules::text as rules, r.since from staff_notice_rule r join department d on (d.town_id, d.code) = (r.town_id, r.department)
             where r.town_id = @town and d.closed_at is null
             order by r.department for update of r skip locked
            """;

        return Read(tx, sql, town, stop);
    }

    /// <param name="rules"><c>null</c> takes them away.</param>
    internal static Task Put(NpgsqlTransaction tx, TownId town, string department, JsonNode? rules, DateTimeOffset now, CancellationToken stop)
    {
        const string put = """
            insert into staff_notice_rule (town_id, department, rules, since) values (@town, @department, @rules::jsonb, @now)
            on conflict (town_id, department) do update set rules = excluded.rules
            """;
        const string remove = "delete from staff_notice_rule where town_id = @town and department = @department";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            rules is null ? remove : put, new { town, department, rules = rules?.ToJsonString(PieceJson.Options), now }, tx, cancellationToken: stop));
    }

    private static async Task<IReadOnlyList<DepartmentRules>> Read(NpgsqlTransaction tx, string sql, TownId town, CancellationToken stop) =>
        [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)))
            .Select(r => new DepartmentRules(r.Department, PieceJson.Read<NoticeRules>(JsonNode.Parse(r.Rules)!), r.Since))];

    private sealed record Row(string Department, string Rules, DateTimeOffset Since);
}
