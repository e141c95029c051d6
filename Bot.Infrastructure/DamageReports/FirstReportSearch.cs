using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What the first of those who reported a case said, for lists and letters.</summary>
public static class FirstReportSearch
{
    /// <summary>The words for the place, by case; cases for which nobody wrote or sent any are missing. Residents write them freely: the caller notes in the audit log who looked.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> Places(NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyCollection<Guid> cases, CancellationToken stop)
    {
        const string sql = """
            select distinct on (case_id) case_id, report_id from damage_report
             where town_id = @town and case_id = any (@cases) and person is not null
             order by case_id, reported_at, report_id
            """;

        var rows = (await tx.Connection!.QueryAsync<(Guid Case, Guid Report)>(new CommandDefinition(sql, new { town, cases = cases.ToArray() }, tx, cancellationToken: stop))).ToList();
        var who = await ReportTable.Who(tx, sealer, town, [.. rows.Select(r => r.Report)], stop);
        return rows.Where(r => who.GetValueOrDefault(r.Report)?.Place is not null).ToDictionary(r => r.Case, r => who[r.Report].Place!);
    }

    /// <summary>The first who can be told by LINE, by case; cases without anybody are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, CitizenId>> Citizens(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> cases, CancellationToken stop)
    {
        const string sql = """
            select distinct on (case_id) case_id, citizen_id from damage_report
             where town_id = @town and case_id = any (@cases) and citizen_id is not null
             order by case_id, reported_at, report_id
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Case, string Citizen)>(new CommandDefinition(sql, new { town, cases = cases.ToArray() }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Case, r => new CitizenId(r.Citizen));
    }
}
