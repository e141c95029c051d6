using Bot.Domain.Kernel;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>A link that may be about to end.</summary>
internal sealed record EndingLink(Guid Id, Guid Child, CitizenId Citizen, string School, string Nickname, OpenLink Term);

/// <summary>The links whose end is near, and what their guardians know of it.</summary>
internal static class EndingLinkTable
{
    private const int Most = 200;

    /// <summary>Some of those that may be due, at which no other process is at work now; they stay ours until the transaction ends.</summary>
    /// <param name="yearly">The schools that want links confirmed each year.</param>
    public static async Task<IReadOnlyList<EndingLink>> Lock(NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyCollection<string> yearly, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            select l.link_id, l.child_id, l.citizen_id, c.school, l.nickname, coalesce(l.confirmed_at, l.made_at) as confirmed_at, c.left_on, l.ending_told_at
              from guardian_link l
              join child c on c.town_id = l.town_id and c.child_id = l.child_id
             where l.town_id = @town and l.ended_at is null and l.nickname is not null
               and (c.left_on <= @today
                    or (c.left_on <= @soon and l.ending_told_at is null)
                    or (c.school = any (@yearly) and coalesce(l.confirmed_at, l.made_at) < @due and (l.ending_told_at is null or l.ending_told_at < @toldBefore)))
             order by l.link_id
             limit @Most
               for update of l skip locked
            """;

        var today = JapanTime.Day(now);
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new
        {
            town, today, soon = today.AddDays(LinkTerm.NoticeDays), yearly = yearly.ToArray(), due = JapanTime.At(LinkTerm.DueBefore(today), TimeOnly.MinValue).ToUniversalTime(),
            toldBefore = now.AddDays(-LinkTerm.NoticeDays).ToUniversalTime(), Most,
        }, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new EndingLink(
                r.LinkId, r.ChildId, new CitizenId(r.CitizenId), r.School, sealer.Open(town, "guardian_link", "nickname", $"{r.LinkId:n}", r.Nickname),
                new OpenLink(JapanTime.Day(r.ConfirmedAt), r.LeftOn, r.EndingToldAt))),
        ];
    }

    public static Task Told(NpgsqlTransaction tx, TownId town, Guid id, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update guardian_link set ending_told_at = @now where town_id = @town and link_id = @id", new { town, id, now }, stop);

    /// <summary>The guardian wants it to go on.</summary>
    public static Task Confirm(NpgsqlTransaction tx, TownId town, Guid id, CitizenId citizen, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update guardian_link set confirmed_at = @now, ending_told_at = null where town_id = @town and link_id = @id and citizen_id = @citizen and ended_at is null
            """;

        return Run(tx, sql, new { town, id, citizen, now }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        Guid LinkId, Guid ChildId, string CitizenId, string School, byte[] Nickname, DateTimeOffset ConfirmedAt, DateOnly? LeftOn, DateTimeOffset? EndingToldAt);
}
