using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Audit;

/// <summary>What was done or read. Never a resident's words, name or place: the subject says where they stand.</summary>
/// <param name="Action">The name of the right that was used and what was done with it, such as <c>bulky-waste.change/cancel</c>.</param>
/// <param name="Subject">What it was done to, such as <c>bulky-waste/1f…</c>; several for a list.</param>
/// <param name="Detail">More, as staff would say it to an auditor; nothing personal.</param>
public sealed record AuditEntry(string Action, Items<string> Subjects = default, string? Detail = null);

/// <summary>
/// The record of what was done and read: rows are added and never changed. Each carries the hash of the one before it, so a row that
/// was altered, taken out, put in or moved breaks the chain of its town.
/// </summary>
public static class AuditTable
{
    private static readonly byte[] Start = new byte[32];

    public static async Task Add(NpgsqlTransaction tx, TownId town, Actor actor, AuditEntry entry, DateTimeOffset now, CancellationToken stop)
    {
        // The head stays locked until the caller commits: writers of one town come one after the other, in the order of the chain.
        const string head = """
            insert into audit_head (town_id, seq, hash) values (@town, 0, @Start) on conflict (town_id) do nothing;
            select seq, hash from audit_head where town_id = @town for update
            """;
        const string add = """
            insert into audit_entry (town_id, seq, at, actor_kind, actor_id, actor_home, action, subjects, detail, prev_hash, hash)
            values (@town, @Seq, @At, @Kind, @Id, @Home, @Action, @subjects, @Detail, @Prev, @hash);
            insert into audit_subject (town_id, subject, seq) select distinct @town, s, @Seq from unnest(@subjects) s;
            update audit_head set seq = @Seq, hash = @hash where town_id = @town
            """;

        var last = await tx.Connection!.QuerySingleAsync<Head>(new CommandDefinition(head, new { town, Start }, tx, cancellationToken: stop));
        var link = new AuditLink(last.Seq + 1, Cut(now), actor.Kind, actor.Id, actor.Home, entry.Action, [.. entry.Subjects], entry.Detail, last.Hash);
        await tx.Connection!.ExecuteAsync(new CommandDefinition(
            add,
            new { town, link.Seq, link.At, actor.Kind, actor.Id, actor.Home, entry.Action, subjects = link.Subjects.ToArray(), entry.Detail, link.Prev, hash = link.Hash(town) },
            tx,
            cancellationToken: stop));
    }

    /// <summary>Postgres keeps microseconds; what is hashed must be what is read again.</summary>
    private static DateTimeOffset Cut(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % 10, TimeSpan.Zero);

    private sealed record Head(long Seq, byte[] Hash);
}

/// <summary>One link of a town's chain.</summary>
/// <param name="Prev">The hash of the link before it.</param>
internal sealed record AuditLink(
    long Seq, DateTimeOffset At, string Kind, string Id, string Home, string Action, IReadOnlyList<string> Subjects, string? Detail, byte[] Prev)
{
    /// <summary>Over all of it in one fixed writing, the town and the link before it included.</summary>
    internal byte[] Hash(TownId town)
    {
        var text = JsonSerializer.Serialize(new object?[]
        {
            town.Value, Seq, At.UtcTicks / 10, Kind, Id, Home, Action, Subjects, Detail, Convert.ToHexStringLower(Prev),
        });
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }
}
