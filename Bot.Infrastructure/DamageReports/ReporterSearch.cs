using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A report with the number of its case, for finding the person.</summary>
public sealed record ReporterRow(Guid Report, string Number, CitizenId? Citizen, DateTimeOffset At);

/// <summary>Finds reports of a person; oldest first.</summary>
public static class ReporterSearch
{
    private const string Columns = "r.report_id, c.number, r.citizen_id, r.reported_at from damage_report r join damage_case c on c.town_id = r.town_id and c.case_id = r.case_id";

    /// <summary>All reports of the case of that number: staff ask which of them is the person's.</summary>
    public static Task<IReadOnlyList<ReporterRow>> Numbered(NpgsqlTransaction tx, TownId town, string number, int most, CancellationToken stop) =>
        Many(tx, $"select {Columns} where r.town_id = @town and c.number = @number order by r.reported_at, r.report_id limit @most", new { town, number, most }, stop);

    /// <summary>Those of these ids, and of these LINE accounts.</summary>
    public static Task<IReadOnlyList<ReporterRow>> Of(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> ids, IReadOnlyCollection<string> citizens, CancellationToken stop) => Many(
        tx,
        $"select {Columns} where r.town_id = @town and (r.report_id = any (@ids) or r.citizen_id = any (@citizens)) order by r.reported_at, r.report_id",
        new { town, ids = ids.ToArray(), citizens = citizens.ToArray() },
        stop);

    private static async Task<IReadOnlyList<ReporterRow>> Many(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
    [
        .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))
            .Select(r => new ReporterRow(r.ReportId, r.Number, r.CitizenId is { } citizen ? new CitizenId(citizen) : null, r.ReportedAt)),
    ];

    private sealed record Row(Guid ReportId, string Number, string? CitizenId, DateTimeOffset ReportedAt);
}
