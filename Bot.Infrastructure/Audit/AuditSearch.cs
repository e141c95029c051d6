using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Audit;

/// <summary>What an auditor looks for; what is <c>null</c> is not asked for.</summary>
/// <param name="Action">The beginning of the action, such as <c>bulky-waste.</c>.</param>
/// <param name="Actor">The id of a member of staff, or <c>resident</c> or <c>system</c>.</param>
public sealed record AuditFilter(DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Actor = null, string? Subject = null, string? Action = null);

/// <summary>An entry as it was written.</summary>
public sealed record AuditRow(long Seq, DateTimeOffset At, Actor Actor, string Action, Items<string> Subjects, string? Detail);

/// <summary>Reads the record: by time, by who, by what, and who has seen somebody's data.</summary>
public static class AuditSearch
{
    /// <summary>A page of entries, newest first.</summary>
    /// <param name="before">Go on below this number; <c>null</c> for the newest.</param>
    public static async Task<IReadOnlyList<AuditRow>> Page(
        NpgsqlTransaction tx, TownId town, AuditFilter filter, long? before, int most, CancellationToken stop)
    {
        const string sql = """
            select e.seq, e.at, e.actor_kind, e.actor_id, e.actor_home, e.action, to_json(e.subjects)::text as subjects, e.detail
              from audit_entry e
             where e.town_id = @town
               and (@before::bigint is null or e.seq < @before)
               and (@From::timestamptz is null or e.at >= @From)
               and (@Until::timestamptz is null or e.at < @Until)
               and (@Actor::text is null or e.actor_id = @Actor or (e.actor_id = '' and e.actor_kind = @Actor))
               and (@Action::text is null or starts_with(e.action, @Action))
               and (@Subject::text is null or exists (select from audit_subject s where s.town_id = @town and s.subject = @Subject and s.seq = e.seq))
             order by e.seq desc
             limit @most
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(
            sql, new { town, before, most, filter.From, filter.Until, filter.Actor, filter.Action, filter.Subject }, tx, cancellationToken: stop));
        return [.. rows.Select(r => r.ToEntry())];
    }

    /// <summary>Who has seen or changed what belongs to a subject, newest first.</summary>
    public static async Task<IReadOnlyList<AuditRow>> WhoHasSeen(NpgsqlTransaction tx, TownId town, IReadOnlyList<string> subjects, int most, CancellationToken stop)
    {
        const string sql = """
            select e.seq, e.at, e.actor_kind, e.actor_id, e.actor_home, e.action, to_json(e.subjects)::text as subjects, e.detail
              from audit_entry e
             where e.town_id = @town and e.seq in (select s.seq from audit_subject s where s.town_id = @town and s.subject = any (@subjects))
             order by e.seq desc
             limit @most
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, subjects = subjects.ToArray(), most }, tx, cancellationToken: stop));
        return [.. rows.Select(r => r.ToEntry())];
    }

    private sealed record Row(
        long Seq, DateTimeOffset At, string ActorKind, string ActorId, string ActorHome, string Action, string Subjects, string? Detail)
    {
        public AuditRow ToEntry() => new(
            Seq, At, new Actor(ActorKind, ActorId, ActorHome), Action, [.. System.Text.Json.JsonSerializer.Deserialize<string[]>(Subjects)!], Detail);
    }
}
