using System.Text.Json;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>The rows of single reports; who reported is under seal.</summary>
public static class ReportTable
{
    /// <summary>More photos of one report are not kept.</summary>
    public const int MostPhotos = 20;

    private const string Columns = "report_id, case_id, citizen_id, language, latitude, longitude, danger, wants_call, array_to_string(photos, ' ') as photos, reported_at, noticed_at";

    public static Task Add(NpgsqlTransaction tx, Sealer sealer, TownId town, StoredReport report, Reporter reporter, CancellationToken stop)
    {
        const string sql = """
            insert into damage_report (town_id, report_id, case_id, citizen_id, language, latitude, longitude, danger, wants_call, photos, person, reported_at, noticed_at)
            values (@town, @Id, @Case, @Citizen, @language, @Latitude, @Longitude, @danger, @WantsCall, @photos, @person, @At, @NoticedAt)
            """;

        return Run(tx, sql, new
        {
            town, report.Id, report.Case, report.Citizen, language = report.Language.Tag, report.Point.Latitude, report.Point.Longitude, danger = (short)report.Danger,
            report.WantsCall, photos = report.Photos.ToArray(), person = Seal(sealer, town, report.Id, reporter), report.At, report.NoticedAt,
        }, stop);
    }

    /// <summary>What the same resident tells again of the same case: the worse danger and what is newly said of the person count.</summary>
    public static Task Again(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, Danger danger, bool wantsCall, Reporter reporter, CancellationToken stop)
    {
        const string sql = """
            update damage_report set danger = greatest(danger, @danger), wants_call = wants_call or @wantsCall, person = coalesce(@person, person)
             where town_id = @town and report_id = @id
            """;

        return Run(tx, sql, new { town, id, danger = (short)danger, wantsCall, person = Seal(sealer, town, id, reporter) }, stop);
    }

    /// <summary>Makes a report that staff typed a resident's own. Whoever has reported the same case already has nothing to take.</summary>
    /// <returns>False when it is somebody else's.</returns>
    public static async Task<bool> Adopt(NpgsqlTransaction tx, TownId town, Guid id, CitizenId citizen, CancellationToken stop)
    {
        const string sql = """
            update damage_report r set citizen_id = @citizen
             where r.town_id = @town and r.report_id = @id and (r.citizen_id is null or r.citizen_id = @citizen) and r.erased_at is null
               and not exists (select from damage_report o where o.town_id = @town and o.case_id = r.case_id and o.citizen_id = @citizen and o.report_id <> r.report_id)
            """;

        return await Run(tx, sql, new { town, id, citizen }, stop) > 0;
    }

    /// <summary>Photos that came later, by the resident whose report it is.</summary>
    public static Task AddPhotos(NpgsqlTransaction tx, TownId town, Guid id, CitizenId citizen, Items<string> photos, CancellationToken stop)
    {
        const string sql = """
            update damage_report
               set photos = (photos || (select coalesce(array_agg(p), '{}') from unnest(@photos) p where not p = any (photos)))[1:@MostPhotos]
             where town_id = @town and report_id = @id and citizen_id = @citizen
            """;

        return Run(tx, sql, new { town, id, citizen, photos = photos.ToArray(), MostPhotos }, stop);
    }

    /// <summary>It belongs from now on to another case.</summary>
    public static Task Move(NpgsqlTransaction tx, TownId town, Guid id, Guid into, CancellationToken stop)
    {
        const string sql = "update damage_report set case_id = @into where town_id = @town and report_id = @id";

        return Run(tx, sql, new { town, id, into }, stop);
    }

    public static Task<StoredReport?> Read(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_report where town_id = @town and report_id = @id
            """;

        return One(tx, sql, new { town, id }, stop);
    }

    /// <summary>The report that a resident has made of a case; <c>null</c> when there is none.</summary>
    public static Task<StoredReport?> Of(NpgsqlTransaction tx, TownId town, Guid @case, CitizenId citizen, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_report where town_id = @town and case_id = @case and citizen_id = @citizen
            """;

        return One(tx, sql, new { town, @case, citizen }, stop);
    }

    /// <summary>All reports of a case and of those merged into it, oldest first.</summary>
    public static async Task<IReadOnlyList<StoredReport>> Of(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_report
             where town_id = @town and case_id in (select case_id from damage_case where town_id = @town and (case_id = @case or duplicate_of = @case))
             order by reported_at, report_id
            """;

        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, @case }, tx, cancellationToken: stop))).Select(Report)];
    }

    /// <summary>How many reports a case has itself.</summary>
    public static Task<int> Count(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = "select count(*)::int from damage_report where town_id = @town and case_id = @case";

        return tx.Connection!.QuerySingleAsync<int>(new CommandDefinition(sql, new { town, @case }, tx, cancellationToken: stop));
    }

    /// <summary>Who reported, by report; those that were erased or said nothing of themselves are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Reporter>> Who(NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        const string sql = """
            select report_id, person from damage_report where town_id = @town and report_id = any (@ids) and person is not null
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Id, byte[] Person)>(new CommandDefinition(sql, new { town, ids = ids.ToArray() }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Id, r => JsonSerializer.Deserialize<Reporter>(sealer.OpenBytes(town, "damage_report", "person", $"{r.Id:n}", r.Person))!);
    }

    private static byte[]? Seal(Sealer sealer, TownId town, Guid id, Reporter reporter) => reporter.IsNobody()
        ? null
        : sealer.Seal(town, "damage_report", "person", $"{id:n}", JsonSerializer.SerializeToUtf8Bytes(reporter).AsSpan());

    private static async Task<StoredReport?> One(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)) is { } row ? Report(row) : null;

    private static StoredReport Report(Row r) => new(
        r.ReportId, r.CaseId, r.CitizenId is { } citizen ? new CitizenId(citizen) : null, new Language(r.Language), new GeoPoint(r.Latitude, r.Longitude), (Danger)r.Danger,
        r.WantsCall, [.. r.Photos.Split(' ', StringSplitOptions.RemoveEmptyEntries)], r.ReportedAt)
    {
        NoticedAt = r.NoticedAt,
    };

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        Guid ReportId, Guid CaseId, string? CitizenId, string Language, double Latitude, double Longitude, short Danger, bool WantsCall, string Photos, DateTimeOffset ReportedAt, DateTimeOffset? NoticedAt);
}
