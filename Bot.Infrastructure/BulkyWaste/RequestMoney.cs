using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>The money of a request: each time something is asked for is a payment of its own, and what goes back is taken from the newest first.</summary>
public sealed class RequestMoney(PaymentDesk payments)
{
    private static readonly LocalText Unnamed = new("粗大ごみ", "粗大ごみ", "Bulky waste");
    private static readonly LocalText Reduced = new("粗大ごみ処理手数料（減免後）", "粗大ごみの お金（安く なった あと）", "Bulky waste, reduced fee");
    private static readonly LocalText OnTop = new("粗大ごみ処理手数料の差額", "粗大ごみの たりない お金", "Bulky waste, difference");

    /// <summary>Asks for what the request's state says is to be paid.</summary>
    public async Task<StoredRequest> Ask(NpgsqlTransaction tx, StoredRequest stored, CancellationToken stop)
    {
        var (request, language) = (stored.Request, stored.Language);
        var part = stored.PayCode is null ? 1 : stored.PayPart + 1;
        var (lines, payBy) = request.State switch
        {
            RequestState.AwaitingTopUp { Due: var due } => (One(OnTop.In(language), due.Amount), due.PayBy),
            RequestState.Collected { Due: { } due } => (One(OnTop.In(language), due.Amount), due.PayBy),
            RequestState.AwaitingPayment first => (Lines(request, language), first.PayBy),
            _ => throw new InvalidOperationException("there is nothing to pay"),
        };
        var payment = await payments.Request(
            tx, new PaymentRequest(request.Town, request.Citizen, RequestLife.Module, PaymentSubject.Of(request.Id, part), lines, payBy, language), stop);
        return stored with { PayCode = payment.Code, PayPart = part };
    }

    /// <summary>No longer wants what was asked last.</summary>
    public Task Withdraw(NpgsqlTransaction tx, StoredRequest stored, CancellationToken stop) =>
        payments.Cancel(tx, stored.Request.Town, RequestLife.Module, Last(stored), stop);

    /// <summary>All payments of a request, the first one first; those that came to nothing too.</summary>
    public static async Task<IReadOnlyList<Payment>> Of(NpgsqlTransaction tx, TownId town, Guid id, int parts, CancellationToken stop)
    {
        var all = new List<Payment>();
        foreach (var part in Enumerable.Range(1, parts))
        {
            all.AddRange(await PaymentSearch.Of(tx, town, RequestLife.Module, PaymentSubject.Of(id, part), stop));
        }

        return all;
    }

    /// <summary>What was paid for the request and stays.</summary>
    public static async Task<Yen> Kept(NpgsqlTransaction tx, StoredRequest stored, CancellationToken stop) =>
        (await Of(tx, stored.Request.Town, stored.Request.Id, stored.PayPart, stop)).Aggregate(new Yen(0), (sum, payment) => sum + payment.Kept);

    public async Task ReturnAll(NpgsqlTransaction tx, StoredRequest stored, CancellationToken stop)
    {
        if (await Kept(tx, stored, stop) is { Amount: > 0 } kept)
        {
            await Return(tx, stored, kept, "cancelled", stop);
        }
    }

    /// <param name="cause">Why; for one cause a payment gives back once.</param>
    public async Task Return(NpgsqlTransaction tx, StoredRequest stored, Yen amount, string cause, CancellationToken stop)
    {
        var left = amount.Amount;
        foreach (var payment in (await Of(tx, stored.Request.Town, stored.Request.Id, stored.PayPart, stop)).Reverse().Where(p => p.Kept.Amount > 0))
        {
            var part = Math.Min(left, payment.Kept.Amount);
            if (part > 0)
            {
                await payments.Refund(tx, payment.Town, payment.Module, payment.Subject, new Yen(part), cause, stop);
                left -= part;
            }
        }

        if (left > 0)
        {
            throw new InvalidOperationException("more is to go back than was paid");
        }
    }

    /// <summary>What it means for the request that money has arrived with its resident. What came back after a change of price is no cancellation's money.</summary>
    public static RequestNews Returned(RequestState state, Yen amount, string cause) =>
        state is RequestState.Cancelled or RequestState.Lapsed && !cause.StartsWith("change:", StringComparison.Ordinal)
            ? new RequestNews.MoneyReturned(amount)
            : new RequestNews.PartReturned(amount);

    public static string Last(StoredRequest stored) => PaymentSubject.Of(stored.Request.Id, stored.PayPart);

    private static Items<PaymentLine> Lines(BulkyRequest request, Language language) => request.Waiver is null
        ? [.. request.Lines.Select(l => new PaymentLine((l.Name ?? Unnamed).In(language), l.Fee!.Value, l.Number))]
        : One(Reduced.In(language), request.Total!.Value);

    private static Items<PaymentLine> One(string name, Yen amount) => [new PaymentLine(name, amount, 1)];
}
