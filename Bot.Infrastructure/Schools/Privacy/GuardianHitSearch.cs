using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>A guardian's tie to a child, one that has ended as well.</summary>
public sealed record GuardianHit(Guid Link, Guid Child, string School, CitizenId Citizen, string? Nickname, DateTimeOffset MadeAt, DateTimeOffset? EndedAt);

/// <summary>Finds guardians for disclosure and erasure.</summary>
public static class GuardianHitSearch
{
    private const string Columns = """
        l.link_id, l.child_id, c.school, l.citizen_id, l.nickname, l.made_at, l.ended_at from guardian_link l
          join child c on c.town_id = l.town_id and c.child_id = l.child_id
        """;

    /// <summary>Those of these children.</summary>
    public static Task<IReadOnlyList<GuardianHit>> OfChildren(NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyCollection<Guid> children, CancellationToken stop) =>
        Many(tx, sealer, town, $"select {Columns} where l.town_id = @town and l.child_id = any (@ids) and l.citizen_id <> '' order by l.made_at, l.link_id", new { town, ids = children.ToArray() }, stop);

    /// <summary>Those of these ids, and of these LINE accounts.</summary>
    public static Task<IReadOnlyList<GuardianHit>> Of(
        NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyCollection<Guid> ids, IReadOnlyCollection<string> citizens, CancellationToken stop) => Many(
        tx,
        sealer,
        town,
        $"select {Columns} where l.town_id = @town and l.citizen_id <> '' and (l.link_id = any (@ids) or l.citizen_id = any (@citizens)) order by l.made_at, l.link_id",
        new { town, ids = ids.ToArray(), citizens = citizens.ToArray() },
        stop);

    private static async Task<IReadOnlyList<GuardianHit>> Many(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop) =>
    [
        .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).Select(r => new GuardianHit(
            r.LinkId, r.ChildId, r.School, new CitizenId(r.CitizenId),
            r.Nickname is { } name ? sealer.Open(town, "guardian_link", "nickname", $"{r.LinkId:n}", name) : null, r.MadeAt, r.EndedAt)),
    ];

    private sealed record Row(Guid LinkId, Guid ChildId, string School, string CitizenId, byte[]? Nickname, DateTimeOffset MadeAt, DateTimeOffset? EndedAt);
}
