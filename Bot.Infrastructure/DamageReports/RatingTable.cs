using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What residents say of how a case was closed; one word for each report.</summary>
public static class RatingTable
{
    /// <returns>Whether it is the first for this report; a second changes nothing.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, StoredCase of, Guid report, bool isHelped, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into damage_rating (town_id, report_id, case_id, kind, department, is_helped, rated_at)
            values (@Town, @report, @Id, @Kind, @department, @isHelped, @now)
            on conflict do nothing
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { of.Town, report, of.Id, of.Kind, department = CaseColumns.Department(of.Target), isHelped, now }, tx, cancellationToken: stop)) == 1;
    }

    /// <summary>Whether it helped; <c>null</c> when nobody has said.</summary>
    public static Task<bool?> Of(NpgsqlTransaction tx, TownId town, Guid report, CancellationToken stop)
    {
        const string sql = "select is_helped from damage_rating where town_id = @town and report_id = @report";

        return tx.Connection!.QuerySingleOrDefaultAsync<bool?>(new CommandDefinition(sql, new { town, report }, tx, cancellationToken: stop));
    }
}
