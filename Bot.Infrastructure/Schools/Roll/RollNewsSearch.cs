using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>What a school has to look at on its roll.</summary>
/// <param name="Fresh">Links that were made since somebody last looked.</param>
/// <param name="Locked">Codes that stand still after too many wrong birth dates.</param>
public sealed record RollNews(int Fresh, int Locked);

/// <summary>What is new on the rolls: counts for badges, and for the messages to staff; of whom, the roll's own pages show.</summary>
public static class RollNewsSearch
{
    private const string Here = "c.person is not null and (c.left_on is null or c.left_on > @day)";

    /// <summary>A code that was locked and that nobody has replaced: a new sheet voids it, and so does protection.</summary>
    private const string Locked = $"""
        select c.school, c.child_id, k.code_hash, coalesce(k.locked_at, k.made_at) as locked_at from link_code k
          join child c on c.town_id = k.town_id and c.child_id = k.child_id and {Here}
         where k.town_id = @town and k.voided_at is null and k.wrong >= @most
         union all
        select c.school, c.child_id, h.code_hash, coalesce(h.locked_at, h.made_at) from handed_code h
          join child c on c.town_id = h.town_id and c.child_id = h.child_id and {Here}
         where h.town_id = @town and h.voided_at is null and h.used_at is null and h.wrong >= @most and h.expires_at > @now
        """;

    public static async Task<IReadOnlyDictionary<string, RollNews>> Of(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<string> schools, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = $"""
            with locked as ({Locked})
            select s.school,
                   (select count(*)::int from guardian_link l join child c on c.town_id = l.town_id and c.child_id = l.child_id and {Here}
                     where l.town_id = @town and l.ended_at is null and l.seen_at is null and c.school = s.school) as fresh,
                   (select count(*)::int from locked where locked.school = s.school) as locked
              from unnest(@schools) as s(school)
            """;

        var rows = await tx.Connection!.QueryAsync<(string School, int Fresh, int Locked)>(new CommandDefinition(
            sql, new { town, schools = schools.ToArray(), now, day = JapanTime.Day(now), most = SheetCode.MostWrong }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.School, r => new RollNews(r.Fresh, r.Locked), StringComparer.Ordinal);
    }

    /// <summary>The locked codes as staff are told of them: the school, and neither child nor code.</summary>
    public static async Task<IReadOnlyList<(string Department, WaitingCase Case)>> Waiting(
        NpgsqlTransaction tx, SchoolTowns towns, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = $"with locked as ({Locked}) select school, code_hash, locked_at from locked order by locked_at, code_hash";

        var rows = await tx.Connection!.QueryAsync<(string School, byte[] Hash, DateTimeOffset At)>(
            new CommandDefinition(sql, new { town, now, day = JapanTime.Day(now), most = SheetCode.MostWrong }, tx, cancellationToken: stop));
        return
        [
            .. rows.Where(r => towns.Find(town, r.School) is not null).Select(r => (r.School, new WaitingCase
            {
                Module = SchoolsModule.Name,
                Subject = $"school-link/{NamedGuid.From("locked-code", Convert.ToHexStringLower(r.Hash)):n}",
                Number = r.At.ToOffset(JapanTime.Offset).ToString("M月d日 H:mm", CultureInfo.InvariantCulture),
                Title = "保護者の登録コードが止まりました",
                Noun = "学校・園の確認事項",
                OpenedAt = r.At,
                IsUnanswered = true,
                Path = $"schools/roll/{r.School}",
            })),
        ];
    }
}
