using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>Something in which our books and the agent's differ and which no rule could mend.</summary>
public sealed record Difference(string Kind, PaymentId? Payment, string? AgentId, string Ours, string Theirs)
{
    /// <summary>The same difference found again is the same row.</summary>
    public Guid Id(TownId town) => NamedGuid.From($"difference|{town}", $"{Kind}|{Payment?.Value}|{AgentId}");

    public static Difference Amount(Payment payment, CheckoutSeen seen) =>
        new("amount", payment.Id, seen.Checkout.Session, $"¥{payment.Amount.Amount}", $"¥{seen.Amount?.Amount}");

    public static Difference Dispute(PaymentId? payment, AgentPointer.ToDispute dispute) =>
        new("dispute", payment, dispute.Dispute, "", dispute.Status);
}

/// <summary>A difference as staff see it.</summary>
public sealed record OpenDifference(
    Guid DifferenceId, string Kind, Guid? PaymentId, string? AgentId, string Ours, string Theirs, DateTimeOffset FoundAt, DateTimeOffset SeenAt);

/// <summary>The rows of differences.</summary>
public static class DifferenceTable
{
    public static Task Found(NpgsqlTransaction tx, TownId town, Difference difference, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into payment_difference (town_id, difference_id, kind, payment_id, agent_id, ours, theirs, found_at, seen_at)
            values (@town, @id, @Kind, @payment, @AgentId, @Ours, @Theirs, @now, @now)
            on conflict (town_id, difference_id)
            do update set ours = excluded.ours, theirs = excluded.theirs, seen_at = excluded.seen_at, resolved_at = null
            """;

        var with = new
        {
            town, id = difference.Id(town), difference.Kind, payment = difference.Payment?.Value, difference.AgentId, difference.Ours, difference.Theirs, now,
        };
        return tx.Connection!.ExecuteAsync(new(sql, with, tx, cancellationToken: stop));
    }

    /// <summary>Marks resolved what this comparison looked for again and did not find.</summary>
    public static Task Resolve(
        NpgsqlTransaction tx, TownId town, IReadOnlyCollection<string> kinds, IReadOnlyCollection<Guid> looked, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update payment_difference set resolved_at = @now
            where town_id = @town and resolved_at is null and seen_at < @now and kind = any (@kinds) and payment_id = any (@looked)
            """;

        return tx.Connection!.ExecuteAsync(new(sql, new { town, kinds = kinds.ToArray(), looked = looked.ToArray(), now }, tx, cancellationToken: stop));
    }

    /// <summary>Marks one resolved: a person has looked. The same difference found again opens it again.</summary>
    public static async Task<bool> ResolveOne(NpgsqlTransaction tx, TownId town, Guid difference, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update payment_difference set resolved_at = @now where town_id = @town and difference_id = @difference and resolved_at is null";

        return await tx.Connection!.ExecuteAsync(new(sql, new { town, difference, now }, tx, cancellationToken: stop)) == 1;
    }

    public static async Task<IReadOnlyList<OpenDifference>> Open(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select difference_id, kind, payment_id, agent_id, ours, theirs, found_at, seen_at from payment_difference
            where town_id = @town and resolved_at is null order by found_at, difference_id
            """;

        return [.. await tx.Connection!.QueryAsync<OpenDifference>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))];
    }
}
