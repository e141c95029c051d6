using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools;

/// <summary>Why a link between a guardian and a child is over. The names are stored in small letters.</summary>
public enum LinkEnd
{
    Guardian,
    School,
    Left,
    Expired,
}

/// <summary>A guardian's LINE account at one child, as the school sees it.</summary>
/// <param name="BySchool">The school made it; else the printed sheet.</param>
/// <param name="By">Who handed the code over by which the school made it.</param>
/// <param name="IsReached">What we send arrives; else the guardian has blocked the account, or left LINE.</param>
public sealed record GuardianLink(Guid Id, ChildId Child, CitizenId Citizen, bool BySchool, Actor? By, DateTimeOffset MadeAt, DateTimeOffset? SeenAt, bool IsReached);

/// <summary>Which guardians are linked to which children.</summary>
public static class GuardianTable
{
    /// <returns>Whether it is new; a guardian who is linked to the child already stays so.</returns>
    public static Task<bool> Link(
        NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, ChildId child, CitizenId citizen, string nickname, bool bySchool, DateTimeOffset now, CancellationToken stop) =>
        Add(tx, sealer, town, id, child, citizen, nickname, bySchool, null, now, stop);

    /// <summary>By a code that a member of staff has handed over.</summary>
    /// <inheritdoc cref="Link"/>
    public static Task<bool> LinkBySchool(
        NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, ChildId child, CitizenId citizen, string nickname, Actor by, DateTimeOffset now, CancellationToken stop) =>
        Add(tx, sealer, town, id, child, citizen, nickname, bySchool: true, by, now, stop);

    private static async Task<bool> Add(
        NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, ChildId child, CitizenId citizen, string nickname, bool bySchool, Actor? by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into guardian_link (town_id, link_id, child_id, citizen_id, nickname, made_by, made_at, seen_at, staff_id, staff_home)
            values (@town, @id, @child, @citizen, @sealedName, @madeBy, @now, @seen, @staff, @home)
            on conflict do nothing
            """;

        return await Run(tx, sql, new
        {
            town, id, child = child.Value, citizen, sealedName = sealer.Seal(town, "guardian_link", "nickname", $"{id:n}", nickname),
            madeBy = bySchool ? "school" : "sheet", now, seen = bySchool ? now : (DateTimeOffset?)null, staff = by?.Id, home = by?.Home,
        }, stop) == 1;
    }

    public static Task Rename(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, CitizenId citizen, string nickname, CancellationToken stop)
    {
        const string sql = "update guardian_link set nickname = @sealedName where town_id = @town and link_id = @id and citizen_id = @citizen and ended_at is null";

        return Run(tx, sql, new { town, id, citizen, sealedName = sealer.Seal(town, "guardian_link", "nickname", $"{id:n}", nickname) }, stop);
    }

    /// <summary>The school has looked at all new links of a child.</summary>
    public static Task See(NpgsqlTransaction tx, TownId town, ChildId child, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update guardian_link set seen_at = @now where town_id = @town and child_id = @child and seen_at is null and ended_at is null", new { town, child = child.Value, now }, stop);

    /// <returns>Whether there was one to end.</returns>
    public static async Task<bool> End(NpgsqlTransaction tx, TownId town, Guid id, LinkEnd why, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update guardian_link set ended_at = @now, ended_why = @why, nickname = null where town_id = @town and link_id = @id and ended_at is null
            """;

        return await Run(tx, sql, new { town, id, why = Text(why), now }, stop) == 1;
    }

    /// <summary>The children of one guardian, in the order of linking. Those who have left their school are not among them.</summary>
    public static async Task<IReadOnlyList<LinkedChild>> ChildrenOf(NpgsqlTransaction tx, Sealer sealer, TownId town, CitizenId citizen, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            select l.link_id, l.child_id, c.school, l.nickname from guardian_link l
              join child c on c.town_id = l.town_id and c.child_id = l.child_id and c.person is not null and (c.left_on is null or c.left_on > @day)
             where l.town_id = @town and l.citizen_id = @citizen and l.ended_at is null
             order by l.made_at, l.link_id
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Link, Guid Child, string School, byte[] Nickname)>(new CommandDefinition(sql, new { town, citizen, day }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new LinkedChild(r.Link, new ChildId(r.Child), r.School, sealer.Open(town, "guardian_link", "nickname", $"{r.Link:n}", r.Nickname)))];
    }

    /// <summary>All guardians of a child who are linked now.</summary>
    public static Task<IReadOnlyList<GuardianLink>> Of(NpgsqlTransaction tx, TownId town, ChildId child, CancellationToken stop) =>
        OfAll(tx, town, [child], stop);

    /// <inheritdoc cref="Of"/>
    public static async Task<IReadOnlyList<GuardianLink>> OfAll(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<ChildId> children, CancellationToken stop)
    {
        const string sql = """
            select l.link_id, l.child_id, l.citizen_id, l.made_by = 'school' as by_school, l.staff_id, l.staff_home, l.made_at, l.seen_at, coalesce(v.is_friend, true) as is_reached
              from guardian_link l
              left join conversation v on v.town_id = l.town_id and v.citizen_id = l.citizen_id
             where l.town_id = @town and l.child_id = any (@ids) and l.ended_at is null order by l.made_at, l.link_id
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, ids = children.Select(c => c.Value).ToArray() }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new GuardianLink(r.LinkId, new ChildId(r.ChildId), new CitizenId(r.CitizenId), r.BySchool, r.By, r.MadeAt, r.SeenAt, r.IsReached))];
    }

    private static string Text(LinkEnd why) => why.ToString().ToLowerInvariant();

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        Guid LinkId, Guid ChildId, string CitizenId, bool BySchool, string? StaffId, string? StaffHome, DateTimeOffset MadeAt, DateTimeOffset? SeenAt, bool IsReached)
    {
        public Actor? By => StaffId is null ? null : new Actor("staff", StaffId, StaffHome ?? "");
    }
}
