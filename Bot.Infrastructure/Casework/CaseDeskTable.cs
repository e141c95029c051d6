using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>Whose desk a subject lies on.</summary>
/// <param name="Home">The town or union whose people these are.</param>
/// <param name="Version">0 while nobody has taken it.</param>
public sealed record CaseDesk(TownId Home, string? Department, StaffId? Assignee, int Version)
{
    public bool IsFree => Department is null && Assignee is null;
}

/// <summary>Something on somebody's desk.</summary>
public sealed record AssignedCase(CaseSubject At, DateTimeOffset Since);

/// <summary>Who works on what. Of two who hand the same thing over at once the first one wins and the second is told.</summary>
public static class CaseDeskTable
{
    public static async Task<CaseDesk?> Find(NpgsqlTransaction tx, CaseSubject at, CancellationToken stop)
    {
        const string sql = """
            select home, department, assignee, version from case_desk where town_id = @Owner and module = @Module and subject = @Subject
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, at, tx, cancellationToken: stop)) is { } row
            ? new CaseDesk(row.Home, row.Department, row.Assignee is { } id ? new StaffId(id) : null, row.Version)
            : null;
    }

    /// <summary>The desks of a list's rows, in one query; those on no desk are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, CaseDesk>> Of(
        NpgsqlTransaction tx, string module, IReadOnlyCollection<(TownId Owner, string Subject)> subjects, CancellationToken stop)
    {
        const string sql = """
            select subject, home, department, assignee, version from case_desk
             where town_id = any (@towns) and module = @module and subject = any (@subjects) and (department is not null or assignee is not null)
            """;

        var rows = await tx.Connection!.QueryAsync<Listed>(new CommandDefinition(
            sql, new { module, towns = subjects.Select(s => s.Owner.Value).Distinct().ToArray(), subjects = subjects.Select(s => s.Subject).ToArray() }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Subject, r => new CaseDesk(r.Home, r.Department, r.Assignee is { } id ? new StaffId(id) : null, r.Version), StringComparer.Ordinal);
    }

    /// <summary>Puts it on a desk, or on none.</summary>
    /// <param name="desk">Its version is the one that was seen.</param>
    /// <returns>Whether nobody was quicker.</returns>
    public static async Task<bool> Put(NpgsqlTransaction tx, CaseSubject at, CaseDesk desk, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into case_desk (town_id, module, subject, home, department, assignee, version, changed_at)
            select @Owner, @Module, @Subject, @home, @Department, @assignee, @Version + 1, @now
             where @Version = 0
                or exists (select from case_desk where town_id = @Owner and module = @Module and subject = @Subject)
            on conflict (town_id, module, subject) do update
               set home = excluded.home, department = excluded.department, assignee = excluded.assignee, version = excluded.version, changed_at = excluded.changed_at
             where case_desk.version = @Version
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new { at.Owner, at.Module, at.Subject, home = desk.Home, desk.Department, assignee = desk.Assignee?.Value, desk.Version, now },
            tx,
            cancellationToken: stop)) == 1;
    }

    /// <summary>What lies on one person's desk, also of the towns that their union serves; longest first.</summary>
    public static async Task<IReadOnlyList<AssignedCase>> Of(NpgsqlTransaction tx, TownId home, StaffId staff, int limit, CancellationToken stop)
    {
        const string sql = """
            select town_id, module, subject, changed_at from case_desk
             where town_id in (select @home::text union all select member_town_id from operator_town where town_id = @home)
               and home = @home and assignee = @staff
             order by changed_at, subject limit @limit
            """;

        var rows = await tx.Connection!.QueryAsync<Assigned>(new CommandDefinition(sql, new { home, staff = staff.Value, limit }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new AssignedCase(new CaseSubject(r.TownId, r.Module, r.Subject), r.ChangedAt))];
    }

    private sealed record Row(TownId Home, string? Department, Guid? Assignee, int Version);

    private sealed record Listed(string Subject, TownId Home, string? Department, Guid? Assignee, int Version);

    private sealed record Assigned(TownId TownId, string Module, string Subject, DateTimeOffset ChangedAt);
}
