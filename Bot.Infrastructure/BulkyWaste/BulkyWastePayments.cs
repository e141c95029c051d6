using System.Diagnostics;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Audit;
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
        var (id, part) = PaymentSubject.Read(payment.Subject);
        var stored = await RequestSearch.Lock(tx, towns, town, id, stop) ?? throw new InvalidOperationException("a payment for a request that is not there");
        switch (news)
        {
            case PaymentNews.Failed or PaymentNews.Expired or PaymentNews.VoucherIssued when part != stored.PayPart:
                // Something else was asked for since.
                return [];

            case PaymentNews.VoucherIssued(var voucher):
                await RequestStory.Write(tx, stored, "voucher", null, new Doing(Actor.Resident, $"{cause}"), now, stop);
                return await teller.Rows(tx, stored.Request, $"{cause}", [RequestWords.Voucher(stored.Request, voucher.Until)], now, stop);

            case PaymentNews.Failed { Final: false } or PaymentNews.Expired { Final: false }:
                return stored.PayPage is { } page && PayBy(stored.Request.State) is { } payBy && payBy > now
                    ? await teller.Rows(tx, stored.Request, $"{cause}", [RequestWords.PayAgain(stored.Request, payBy, page)], now, stop)
                    : [];

            default:
                var told = await Told(tx, stored, payment, part, news, now, stop);
                var by = news is PaymentNews.Paid or PaymentNews.PaidTooLate ? Actor.Resident : Actor.System;
                return await teller.News(tx, await life.Apply(tx, stored, told, new Doing(by, $"{cause}"), now, stop), told, $"{cause}", now, stop);
        }
    }

    private async Task<RequestNews> Told(
        NpgsqlTransaction tx, StoredRequest stored, Payment payment, int part, PaymentNews news, DateTimeOffset now, CancellationToken stop)
    {
        switch (news)
        {
            case PaymentNews.Paid when part == stored.PayPart && stored.Request.State is RequestState.AwaitingPayment:
                return new RequestNews.Settled(await SeriesTable.Collection(tx, stored.Request.Operator, JapanTime.Day(now), stop));

            case PaymentNews.Paid when part == stored.PayPart && stored.Request.State is RequestState.AwaitingTopUp or RequestState.Collected { Due: not null }:
                return new RequestNews.TopUpPaid();

            case PaymentNews.Paid:
                // The request has ended or costs something else now: nobody may keep money for what is not asked any more.
                await payments.Refund(tx, stored.Request.Town, RequestLife.Module, payment.Subject, amount: null, cause: "", stop);
                return new RequestNews.PaidTooLate(payment.Amount);

            case PaymentNews.Failed or PaymentNews.Expired:
                return stored.Request.State is RequestState.AwaitingPayment ? new RequestNews.PayByPassed() : new RequestNews.TopUpPassed();

            case PaymentNews.PaidTooLate(var late):
                return late.Intent == payment.SecondIntent ? new RequestNews.PaidTwice(payment.Amount) : new RequestNews.PaidTooLate(payment.Amount);

            case PaymentNews.RefundDone(var amount, _, var why):
                return RequestMoney.Returned(stored.Request.State, amount, why);

            case PaymentNews.RefundNeedsPerson:
                return new RequestNews.MoneyStuck();

            default:
                throw new UnreachableException();
        }
    }

    private static DateTimeOffset? PayBy(RequestState state) => state switch
    {
        RequestState.AwaitingPayment a => a.PayBy,
        RequestState.AwaitingTopUp a => a.Due.PayBy,
        _ => null,
    };
}
