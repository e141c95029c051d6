using Dapper;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.Audit;

/// <summary>What was done or read. Never a resident's words, name or place: the subject says where they stand.</summary>
/// <param name="Action">The name of the right that was used and what was done with it, such as <c>bulky-waste.change/cancel</c>.</param>
/// <param name="Subject">What it was done to, such as <c>bulky-waste/1f…</c>; several for a list.</param>
/// <param name="Detail">More, as staff would say it to an auditor; nothing personal.</param>
public sealed record AuditEntry(string Action, Items<string> Subjects = default, string? Detail = null);

/// <summary>The record of what was done and read: rows are added and never changed.</summary>
public static class AuditTable
{
    public static Task Add(NpgsqlTransaction tx, TownId town, Actor actor, AuditEntry entry, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into audit_entry (town_id, seq, at, actor_kind, actor_id, actor_home, action, subjects, detail)
            values (@town, (select coalesce(max(seq), 0) + 1 from audit_entry where town_id = @town), @now, @Kind, @Id, @Home, @Action, @subjects, @Detail)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, now, actor.Kind, actor.Id, actor.Home, entry.Action, subjects = entry.Subjects.ToArray(), entry.Detail }, tx, cancellationToken: stop));
    }
}
