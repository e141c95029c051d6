using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Money over the counter: taken for a request, or given back by hand.</summary>
public sealed class MoneyDesk(PaymentDesk payments, RequestLife life, StaffStep steps)
{
    /// <summary>Takes what the request waits for; the number is given at once.</summary>
    public async Task<Checked<BulkyRequest>> TakeCash(NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, CancellationToken stop)
    {
        var opened = await steps.Open(tx, town, id, by, stop);
        if (opened is not Checked<StoredRequest>.Good(var stored))
        {
            return new Checked<BulkyRequest>.Bad(((Checked<StoredRequest>.Bad)opened).Why);
        }

        stored = await AskAgain(tx, stored, by, stop);
        if (stored.Request.State is not (RequestState.AwaitingPayment or RequestState.AwaitingTopUp or RequestState.Collected { Due: not null })
            || await payments.TakeCash(tx, town, RequestLife.Module, RequestMoney.Last(stored), stop) is not { State: PaymentState.Paid, Settlement: { } paid }
            || !paid.IsCash())
        {
            return new Checked<BulkyRequest>.Bad(StaffStep.NotNow);
        }

        RequestNews news = stored.Request.State is RequestState.AwaitingPayment
            ? new RequestNews.Settled(await SeriesTable.Collection(tx, stored.Request.Operator, JapanTime.Day(steps.Now), stop))
            : new RequestNews.TopUpPaid();
        return await steps.Bring(tx, stored, news, by, "cash", Settlement.Cash, stop);
    }

    /// <summary>Notes that staff have given back, over the counter or by bank transfer, what could not go back by itself.</summary>
    /// <param name="payment">Which of the request's payments.</param>
    /// <param name="cause">Which of its repayments.</param>
    public async Task<Checked<BulkyRequest>> ReturnedByHand(
        NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, PaymentId payment, string cause, CancellationToken stop)
    {
        var opened = await steps.Open(tx, town, id, by, stop);
        if (opened is not Checked<StoredRequest>.Good(var stored))
        {
            return new Checked<BulkyRequest>.Bad(((Checked<StoredRequest>.Bad)opened).Why);
        }

        var all = await RequestMoney.Of(tx, town, id, stored.PayPart, stop);
        if (all.FirstOrDefault(p => p.Id == payment) is not { } found
            || found.Repayments.FirstOrDefault(r => r.Cause == cause) is not { NeedsPerson: true } due
            || await payments.ReturnedByHand(tx, town, RequestLife.Module, found.Subject, cause, stop) is not { } after
            || !after.Repayments.Any(r => r.Cause == cause && r.IsDone))
        {
            return new Checked<BulkyRequest>.Bad(StaffStep.NotNow);
        }

        return await steps.Bring(tx, stored, RequestMoney.Returned(stored.Request.State, due.Amount, cause), by, "returned-by-hand", null, stop);
    }

    /// <summary>A payment whose time is over takes no money: it is asked for anew, without a word to the resident who stands at the counter.</summary>
    private async Task<StoredRequest> AskAgain(NpgsqlTransaction tx, StoredRequest stored, ByStaff by, CancellationToken stop)
    {
        var due = stored.Request.State switch
        {
            RequestState.AwaitingTopUp { Due: { IsOver: true } over } => over,
            RequestState.Collected { Due: { IsOver: true } over } => over,
            _ => null,
        };
        return due is null
            ? stored
            : (await life.Apply(
                tx,
                stored,
                new RequestNews.CostsMore(due with { PayBy = steps.Now.AddDays(1), IsOver = false }),
                new Doing(by.Actor, StaffStep.Cause("asked-again", stored)),
                steps.Now,
                stop)).After;
    }
}
