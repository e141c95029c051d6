using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>Money on its way back.</summary>
public sealed record Refund(Guid Id, PaymentId Payment, string Intent, string Cause, Yen Amount, string State, string? AgentId, DateTimeOffset AskedAt)
{
    /// <summary>One refund for one cause, however often it is asked for.</summary>
    public static Guid IdOf(PaymentId payment, string intent, string cause) =>
        NamedGuid.From(payment.Value, cause.Length == 0 ? $"refund:{intent}" : $"refund:{intent}:{cause}");
}

/// <summary>The rows of refunds.</summary>
public static class RefundTable
{
    public static Task Add(NpgsqlTransaction tx, TownId town, Refund refund, CancellationToken stop)
    {
        const string sql = """
            insert into refund (town_id, refund_id, payment_id, payment_intent, cause, amount, state, agent_refund_id, asked_at)
            values (@town, @Id, @payment, @Intent, @Cause, @Amount, @State, @AgentId, @AskedAt)
            on conflict do nothing
            """;

        var with = new { town, refund.Id, payment = refund.Payment.Value, refund.Intent, refund.Cause, refund.Amount, refund.State, refund.AgentId, refund.AskedAt };
        return tx.Connection!.ExecuteAsync(new(sql, with, tx, cancellationToken: stop));
    }

    public static Task<Refund?> Read(NpgsqlTransaction tx, TownId town, Guid refund, CancellationToken stop)
    {
        const string sql = $"select {Columns} from refund where town_id = @town and refund_id = @refund";

        return One(tx, sql, new { town, refund }, stop);
    }

    public static Task<Refund?> ByAgentId(NpgsqlTransaction tx, TownId town, string agentId, CancellationToken stop)
    {
        const string sql = $"select {Columns} from refund where town_id = @town and agent_refund_id = @agentId";

        return One(tx, sql, new { town, agentId }, stop);
    }

    /// <summary>Refunds that have not ended, and those that ended lately: a bank may still send money back that was on its way to it.</summary>
    public static async Task<IReadOnlyList<Refund>> Unsettled(NpgsqlTransaction tx, TownId town, DateTimeOffset since, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from refund
            where town_id = @town and agent_refund_id is not null and (state in ('asked', 'waiting') or (state = 'done' and done_at >= @since))
            order by asked_at
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, since }, tx, cancellationToken: stop));
        return [.. rows.Select(row => row.ToRefund())];
    }

    /// <summary>Notes how a refund stands. What failed stays failed, since it may have been paid back by hand since.</summary>
    public static Task Note(NpgsqlTransaction tx, TownId town, Guid refund, RefundSeen seen, CancellationToken stop)
    {
        const string sql = """
            update refund set
                state = case when state = 'failed' then state else @state end,
                agent_refund_id = coalesce(agent_refund_id, @agentId),
                done_at = case when @state = 'done' and state <> 'failed' then coalesce(done_at, @at) when @state = 'failed' then null else done_at end
            where town_id = @town and refund_id = @refund
            """;

        var state = seen.Stage switch
        {
            RefundStage.Done => "done",
            RefundStage.Failed => "failed",
            RefundStage.Waiting => "waiting",
            _ => "asked",
        };
        return tx.Connection!.ExecuteAsync(new(sql, new { town, refund, state, agentId = seen.Id, at = seen.At }, tx, cancellationToken: stop));
    }

    private const string Columns = "refund_id, payment_id, payment_intent, cause, amount, state, agent_refund_id, asked_at";

    private static async Task<Refund?> One(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        (await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))?.ToRefund();

    private sealed record Row(
        Guid RefundId, Guid PaymentId, string PaymentIntent, string Cause, int Amount, string State, string? AgentRefundId, DateTimeOffset AskedAt)
    {
        public Refund ToRefund() => new(RefundId, new PaymentId(PaymentId), PaymentIntent, Cause, new Yen(Amount), State, AgentRefundId, AskedAt);
    }
}
