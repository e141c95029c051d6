using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>A guardian who is to be told of a child, by the name that they gave it.</summary>
internal sealed record GuardianOf(Guid Link, CitizenId Citizen, string Nickname);

/// <summary>Who is expected, and whom to tell. No name is opened for it but the one word that the message needs.</summary>
public static class ExpectedSearch
{
    /// <summary>The children who are in a class of the school on that day.</summary>
    internal static async Task<IReadOnlyList<ChildId>> Roll(NpgsqlTransaction tx, TownId town, string school, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            select c.child_id from child c
              join class_member m on m.town_id = c.town_id and m.child_id = c.child_id and m.from_day <= @day and (m.until_day is null or m.until_day > @day)
             where c.town_id = @town and c.school = @school and c.person is not null and (c.left_on is null or c.left_on > @day)
             order by c.child_id
            """;

        return [.. (await tx.Connection!.QueryAsync<Guid>(new CommandDefinition(sql, new { town, school, day }, tx, cancellationToken: stop))).Select(id => new ChildId(id))];
    }

    /// <summary>Those of them of whom no guardian can be told.</summary>
    internal static async Task<IReadOnlyList<ChildId>> Unreached(NpgsqlTransaction tx, TownId town, string school, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            select c.child_id from child c
              join class_member m on m.town_id = c.town_id and m.child_id = c.child_id and m.from_day <= @day and (m.until_day is null or m.until_day > @day)
             where c.town_id = @town and c.school = @school and c.person is not null and (c.left_on is null or c.left_on > @day)
               and not exists (
                   select from guardian_link l
                     left join conversation v on v.town_id = l.town_id and v.citizen_id = l.citizen_id
                    where l.town_id = c.town_id and l.child_id = c.child_id and l.ended_at is null and l.nickname is not null and coalesce(v.is_friend, true))
             order by c.child_id
            """;

        return [.. (await tx.Connection!.QueryAsync<Guid>(new CommandDefinition(sql, new { town, school, day }, tx, cancellationToken: stop))).Select(id => new ChildId(id))];
    }

    internal static async Task<IReadOnlyList<GuardianOf>> Guardians(NpgsqlTransaction tx, Sealer sealer, TownId town, ChildId child, CancellationToken stop)
    {
        const string sql = """
            select link_id, citizen_id, nickname from guardian_link where town_id = @town and child_id = @id and ended_at is null and nickname is not null order by made_at, link_id
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, id = child.Value }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new GuardianOf(r.LinkId, new CitizenId(r.CitizenId), sealer.Open(town, "guardian_link", "nickname", $"{r.LinkId:n}", r.Nickname)))];
    }

    private sealed record Row(Guid LinkId, string CitizenId, byte[] Nickname);
}
