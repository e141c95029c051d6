using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>How many guardians got a reply, and have opened it.</summary>
public sealed record ReplyCount(Guid Reply, Guid Absence, int Sent, int Opened);

/// <summary>A reply as its guardian reads it.</summary>
/// <param name="Nickname">What this guardian calls the child.</param>
public sealed record ReadReply(Guid Reader, TeacherReply Reply, string Nickname, AbsenceKind Kind, DaySpan Days);

/// <summary>Looks up what schools have answered.</summary>
public static class ReplySearch
{
    /// <summary>To one report, oldest first.</summary>
    public static async Task<IReadOnlyList<TeacherReply>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid absence, CancellationToken stop)
    {
        const string sql = """
            select reply_id, words, sent_at from school_reply where town_id = @town and absence_id = @absence and words is not null order by sent_at, reply_id
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Id, byte[] Words, DateTimeOffset SentAt)>(new CommandDefinition(sql, new { town, absence }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new TeacherReply(r.Id, absence, Open(sealer, town, r.Id, r.Words), r.SentAt))];
    }

    /// <summary>The replies to many reports, without a word of them.</summary>
    public static async Task<IReadOnlyList<ReplyCount>> Counts(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> absences, CancellationToken stop)
    {
        const string sql = """
            select p.reply_id as reply, p.absence_id as absence, count(r.reader_id)::int as sent, count(r.opened_at)::int as opened
              from school_reply p
              left join school_reply_reader r on r.town_id = p.town_id and r.reply_id = p.reply_id
             where p.town_id = @town and p.absence_id = any (@ids)
             group by p.reply_id, p.absence_id, p.sent_at order by p.sent_at, p.reply_id
            """;

        return [.. await tx.Connection!.QueryAsync<ReplyCount>(new CommandDefinition(sql, new { town, ids = absences.ToArray() }, tx, cancellationToken: stop))];
    }

    /// <summary>What the code opens; <c>null</c> for a code that is none, or of a guardian who is not linked to the child any more.</summary>
    public static async Task<ReadReply?> ByCode(NpgsqlTransaction tx, Sealer sealer, TownId town, byte[] codeHash, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            select r.reader_id, p.reply_id, p.absence_id, p.words, p.sent_at, a.kind, a.first_day, a.last_day, g.link_id, g.nickname
              from school_reply_reader r
              join school_reply p on p.town_id = r.town_id and p.reply_id = r.reply_id and p.words is not null
              join school_absence a on a.town_id = r.town_id and a.absence_id = p.absence_id
              join guardian_link g on g.town_id = r.town_id and g.child_id = a.child_id and g.citizen_id = r.citizen_id and g.ended_at is null
              join child c on c.town_id = r.town_id and c.child_id = a.child_id and c.person is not null and (c.left_on is null or c.left_on > @day)
             where r.town_id = @town and r.code_hash = @codeHash
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, codeHash, day }, tx, cancellationToken: stop)) is { } row
            ? new ReadReply(
                row.ReaderId, new TeacherReply(row.ReplyId, row.AbsenceId, Open(sealer, town, row.ReplyId, row.Words), row.SentAt),
                sealer.Open(town, "guardian_link", "nickname", $"{row.LinkId:n}", row.Nickname), AbsenceNames.Kind(row.Kind)!.Value, new DaySpan(row.FirstDay, row.LastDay))
            : null;
    }

    private static string Open(Sealer sealer, TownId town, Guid id, byte[] words) => sealer.Open(town, "school_reply", "words", $"{id:n}", words);

    private sealed record Row(
        Guid ReaderId, Guid ReplyId, Guid AbsenceId, byte[] Words, DateTimeOffset SentAt, string Kind, DateOnly FirstDay, DateOnly LastDay, Guid LinkId, byte[] Nickname);
}
