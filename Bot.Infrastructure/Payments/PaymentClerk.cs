using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>
/// Deals with stored webhooks. A webhook only says where to look: the agent is asked again how things stand, with no transaction open,
/// and what it shows is applied in one transaction together with the module's own writing and the mark that the webhook is done.
/// </summary>
public sealed partial class PaymentClerk(Database database, IPaymentAgent agent, PaymentLedger ledger, Sealer sealer, TimeProvider clock, ILogger<PaymentClerk> log, FailPoints? points = null)
{
    private const int Batch = 20;

    // A payment that a webhook names is written before the agent hears of it, so it is there within seconds or never was.
    private const int MostAttempts = 10;
    private static readonly TimeSpan AgentPatience = TimeSpan.FromSeconds(15);

    /// <summary>Takes what is due in a town and deals with it.</summary>
    /// <returns>How many webhooks were taken.</returns>
    public async Task<int> Work(TownId town, CancellationToken stop)
    {
        var taken = await database.InTown(town, tx => PaymentEventTable.Claim(tx, sealer, town, Batch, stop), stop);
        foreach (var each in taken)
        {
            await Reach("clerk-claimed");
            await Deal(town, each, stop);
        }

        return taken.Count;
    }

    /// <summary>Lapses what has not been paid in time.</summary>
    public async Task<int> Lapse(TownId town, CancellationToken stop)
    {
        var late = await database.ReadInTown(town, tx => PaymentSearch.Lapsing(tx, town, clock.GetUtcNow(), limit: 100, stop), stop);
        foreach (var payment in late)
        {
            try
            {
                await database.InTown(town, tx => ledger.Apply(tx, town, payment, [new PaymentFact.PayByPassed()], stop), stop);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException && !DatabaseTrouble.IsOutage(trouble))
            {
                Log.NotLapsed(log, trouble, town.Value, payment.Value);
            }
        }

        return late.Count;
    }

    /// <summary>Looks after pages that must have closed without a webhook telling so, so that the resident can try again.</summary>
    public async Task<int> LookAfter(TownId town, CancellationToken stop)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromMinutes(2);
        var silent = await database.ReadInTown(town, tx => PaymentSearch.Overdue(tx, town, before, limit: 20, stop), stop);
        foreach (var payment in silent)
        {
            await LookAt(town, payment.Id, stop);
        }

        return silent.Count;
    }

    /// <summary>Asks the agent how one payment stands; for staff who will not wait for a webhook.</summary>
    /// <returns>False when the agent could not be asked or knows nothing of it.</returns>
    public async Task<bool> LookAt(TownId town, PaymentId id, CancellationToken stop)
    {
        var payment = await database.ReadInTown(town, tx => PaymentTable.Read(tx, town, id, stop), stop);
        if (payment?.Checkout is not { } page || await agent.Read(town, page.Session, stop) is not AgentAnswer<CheckoutSeen>.Got { Value: var seen })
        {
            return false;
        }

        return await database.InTown(town, tx => Settle(tx, town, id, seen, seen.Facts(), stop), stop) is not null;
    }

    private async Task Deal(TownId town, PaymentEvent told, CancellationToken stop)
    {
        try
        {
            if (told.Attempts > MostAttempts)
            {
                // It was counted and never came back: it takes the process down with it.
                await Again(town, told, "tried too often", stop);
                return;
            }

            await (agent.Understand(town, told.Raw) switch
            {
                AgentPointer.ToCheckout to => Deal(town, told, to, stop),
                AgentPointer.ToRefund to => Deal(town, told, to, stop),
                AgentPointer.ToDispute to => Deal(town, told, to, stop),
                AgentPointer.Nowhere to => Finish(town, told, to.Why, stop),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException && !DatabaseTrouble.IsOutage(trouble))
        {
            Log.NotDealtWith(log, trouble, town.Value, told.Id, told.Attempts);
            await Again(town, told, trouble.GetType().Name, stop);
        }
    }

    private async Task Deal(TownId town, PaymentEvent told, AgentPointer.ToCheckout to, CancellationToken stop)
    {
        if (to.Payment is not { } id)
        {
            await Finish(town, told, "not for a payment of ours", stop);
            return;
        }

        if (await Read(town, told, agent.Read(town, to.Session, stop), stop) is not { } seen)
        {
            return;
        }

        // The agent may still show a voucher that it has just told us has failed.
        var facts = told.Type.EndsWith("async_payment_failed", StringComparison.Ordinal) && seen.Stage == CheckoutStage.Voucher
            ? (seen with { Stage = CheckoutStage.Declined }).Facts()
            : seen.Facts();
        if (!await TryFinish(town, told, async tx => await Settle(tx, town, id, seen, facts, stop), stop))
        {
            await Again(town, told, "the payment is not known (yet)", stop);
        }
    }

    private async Task<string?> Settle(
        NpgsqlTransaction tx, TownId town, PaymentId id, CheckoutSeen seen, Items<PaymentFact> facts, CancellationToken stop)
    {
        if (await PaymentTable.Lock(tx, town, id, stop) is not { } payment)
        {
            return null;
        }

        if (seen.Stage == CheckoutStage.Paid && seen.Amount is { } came && came != payment.Amount)
        {
            // Only a page that we did not make could ask for another amount; nobody may get a service for it.
            await DifferenceTable.Found(tx, town, Difference.Amount(payment, seen), clock.GetUtcNow(), stop);
            return "another amount was paid";
        }

        return (await ledger.Apply(tx, town, id, facts, stop))!.Value.Changed ? "applied" : "nothing new";
    }

    private async Task Deal(TownId town, PaymentEvent told, AgentPointer.ToRefund to, CancellationToken stop)
    {
        if (await Read(town, told, agent.ReadRefund(town, to.Refund, stop), stop) is not { } seen)
        {
            return;
        }

        var ours = await TryFinish(town, told, async tx => await ledger.Apply(tx, town, seen, stop) ? "applied" : null, stop);
        if (!ours)
        {
            // A refund of ours that is not there yet comes later; one made elsewhere, for money that is not ours, never does.
            await (seen.Refund is null ? Finish(town, told, "not for a payment of ours", stop) : Again(town, told, "the refund is not known (yet)", stop));
        }
    }

    private async Task Deal(TownId town, PaymentEvent told, AgentPointer.ToDispute to, CancellationToken stop) =>
        await TryFinish(
            town,
            told,
            async tx =>
            {
                var payment = to.Intent is { } intent ? await PaymentSearch.ByIntent(tx, town, intent, stop) : null;
                await DifferenceTable.Found(tx, town, Difference.Dispute(payment, to), clock.GetUtcNow(), stop);
                return "a person must look";
            },
            stop);

    /// <summary>Does the work and marks the webhook done, together or not at all.</summary>
    /// <param name="work">Gives the outcome, or null when it cannot be done yet.</param>
    private async Task<bool> TryFinish(TownId town, PaymentEvent told, Func<NpgsqlTransaction, Task<string?>> work, CancellationToken stop)
    {
        var done = await database.InTown(town, async tx =>
        {
            if (await work(tx) is not { } outcome)
            {
                return false;
            }

            await PaymentEventTable.Done(tx, town, told.Id, outcome, stop);
            await Reach("clerk-before-commit");
            return true;
        }, stop);
        await Reach("clerk-after-commit");
        return done;
    }

    private Task Reach(string point) => (points ?? FailPoints.None).Reach(point);

    private Task Finish(TownId town, PaymentEvent told, string outcome, CancellationToken stop) =>
        database.InTown(town, tx => PaymentEventTable.Done(tx, town, told.Id, outcome, stop), stop);

    private Task Again(TownId town, PaymentEvent told, string why, CancellationToken stop)
    {
        if (told.Attempts >= MostAttempts)
        {
            Log.Parked(log, town.Value, told.Id, why);
            return database.InTown(town, tx => PaymentEventTable.Park(tx, town, told.Id, why, stop), stop);
        }

        var after = TimeSpan.FromSeconds(Math.Min(300, 1 << told.Attempts));
        return database.InTown(town, tx => PaymentEventTable.Again(tx, town, told.Id, after, why, stop), stop);
    }

    /// <summary>What the agent shows now; null when it shows nothing, and the webhook has been put off.</summary>
    private async Task<T?> Read<T>(TownId town, PaymentEvent told, Task<AgentAnswer<T>> asked, CancellationToken stop)
        where T : class
    {
        switch (await asked)
        {
            case AgentAnswer<T>.Got got:
                return got.Value;
            case AgentAnswer<T>.Later later:
                // The agent is away: no fault of the webhook, however long it lasts.
                var after = later.After > AgentPatience ? later.After : AgentPatience;
                await database.InTown(town, tx => PaymentEventTable.Wait(tx, town, told.Id, after, later.Reason, stop), stop);
                return null;
            case AgentAnswer<T>.No no:
                await Again(town, told, no.Reason, stop);
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Payment event {Event} of {Town} could not be dealt with (attempt {Attempt})")]
        public static partial void NotDealtWith(ILogger log, Exception trouble, string town, string @event, int attempt);

        [LoggerMessage(Level = LogLevel.Error, Message = "Payment event {Event} of {Town} is put aside: {Why}")]
        public static partial void Parked(ILogger log, string town, string @event, string why);

        [LoggerMessage(Level = LogLevel.Error, Message = "Payment {Payment} of {Town} could not be lapsed")]
        public static partial void NotLapsed(ILogger log, Exception trouble, string town, Guid payment);
    }
}
