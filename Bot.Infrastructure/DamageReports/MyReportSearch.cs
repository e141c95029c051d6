using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What a resident reported lately.</summary>
public static class MyReportSearch
{
    /// <summary>The newest first; a merged case shows where the one stands that goes on.</summary>
    public static async Task<IReadOnlyList<MyCase>> Of(NpgsqlTransaction tx, TownId town, CitizenId citizen, DateTimeOffset since, int most, CancellationToken stop)
    {
        const string sql = """
            select r.report_id, g.number, c.kind, g.state, g.planned_on, g.passed_to, r.latitude, r.longitude, r.reported_at
              from damage_report r
              join damage_case c on c.town_id = @town and c.case_id = r.case_id
              join damage_case g on g.town_id = @town and g.case_id = coalesce(c.duplicate_of, c.case_id)
             where r.town_id = @town and r.citizen_id = @citizen and r.reported_at >= @since
             order by r.reported_at desc, r.report_id limit @most
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, citizen, since, most }, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new MyCase(
                r.ReportId, r.Number, r.Kind, CaseColumns.State(r.State, r.PlannedOn, null, r.PassedTo),
                new GeoPoint(r.Latitude, r.Longitude), r.ReportedAt)),
        ];
    }

    private sealed record Row(
        Guid ReportId, string Number, string Kind, string State, DateOnly? PlannedOn, string? PassedTo, double Latitude, double Longitude, DateTimeOffset ReportedAt);
}

/// <summary>A resident's own report with its case.</summary>
public sealed record MyCase(Guid Report, string Number, string Kind, ReportState State, GeoPoint Point, DateTimeOffset At);
