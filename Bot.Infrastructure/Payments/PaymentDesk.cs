using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>What a module asks to be paid for.</summary>
/// <param name="Subject">The module's own name for it, unique within the town and module.</param>
/// <param name="Lines">What the resident reads on the agent's page; nothing personal.</param>
public sealed record PaymentRequest(
    TownId Town, CitizenId? Citizen, string Module, string Subject, Items<PaymentLine> Lines, DateTimeOffset PayBy, Language Language);

/// <summary>
/// Where modules ask for money, in their own transaction. What they do themselves brings them no news: the answer says how the payment stands.
/// </summary>
public sealed class PaymentDesk(PaymentCodes codes, PaymentLinks links, TimeProvider clock)
{
    /// <summary>Asks for money. Asking again for the same thing gives the payment that is there.</summary>
    public async Task<Payment> Request(NpgsqlTransaction tx, PaymentRequest request, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var payment = new Payment
        {
            Id = PaymentId.For(request.Town, request.Module, request.Subject, attempt: 1),
            Town = request.Town,
            Citizen = request.Citizen,
            Module = request.Module,
            Subject = request.Subject,
            Attempt = 1,
            Lines = request.Lines,
            Language = request.Language,
            Code = codes.For(request.Town, request.Module, request.Subject),
            RequestedAt = now,
            PayBy = request.PayBy,
            State = new PaymentState.Requested(),
        };
        if (payment.Amount.Amount <= 0)
        {
            throw new ArgumentException("there is nothing to pay", nameof(request));
        }

        return await Begin(tx, payment, now, stop)
            ? payment
            : await PaymentTable.LockLatest(tx, request.Town, request.Module, request.Subject, stop)
                ?? throw new InvalidOperationException("a payment is there and cannot be found");
    }

    /// <summary>Begins another attempt when the last one came to nothing and there is time left; otherwise gives the last one as it stands.</summary>
    public async Task<Payment?> Reopen(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var last = await PaymentTable.LockLatest(tx, town, module, subject, stop);
        if (last is null || !last.MayTryAgain(now))
        {
            return last;
        }

        var next = last with
        {
            Id = PaymentId.For(town, module, subject, last.Attempt + 1),
            Attempt = last.Attempt + 1,
            RequestedAt = now,
            State = new PaymentState.Requested(),
            Checkout = null,
        };
        await PaymentBook.Write(tx, last, last.Apply(new PaymentFact.Superseded()), now, stop);
        await Begin(tx, next, now, stop);
        return next;
    }

    /// <summary>Gives money back, a part or all that is left; once for each cause. The answer's state says what follows.</summary>
    public Task<Payment?> Refund(NpgsqlTransaction tx, TownId town, string module, string subject, Yen? amount, string cause, CancellationToken stop) =>
        Tell(tx, town, module, subject, payment => new PaymentFact.RefundAsked(amount ?? payment.Kept, cause), stop);

    /// <summary>Takes the money over the counter. Taken unless the answer's settlement says otherwise.</summary>
    public Task<Payment?> TakeCash(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop) =>
        Tell(tx, town, module, subject, _ => new PaymentFact.CashTaken(clock.GetUtcNow()), stop);

    /// <summary>Staff have given back, over the counter or by bank transfer, what could not go back by itself.</summary>
    public Task<Payment?> ReturnedByHand(NpgsqlTransaction tx, TownId town, string module, string subject, string cause, CancellationToken stop) =>
        Tell(tx, town, module, subject, _ => new PaymentFact.RefundedByHand(clock.GetUtcNow(), cause), stop);

    /// <summary>No longer wants the money. When it has come already the answer is <see cref="PaymentState.Paid"/> and a refund must be asked for.</summary>
    public Task<Payment?> Cancel(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop) =>
        Tell(tx, town, module, subject, _ => new PaymentFact.Withdrawn(), stop);

    /// <summary>The address of our page on which the resident pays or sees how the payment stands.</summary>
    public string Link(Payment payment) => links.To(payment);

    private async Task<Payment?> Tell(
        NpgsqlTransaction tx, TownId town, string module, string subject, Func<Payment, PaymentFact> fact, CancellationToken stop)
    {
        if (await PaymentTable.LockLatest(tx, town, module, subject, stop) is not { } payment)
        {
            return null;
        }

        var turn = payment.Apply(fact(payment));
        await PaymentBook.Write(tx, payment, turn, clock.GetUtcNow(), stop);
        return turn.Next;
    }

    private static async Task<bool> Begin(NpgsqlTransaction tx, Payment payment, DateTimeOffset now, CancellationToken stop)
    {
        if (!await PaymentTable.Add(tx, payment, stop))
        {
            return false;
        }

        await OutboxTable.Add(tx, payment.Town, [PaymentBook.Checkout(payment, now)], stop);
        return true;
    }
}

/// <summary>Addresses of our pay pages.</summary>
public sealed class PaymentLinks(Uri publicBaseUrl)
{
    public string To(Payment payment) => $"{Root(payment.Town)}/pay/{payment.Code}";

    /// <summary>Where a town's own pages begin.</summary>
    public string Root(TownId town) => $"{publicBaseUrl.ToString().TrimEnd('/')}/{town}";
}
