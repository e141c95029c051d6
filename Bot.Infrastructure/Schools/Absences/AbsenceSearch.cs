using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>How many of a school are away.</summary>
public sealed record AbsenceCount(string School, string Kind, int Children);

/// <summary>Looks up what was reported.</summary>
public static class AbsenceSearch
{
    private const string Columns = "absence_id, school, child_id, citizen_id, kind, first_day, last_day, state, sent_at, seen_at, expected_at, told";

    public static async Task<Absence?> Read(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_absence where town_id = @town and absence_id = @id";

        return (await All(tx, sql, new { town, id }, stop)).SingleOrDefault()?.Absence;
    }

    /// <summary>One report with why.</summary>
    public static async Task<(Absence Absence, AbsenceStory Story)?> Open(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_absence where town_id = @town and absence_id = @id";

        return (await All(tx, sql, new { town, id }, stop)).SingleOrDefault() is { } row ? (row.Absence, Story(sealer, town, row.AbsenceId, row.Told)) : null;
    }

    /// <summary>A guardian's own that reach to some day or later, whatever their state.</summary>
    public static async Task<IReadOnlyList<Absence>> OfCitizen(NpgsqlTransaction tx, TownId town, CitizenId citizen, DateOnly from, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_absence where town_id = @town and citizen_id = @citizen and last_day >= @from order by sent_at, absence_id";

        return [.. (await All(tx, sql, new { town, citizen = citizen.Value, from }, stop)).Select(r => r.Absence)];
    }

    /// <summary>All that stands of a child on some days.</summary>
    public static async Task<IReadOnlyList<Absence>> OfChild(NpgsqlTransaction tx, TownId town, ChildId child, DaySpan days, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_absence
             where town_id = @town and child_id = @child and last_day >= @First and first_day <= @Last and state in ('sent', 'seen') order by sent_at, absence_id
            """;

        return [.. (await All(tx, sql, new { town, child = child.Value, days.First, days.Last }, stop)).Select(r => r.Absence)];
    }

    /// <summary>All that stands at a school on some days, oldest first.</summary>
    public static async Task<IReadOnlyList<(Absence Absence, AbsenceStory Story)>> OfSchool(
        NpgsqlTransaction tx, Sealer sealer, TownId town, string school, DaySpan days, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_absence
             where town_id = @town and school = @school and last_day >= @First and first_day <= @Last and state in ('sent', 'seen') order by sent_at, absence_id
            """;

        return [.. (await All(tx, sql, new { town, school, days.First, days.Last }, stop)).Select(r => (r.Absence, Story(sealer, town, r.AbsenceId, r.Told)))];
    }

    /// <summary>All that stands at a school on one day, without why.</summary>
    public static async Task<IReadOnlyList<Absence>> OfDay(NpgsqlTransaction tx, TownId town, string school, DateOnly day, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_absence
             where town_id = @town and school = @school and last_day >= @day and first_day <= @day and state in ('sent', 'seen')
            """;

        return [.. (await All(tx, sql, new { town, school, day }, stop)).Select(r => r.Absence)];
    }

    /// <summary>Of all schools of the town: numbers and nothing else.</summary>
    public static async Task<IReadOnlyList<AbsenceCount>> Counts(NpgsqlTransaction tx, TownId town, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            select school, kind, count(distinct child_id)::int as children from school_absence
             where town_id = @town and first_day <= @day and last_day >= @day and state in ('sent', 'seen') group by school, kind
            """;

        return [.. await tx.Connection!.QueryAsync<AbsenceCount>(new CommandDefinition(sql, new { town, day }, tx, cancellationToken: stop))];
    }

    /// <summary>How things stand, for lists that are open.</summary>
    public static async Task<string> Mark(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select coalesce((select changed_at from school_absence where town_id = @town order by changed_at desc limit 1)::text, '')";

        return await tx.Connection!.QuerySingleAsync<string>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
    }

    private static Task<IEnumerable<Row>> All(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    internal static AbsenceStory Story(Sealer sealer, TownId town, Guid id, byte[]? told) => told is null
        ? new AbsenceStory(null, null)
        : JsonSerializer.Deserialize<AbsenceStory>(sealer.OpenBytes(town, "school_absence", "told", $"{id:n}", told))!;

    private sealed record Row(
        Guid AbsenceId, string School, Guid ChildId, string? CitizenId, string Kind, DateOnly FirstDay, DateOnly LastDay, string State, DateTimeOffset SentAt, DateTimeOffset? SeenAt, TimeOnly? ExpectedAt, byte[]? Told)
    {
        public Absence Absence => new(
            AbsenceId, School, new ChildId(ChildId), string.IsNullOrEmpty(CitizenId) ? null : new CitizenId(CitizenId), AbsenceNames.Kind(Kind)!.Value, new DaySpan(FirstDay, LastDay),
            Enum.Parse<AbsenceState>(State, ignoreCase: true), SentAt, SeenAt)
        {
            ExpectedAt = ExpectedAt,
        };
    }
}
