using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Staff as the administrator's list shows them.</summary>
public static class StaffSearch
{
    /// <summary>All staff of a town, those who left last; one query however many there are.</summary>
    public static async Task<IReadOnlyList<StaffLine>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select s.staff_id, s.login, s.name, s.joined_at, s.left_at,
                   (select max(seen_at) from staff_session e where (e.town_id, e.staff_id) = (s.town_id, s.staff_id)) as seen_at,
                   array_to_string(array(select p.department || '/' || p.duty from staff_post p
                          where (p.town_id, p.staff_id) = (s.town_id, s.staff_id) order by 1), ' ') as posts,
                   exists (select from staff_passkey k where (k.town_id, k.staff_id) = (s.town_id, s.staff_id)) as has_passkey,
                   exists (select from staff_totp t where (t.town_id, t.staff_id) = (s.town_id, s.staff_id) and t.secret is not null) as has_totp,
                   s.issuer is not null as is_linked,
                   exists (select from staff_invitation i where (i.town_id, i.staff_id) = (s.town_id, s.staff_id)
                             and i.used_at is null and i.revoked_at is null) as is_invited
              from staff s
             where s.town_id = @town
             order by s.left_at is not null, s.name, s.login
            """;

        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))).Select(r => r.Line())];
    }

    public static async Task<StaffLine?> One(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop) =>
        (await All(tx, town, stop)).FirstOrDefault(l => l.Id == id);

    /// <summary>The departments that are not closed, in the order of the town.</summary>
    public static async Task<IReadOnlyList<Department>> Departments(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select code, name, array_to_string(services, ' ') as services from department where town_id = @town and closed_at is null order by place, code";

        return [.. (await tx.Connection!.QueryAsync<DepartmentRow>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)))
            .Select(r => new Department(r.Code, r.Name, [.. r.Services.Split(' ', StringSplitOptions.RemoveEmptyEntries)]))];
    }

    /// <summary>
    /// How many administrators can sign in besides this one. Locks all of them first, so that two who remove each other at the same moment stand in line.
    /// </summary>
    public static async Task<int> OtherAdministrators(NpgsqlTransaction tx, TownId town, StaffId than, CancellationToken stop)
    {
        const string sql = """
            select s.staff_id from staff s
             where s.town_id = @town and s.left_at is null and s.joined_at is not null
               and exists (select from staff_post p join department d on (d.town_id, d.code) = (p.town_id, p.department)
                            where (p.town_id, p.staff_id) = (s.town_id, s.staff_id) and p.duty = 'administrator' and d.closed_at is null)
             order by s.staff_id for update of s
            """;

        var all = await tx.Connection!.QueryAsync<Guid>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
        return all.Count(id => id != than.Value);
    }

    /// <summary>Somebody who was invited as the first administrator and has not come yet.</summary>
    public static async Task<StaffId?> AwaitedFirst(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select s.staff_id from staff s join staff_invitation i on (i.town_id, i.staff_id) = (s.town_id, s.staff_id)
             where s.town_id = @town and i.made_by is null and s.joined_at is null and s.left_at is null
             order by s.made_at limit 1
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)) is { } id
            ? new StaffId(id)
            : null;
    }

    private sealed record Row(
        Guid StaffId, string Login, string Name, DateTimeOffset? JoinedAt, DateTimeOffset? LeftAt, DateTimeOffset? SeenAt, string Posts,
        bool HasPasskey, bool HasTotp, bool IsLinked, bool IsInvited)
    {
        public StaffLine Line() => new(
            new(StaffId), Login, Name, [.. Posts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PostOf)], JoinedAt, LeftAt, SeenAt, HasPasskey, HasTotp, IsLinked, IsInvited);

        private static (string Department, Duty Duty) PostOf(string text) => text.Split('/') is [var department, var duty] && DutyCodes.Parse(duty) is { } known
            ? (department, known)
            : throw new InvalidCastException($"a post cannot be read from {text}");
    }

    private sealed record DepartmentRow(string Code, string Name, string Services);
}

/// <summary>A member of staff in the administrator's list.</summary>
/// <param name="Seen">When a session of theirs was last used.</param>
/// <param name="IsLinked">Whether they come from the town's own provider.</param>
/// <param name="IsInvited">Whether a link is out that was not used.</param>
public sealed record StaffLine(
    StaffId Id, string Login, string Name, Items<(string Department, Duty Duty)> Posts, DateTimeOffset? Joined, DateTimeOffset? Left, DateTimeOffset? Seen,
    bool HasPasskey, bool HasTotp, bool IsLinked, bool IsInvited);

/// <param name="Services">What it sees to, by the services' names.</param>
public sealed record Department(string Code, string Name, Items<string> Services);
