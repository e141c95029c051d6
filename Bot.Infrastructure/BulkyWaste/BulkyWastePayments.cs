using System.Diagnostics;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Hears what became of the money for a request, in the transaction that wrote it.</summary>
public sealed class BulkyWastePayments(BulkyTowns towns, RequestLife life, PaymentDesk payments, RequestTeller teller, TimeProvider clock)
{
    /// <inheritdoc cref="PaymentSettled"/>
    public async Task<IReadOnlyList<OutboxRow>> Hear(
        NpgsqlTransaction tx, TownId town, Payment payment, PaymentNews news, Guid cause, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var id = Guid.ParseExact(payment.Subject, "n");
        var stored = await RequestSearch.Lock(tx, towns, town, id, stop) ?? throw new InvalidOperationException("a payment for a request that is not there");
        switch (news)
        {
            case PaymentNews.VoucherIssued(var voucher):
                return await teller.Rows(tx, stored.Request, $"{cause}", [RequestWords.Voucher(stored.Request, voucher.Until)], now, stop);

            case PaymentNews.Failed { Final: false } or PaymentNews.Expired { Final: false }:
                return stored is { PayPage: { } page, Request.State: RequestState.AwaitingPayment { PayBy: var payBy } } && payBy > now
                    ? await teller.Rows(tx, stored.Request, $"{cause}", [RequestWords.PayAgain(stored.Request, payBy, page)], now, stop)
                    : [];

            default:
                var told = await Told(tx, stored, payment, news, now, stop);
                return await teller.News(tx, await life.Apply(tx, stored, told, now, stop), told, $"{cause}", now, stop);
        }
    }

    private async Task<RequestNews> Told(
        NpgsqlTransaction tx, StoredRequest stored, Payment payment, PaymentNews news, DateTimeOffset now, CancellationToken stop)
    {
        switch (news)
        {
            case PaymentNews.Paid when stored.Request.State is RequestState.AwaitingPayment:
                return new RequestNews.Settled(await SeriesTable.Collection(tx, stored.Request.Operator, JapanTime.Day(now), stop));

            case PaymentNews.Paid:
                // The request has ended meanwhile: nobody may keep money for a collection that will not come.
                await payments.Refund(tx, stored.Request.Town, RequestLife.Module, payment.Subject, amount: null, stop);
                return new RequestNews.PaidTooLate(payment.Amount);

            case PaymentNews.Failed or PaymentNews.Expired:
                return new RequestNews.PayByPassed();

            case PaymentNews.PaidTooLate:
                return new RequestNews.PaidTooLate(payment.Amount);

            case PaymentNews.RefundDone(var amount, _):
                return new RequestNews.MoneyReturned(amount);

            case PaymentNews.RefundNeedsPerson:
                return new RequestNews.MoneyStuck();

            default:
                throw new UnreachableException();
        }
    }
}
