using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Audit;

/// <summary>What came of walking a town's chain.</summary>
/// <param name="Length">How many links hold.</param>
/// <param name="Head">The hash of the last link; noted outside, it proves later that nothing before it was changed.</param>
/// <param name="BrokenAt">The first link that does not hold; <c>null</c> when all do.</param>
/// <param name="Why">What is wrong there.</param>
public sealed record AuditChain(long Length, byte[] Head, long? BrokenAt, string? Why)
{
    public bool Holds => BrokenAt is null;
}

/// <summary>Walks a town's record from its first link to its head and names the first that does not hold.</summary>
public static class AuditChainSearch
{
    private const int Page = 1000;

    public static Task<AuditChain> Walk(Database database, TownId town, CancellationToken stop) => database.ReadInTown(town, async tx =>
    {
        const string headSql = "select seq, hash from audit_head where town_id = @town";

        // The head first: what is added while we walk lies behind it and is not looked at.
        var head = await tx.Connection!.QuerySingleOrDefaultAsync<Head>(new CommandDefinition(headSql, new { town }, tx, cancellationToken: stop)) ?? new Head(0, new byte[32]);
        var (at, prev) = (0L, new byte[32]);
        while (await Links(tx, town, at, stop) is { Count: > 0 } links)
        {
            foreach (var (link, hash) in links.TakeWhile(l => l.Link.Seq <= head.Seq))
            {
                if (Fault(town, link, hash, at, prev) is { } why)
                {
                    return new AuditChain(at, prev, at + 1, why);
                }

                (at, prev) = (link.Seq, hash);
            }

            if (links[^1].Link.Seq > head.Seq)
            {
                break;
            }
        }

        return (at == head.Seq, prev.AsSpan().SequenceEqual(head.Hash)) switch
        {
            (false, _) => new(at, prev, at + 1, "entries at the end are missing"),
            (true, false) => new(at, prev, at, "the last entry is not the one that was written last"),
            _ => new AuditChain(at, prev, null, null),
        };
    }, stop);

    private static string? Fault(TownId town, AuditLink link, byte[] hash, long at, byte[] prev) => true switch
    {
        _ when link.Seq != at + 1 => "an entry is missing",
        _ when !link.Prev.AsSpan().SequenceEqual(prev) => "the entry does not follow the one before it",
        _ when !link.Hash(town).AsSpan().SequenceEqual(hash) => "the entry was altered",
        _ => null,
    };

    private static async Task<IReadOnlyList<(AuditLink Link, byte[] Hash)>> Links(NpgsqlTransaction tx, TownId town, long after, CancellationToken stop)
    {
        const string sql = """
            select seq, at, actor_kind, actor_id, actor_home, action, to_json(subjects)::text as subjects, detail, prev_hash, hash
              from audit_entry where town_id = @town and seq > @after order by seq limit @Page
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, after, Page }, tx, cancellationToken: stop));
        return [.. rows.Select(r => (new AuditLink(
            r.Seq, r.At, r.ActorKind, r.ActorId, r.ActorHome, r.Action, System.Text.Json.JsonSerializer.Deserialize<string[]>(r.Subjects)!, r.Detail, r.PrevHash), r.Hash))];
    }

    private sealed record Head(long Seq, byte[] Hash);

    private sealed record Row(
        long Seq, DateTimeOffset At, string ActorKind, string ActorId, string ActorHome, string Action, string Subjects, string? Detail, byte[] PrevHash, byte[] Hash);
}
