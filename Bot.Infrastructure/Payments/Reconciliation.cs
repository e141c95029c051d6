using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>What a comparison of the books came to.</summary>
/// <param name="Mended">Payments and refunds of which a webhook had been missed.</param>
/// <param name="Unexplained">Differences that a person must look at.</param>
public sealed record ReconciliationReport(int Compared, int Mended, int Unexplained);

/// <summary>
/// Compares our books with the agent's: what the agent shows is applied by the same rules as a webhook, and what then still differs is written down.
/// </summary>
public sealed partial class Reconciliation(
    Database database, IPaymentAgent agent, PaymentLedger ledger, TimeProvider clock, ILogger<Reconciliation> log)
{
    private static readonly TimeSpan BanksTakeTime = TimeSpan.FromDays(30);
    private static readonly string[] Kinds = ["amount", "unknown-payment", "not-paid-there", "paid-there", "refund", "missing-there", "second-page"];

    /// <returns>Null when the agent could not be asked to the end; nothing is concluded then.</returns>
    public async Task<ReconciliationReport?> Run(TownId town, DateTimeOffset from, DateTimeOffset until, CancellationToken stop)
    {
        var began = clock.GetUtcNow();
        if (await Listed(town, from, until, stop) is not { } listed || await Others(town, listed, from, until, stop) is not { } others)
        {
            Log.GaveUp(log, town.Value);
            return null;
        }

        var (mended, found, looked) = (await Refunds(town, from, stop), new List<Difference>(), new HashSet<Guid>());
        foreach (var (seen, payment) in listed.Concat(others).Where(pair => pair.Payment is not null))
        {
            looked.Add(payment!.Value.Value);
            var (difference, changed) = await database.InTown(town, tx => Compare(tx, town, payment.Value, seen, stop), stop);
            if (difference is not null && seen is not null
                && await agent.Read(town, seen.Checkout.Session, stop) is AgentAnswer<CheckoutSeen>.Got { Value: var fresh })
            {
                // The list is a moment old, and somebody may just have paid.
                (difference, var changedNow) = await database.InTown(town, tx => Compare(tx, town, payment.Value, fresh, stop), stop);
                changed |= changedNow;
            }

            mended += changed ? 1 : 0;
            if (difference is not null)
            {
                found.Add(difference);
            }
        }

        await database.InTown(town, async tx =>
        {
            foreach (var difference in found)
            {
                await DifferenceTable.Found(tx, town, difference, began, stop);
            }

            await DifferenceTable.Resolve(tx, town, Kinds, looked, began, stop);
            await PaymentEventTable.Tidy(tx, town, began, stop);
        }, stop);
        Log.Compared(log, town.Value, looked.Count, mended, found.Count);
        return new ReconciliationReport(looked.Count, mended, found.Count);
    }

    private async Task<List<(CheckoutSeen? Seen, PaymentId? Payment)>?> Listed(TownId town, DateTimeOffset from, DateTimeOffset until, CancellationToken stop)
    {
        var all = new List<(CheckoutSeen?, PaymentId?)>();
        string? after = null;
        do
        {
            if (await agent.List(town, from, until, after, stop) is not AgentAnswer<CheckoutPage>.Got { Value: var page })
            {
                return null;
            }

            all.AddRange(page.Checkouts.Select(seen => ((CheckoutSeen?)seen, seen.Payment)));
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    /// <summary>Our payments whose pages were opened outside the span but whose money, or whose waiting, falls into it: each is asked for by itself.</summary>
    private async Task<List<(CheckoutSeen? Seen, PaymentId? Payment)>?> Others(
        TownId town, List<(CheckoutSeen? Seen, PaymentId? Payment)> listed, DateTimeOffset from, DateTimeOffset until, CancellationToken stop)
    {
        var sessions = listed.Select(pair => pair.Seen!.Checkout.Session).ToHashSet();
        var ours = await database.ReadInTown(town, async tx => (IReadOnlyList<Payment>)
            [.. await PaymentSearch.PaidOnline(tx, town, from, until, stop), .. await PaymentSearch.Waiting(tx, town, until, stop)], stop);
        var others = new List<(CheckoutSeen?, PaymentId?)>();
        foreach (var payment in ours.DistinctBy(payment => payment.Id).Where(payment => payment.Checkout is { } page && !sessions.Contains(page.Session)))
        {
            switch (await agent.Read(town, payment.Checkout!.Session, stop))
            {
                case AgentAnswer<CheckoutSeen>.Got got:
                    others.Add((got.Value, payment.Id));
                    break;
                case AgentAnswer<CheckoutSeen>.No:
                    others.Add((null, payment.Id));
                    break;
                default:
                    return null;
            }
        }

        return others;
    }

    private async Task<int> Refunds(TownId town, DateTimeOffset from, CancellationToken stop)
    {
        var mended = 0;
        foreach (var refund in await database.ReadInTown(town, tx => RefundTable.Unsettled(tx, town, from - BanksTakeTime, stop), stop))
        {
            if (await agent.ReadRefund(town, refund.AgentId!, stop) is AgentAnswer<RefundSeen>.Got { Value: var seen }
                && (refund.State, seen.Stage) is (not "done", RefundStage.Done) or (_, RefundStage.Failed))
            {
                await database.InTown(town, tx => ledger.Apply(tx, town, seen with { Refund = refund.Id }, stop), stop);
                mended++;
            }
        }

        return mended;
    }

    private async Task<(Difference? Difference, bool Changed)> Compare(
        NpgsqlTransaction tx, TownId town, PaymentId id, CheckoutSeen? seen, CancellationToken stop)
    {
        if (await PaymentTable.Lock(tx, town, id, stop) is not { } was)
        {
            return (Differences.Unknown(id, seen!), false);
        }

        if (seen is null || (seen.Stage == CheckoutStage.Paid && seen.Amount is { } came && came != was.Amount))
        {
            return (seen is null ? Differences.Missing(was) : Difference.Amount(was, seen), false);
        }

        var now = (await ledger.Apply(tx, town, id, seen.Facts(), stop))!.Value;
        return (Differences.Between(now.Payment, seen), now.Changed);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Books of {Town}: {Compared} compared, {Mended} mended, {Unexplained} unexplained")]
        public static partial void Compared(ILogger log, string town, int compared, int mended, int unexplained);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Books of {Town} could not be compared: the agent is away")]
        public static partial void GaveUp(ILogger log, string town);
    }
}
