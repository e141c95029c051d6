using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports.Open311;

/// <summary>Which report came by which key.</summary>
public static class Open311ReportTable
{
    /// <summary>Of a report that came twice the first counts.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, Guid report, Guid @case, Guid key, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into open311_report (town_id, report_id, case_id, key_id, made_at) values (@town, @report, @case, @key, @now)
            on conflict (town_id, report_id) do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, report, @case, key, now }, tx, cancellationToken: stop));
    }

    /// <summary>The title of the key by which a case first came; <c>null</c> when it did not come so.</summary>
    public static Task<string?> KeyOf(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = """
            select k.title from open311_report r join open311_key k on k.town_id = r.town_id and k.key_id = r.key_id
             where r.town_id = @town and r.case_id = @case order by r.made_at, r.report_id limit 1
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<string>(new CommandDefinition(sql, new { town, @case }, tx, cancellationToken: stop));
    }

    /// <summary>The case of a report; <c>null</c> when no key sent it.</summary>
    public static Task<Guid?> CaseOf(NpgsqlTransaction tx, TownId town, Guid report, CancellationToken stop)
    {
        const string sql = "select case_id from open311_report where town_id = @town and report_id = @report";

        return tx.Connection!.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(sql, new { town, report }, tx, cancellationToken: stop));
    }

    /// <summary>The cases that a key sent, changed since then; the newest first.</summary>
    public static async Task<IReadOnlyList<Guid>> Of(NpgsqlTransaction tx, TownId town, Guid key, DateTimeOffset changed, int most, CancellationToken stop)
    {
        const string sql = """
            select c.case_id from damage_case c
             where c.town_id = @town and c.changed_at >= @changed
               and exists (select from open311_report r where r.town_id = @town and r.case_id = c.case_id and r.key_id = @key)
             order by c.changed_at desc, c.case_id limit @most
            """;

        return [.. await tx.Connection!.QueryAsync<Guid>(new CommandDefinition(sql, new { town, key, changed, most }, tx, cancellationToken: stop))];
    }

    /// <summary>Whether a key sent a case.</summary>
    public static Task<bool> Sent(NpgsqlTransaction tx, TownId town, Guid key, Guid @case, CancellationToken stop)
    {
        const string sql = "select exists (select from open311_report where town_id = @town and key_id = @key and case_id = @case)";

        return tx.Connection!.QuerySingleAsync<bool>(new CommandDefinition(sql, new { town, key, @case }, tx, cancellationToken: stop));
    }
}
