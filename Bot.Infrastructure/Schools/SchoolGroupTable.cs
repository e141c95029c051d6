using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools;

/// <summary>A child who is in a group, and the row that says so.</summary>
public sealed record GroupMember(Guid Id, GroupId Group, ChildId Child);

/// <summary>Clubs and buses of schools, and who is in them on a day.</summary>
public static class SchoolGroupTable
{
    private const string Columns = "group_id, school, kind, name";

    /// <summary>A school's groups as they are, clubs first, by name.</summary>
    public static async Task<IReadOnlyList<SchoolGroup>> Of(NpgsqlTransaction tx, TownId town, string school, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_group where town_id = @town and school = @school and ended_at is null
             order by case kind when 'club' then 0 else 1 end, name collate "C", group_id
            """;

        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, school }, tx, cancellationToken: stop))).Select(r => r.Group)];
    }

    /// <summary>Also one that was ended, for what was sent to it.</summary>
    public static async Task<SchoolGroup?> Read(NpgsqlTransaction tx, TownId town, GroupId id, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_group where town_id = @town and group_id = @id";

        return (await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, id = id.Value }, tx, cancellationToken: stop)))?.Group;
    }

    /// <returns>Whether it is new; the school has no other of that kind and name.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, TownId town, SchoolGroup made, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into school_group (town_id, group_id, school, kind, name, made_at) values (@town, @id, @School, @kind, @Name, @now)
            on conflict do nothing
            """;

        return await Run(tx, sql, new { town, id = made.Id.Value, made.School, kind = Text(made.Kind), made.Name, now }, stop) == 1;
    }

    /// <returns>Whether there was one to end.</returns>
    public static async Task<bool> End(NpgsqlTransaction tx, TownId town, GroupId id, DateTimeOffset now, CancellationToken stop) =>
        await Run(tx, "update school_group set ended_at = @now where town_id = @town and group_id = @id and ended_at is null", new { town, id = id.Value, now }, stop) == 1;

    /// <summary>Takes the ending back, unless the school has made another of the name meanwhile.</summary>
    public static async Task<bool> Return(NpgsqlTransaction tx, TownId town, GroupId id, CancellationToken stop)
    {
        const string sql = """
            update school_group g set ended_at = null where town_id = @town and group_id = @id and ended_at is not null
               and not exists (select from school_group o where o.town_id = @town and o.school = g.school and o.kind = g.kind and o.name = g.name and o.ended_at is null)
            """;

        return await Run(tx, sql, new { town, id = id.Value }, stop) == 1;
    }

    /// <summary>Puts children of the group's own school into it; those who are in it stay.</summary>
    public static Task<int> Join(NpgsqlTransaction tx, TownId town, GroupId id, IReadOnlyCollection<ChildId> children, DateOnly from, CancellationToken stop)
    {
        const string sql = """
            insert into school_group_member (town_id, member_id, group_id, child_id, from_day)
            select @town, gen_random_uuid(), g.group_id, c.child_id, @from from school_group g
              join child c on c.town_id = g.town_id and c.school = g.school and c.child_id = any (@children) and c.person is not null
             where g.town_id = @town and g.group_id = @id
            on conflict (town_id, group_id, child_id) where until_day is null
               do update set from_day = excluded.from_day where school_group_member.from_day > excluded.from_day
            """;

        return Run(tx, sql, new { town, id = id.Value, children = children.Select(c => c.Value).ToArray(), from }, stop);
    }

    /// <returns>Whether the child was in it.</returns>
    public static async Task<bool> Leave(NpgsqlTransaction tx, TownId town, GroupId id, Guid member, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            update school_group_member set until_day = greatest(@day, from_day)
             where town_id = @town and group_id = @id and member_id = @member and (until_day is null or until_day > @day)
            """;

        return await Run(tx, sql, new { town, id = id.Value, member, day }, stop) == 1;
    }

    /// <summary>Takes a child out of all of them; a number that is given to another child brings none of them back.</summary>
    public static Task LeaveAll(NpgsqlTransaction tx, TownId town, ChildId child, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            update school_group_member set until_day = greatest(@day, from_day) where town_id = @town and child_id = @child and (until_day is null or until_day > @day)
            """;

        return Run(tx, sql, new { town, child = child.Value, day }, stop);
    }

    /// <summary>Takes the leaving back, unless the child has come back meanwhile.</summary>
    public static async Task<bool> Rejoin(NpgsqlTransaction tx, TownId town, GroupId id, Guid member, CancellationToken stop)
    {
        const string sql = """
            update school_group_member m set until_day = null where town_id = @town and group_id = @id and member_id = @member and until_day is not null
               and not exists (select from school_group_member o where o.town_id = @town and o.group_id = @id and o.child_id = m.child_id and o.until_day is null)
            """;

        return await Run(tx, sql, new { town, id = id.Value, member }, stop) == 1;
    }

    /// <summary>Who is in these groups of the school on a day. A group that was ended has nobody.</summary>
    public static async Task<IReadOnlyList<GroupMember>> Members(NpgsqlTransaction tx, TownId town, string school, IReadOnlyCollection<GroupId> groups, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            select distinct on (m.group_id, m.child_id) m.member_id, m.group_id, m.child_id from school_group_member m
              join school_group g on g.town_id = m.town_id and g.group_id = m.group_id and g.school = @school and g.ended_at is null
             where m.town_id = @town and m.group_id = any (@ids) and m.from_day <= @day and (m.until_day is null or m.until_day > @day)
             order by m.group_id, m.child_id, m.until_day desc nulls first
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Member, Guid Group, Guid Child)>(
            new CommandDefinition(sql, new { town, school, ids = groups.Select(g => g.Value).ToArray(), day }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new GroupMember(r.Member, new GroupId(r.Group), new ChildId(r.Child)))];
    }

    private static string Text(GroupKind kind) => kind.ToString().ToLowerInvariant();

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid GroupId, string School, string Kind, string Name)
    {
        public SchoolGroup Group => new(new GroupId(GroupId), School, Enum.Parse<GroupKind>(Kind, ignoreCase: true), Name);
    }
}
