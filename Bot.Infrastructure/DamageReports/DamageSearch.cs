using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Finds cases of a town.</summary>
public static class DamageSearch
{
    internal const string Columns =
        "town_id, case_id, number, kind, kind_group, latitude, longitude, state, planned_on, duplicate_of, passed_to, target, road_owner, array_to_string(why, ' ') as why, " +
        "danger, reporters, urgency, array_to_string(urgency_why, ' ') as urgency_why, from_town, from_case, opened_at, changed_at, version, is_drill, is_trusted";

    /// <summary>More open cases within one box are not looked at.</summary>
    private const int MostNear = 500;

    public static async Task<StoredCase?> Read(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_case where town_id = @town and case_id = @id
            """;

        return (await Cases(tx, sql, new { town, id }, stop)).SingleOrDefault();
    }

    /// <summary>Those of the cases that are there, in no order.</summary>
    public static Task<IReadOnlyList<StoredCase>> Of(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_case where town_id = @town and case_id = any (@ids)
            """;

        return Cases(tx, sql, new { town, ids = ids.ToArray() }, stop);
    }

    /// <summary>The case of that number; <c>null</c> when there is none.</summary>
    public static async Task<StoredCase?> Numbered(NpgsqlTransaction tx, TownId town, string number, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_case where town_id = @town and number = @number
            """;

        return (await Cases(tx, sql, new { town, number }, stop)).SingleOrDefault();
    }

    /// <summary>These cases, kept ours until the transaction ends; always locked in the order of their ids, so that two who lock the same ones cannot block each other.</summary>
    public static async Task<IReadOnlyDictionary<Guid, StoredCase>> Lock(NpgsqlTransaction tx, TownId town, Guid[] ids, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_case where town_id = @town and case_id = any (@ids) order by case_id for update
            """;

        return (await Cases(tx, sql, new { town, ids }, stop)).ToDictionary(c => c.Id);
    }

    /// <summary>The cases that were merged into one, oldest first.</summary>
    public static Task<IReadOnlyList<StoredCase>> Merged(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_case where town_id = @town and duplicate_of = @id order by opened_at, case_id
            """;

        return Cases(tx, sql, new { town, id }, stop);
    }

    /// <summary>Which case another town's case became here.</summary>
    public static async Task<StoredCase?> From(NpgsqlTransaction tx, TownId town, CaseOrigin origin, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from damage_case where town_id = @town and from_town = @fromTown and from_case = @Case
            """;

        return (await Cases(tx, sql, new { town, fromTown = origin.Town, origin.Case }, stop)).SingleOrDefault();
    }

    /// <summary>Open cases of a group around a place, wherever in the box; the caller reckons the distance.</summary>
    /// <param name="isDrill">Of a drill, or of all other days.</param>
    public static async Task<IReadOnlyList<NearCase>> Near(
        NpgsqlTransaction tx, TownId town, string group, GeoBox box, CitizenId? citizen, bool isDrill, CancellationToken stop)
    {
        const string sql = """
            select c.case_id, c.number, c.kind, c.latitude, c.longitude, c.state, c.planned_on, c.opened_at, c.reporters,
                   exists (select from damage_report r where r.town_id = @town and r.case_id = c.case_id and r.citizen_id = @citizen) as own
              from damage_case c
             where c.town_id = @town and c.kind_group = @group and c.state in ('new', 'accepted', 'planned', 'in-work')
               and c.is_drill = @isDrill and c.latitude between @South and @North and c.longitude between @West and @East
             order by c.opened_at desc limit @MostNear
            """;

        var rows = await tx.Connection!.QueryAsync<NearRow>(new CommandDefinition(
            sql, new { town, group, citizen = citizen?.Value, isDrill, box.South, box.North, box.West, box.East, MostNear }, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new NearCase(
                r.CaseId, r.Number, r.Kind, new GeoPoint(r.Latitude, r.Longitude), CaseColumns.State(r.State, r.PlannedOn, null, null), r.OpenedAt, r.Reporters, r.Own)),
        ];
    }

    internal static async Task<IReadOnlyList<StoredCase>> Cases(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).Select(Case)];

    private static StoredCase Case(Row r) => new()
    {
        Town = r.TownId,
        Id = r.CaseId,
        Number = r.Number,
        Kind = r.Kind,
        Group = r.KindGroup,
        Point = new GeoPoint(r.Latitude, r.Longitude),
        State = CaseColumns.State(r.State, r.PlannedOn, r.DuplicateOf, r.PassedTo),
        Target = CaseColumns.Target(r.Target),
        Road = PlanFromFiles.ToOwner(r.RoadOwner),
        Why = CaseColumns.Why(r.Why),
        Danger = (Danger)r.Danger,
        Reporters = r.Reporters,
        Urgency = CaseColumns.Urgency(r.Urgency, r.UrgencyWhy),
        OpenedAt = r.OpenedAt,
        ChangedAt = r.ChangedAt,
        From = r.FromTown is { } from ? new CaseOrigin(new TownId(from), r.FromCase!.Value) : null,
        Version = r.Version,
        IsDrill = r.IsDrill,
        IsTrusted = r.IsTrusted,
    };

    private sealed record Row(
        TownId TownId, Guid CaseId, string Number, string Kind, string KindGroup, double Latitude, double Longitude, string State, DateOnly? PlannedOn, Guid? DuplicateOf,
        string? PassedTo, string Target, string RoadOwner, string Why, short Danger, int Reporters, int Urgency, string UrgencyWhy, string? FromTown, Guid? FromCase,
        DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, int Version, bool IsDrill, bool IsTrusted);

    private sealed record NearRow(
        Guid CaseId, string Number, string Kind, double Latitude, double Longitude, string State, DateOnly? PlannedOn, DateTimeOffset OpenedAt, int Reporters, bool Own);
}
