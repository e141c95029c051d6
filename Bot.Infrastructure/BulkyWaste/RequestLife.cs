using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Payments;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A request after some news, and whether its resident must be told.</summary>
public sealed record RequestStep(StoredRequest After, bool Tell);

/// <summary>Carries out what news does to a request: its place, its money, its alarms, its row. All in the caller's transaction.</summary>
public sealed class RequestLife(BulkyTowns towns, PlanCache plans, PaymentDesk payments)
{
    public const string Module = "bulky-waste";

    /// <summary>The request with its payment, both kept ours. The payment first, as payments themselves do, so that nobody waits in a ring.</summary>
    public async Task<StoredRequest?> Lock(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        await PaymentTable.LockLatest(tx, town, Module, Subject(id), stop);
        return await RequestSearch.Lock(tx, towns, town, id, stop);
    }

    /// <summary>Begins the life of a request that has just been stored.</summary>
    public async Task<StoredRequest> Begin(NpgsqlTransaction tx, StoredRequest stored, DateTimeOffset now, CancellationToken stop)
    {
        if (stored.Request.State is RequestState.AwaitingPayment)
        {
            return await AskMoney(tx, stored, now, stop);
        }

        await SetAlarms(tx, stored, stop);
        return stored;
    }

    public async Task<RequestStep> Apply(NpgsqlTransaction tx, StoredRequest was, RequestNews news, DateTimeOffset now, CancellationToken stop)
    {
        var turn = was.Request.State.Apply(news);
        var after = was with { Request = was.Request with { State = turn.Next } };
        if (turn.Next != was.Request.State)
        {
            await RequestTable.Save(tx, after, now, stop);
        }

        foreach (var order in turn.Orders)
        {
            switch (order)
            {
                case RequestOrder.FreePlace:
                    await DayTable.Free(tx, was.Request.Operator, was.Zone, was.Request.Day, stop);
                    break;
                case RequestOrder.AskMoney:
                    after = await AskMoney(tx, after, now, stop);
                    break;
                case RequestOrder.WithdrawMoney:
                    await payments.Cancel(tx, was.Request.Town, Module, Subject(was.Request.Id), stop);
                    break;
                case RequestOrder.ReturnMoney:
                    await payments.Refund(tx, was.Request.Town, Module, Subject(was.Request.Id), amount: null, stop);
                    break;
                case RequestOrder.Remind:
                    await SetAlarms(tx, after, stop);
                    break;
                case RequestOrder.Tell:
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return new RequestStep(after, turn.Orders.Contains(RequestOrder.Tell));
    }

    /// <summary>Moves the request to a day in whose zone a place is free.</summary>
    /// <returns><c>null</c> when the last place has just been taken.</returns>
    public async Task<StoredRequest?> Move(NpgsqlTransaction tx, StoredRequest was, CollectionDay to, DateTimeOffset now, CancellationToken stop)
    {
        var request = was.Request;
        await DayTable.Lock(tx, request.Operator, request.Day, to.Date, stop);
        if (!await DayTable.Take(tx, request.Operator, request.Area.Zone, to.Date, to.Capacity, stop))
        {
            return null;
        }

        await DayTable.Free(tx, request.Operator, was.Zone, request.Day, stop);
        var after = was with { Request = request with { Day = to.Date }, Zone = request.Area.Zone };
        await RequestTable.Save(tx, after, now, stop);
        await SetAlarms(tx, after, stop);
        return after;
    }

    public static string Subject(Guid request) => request.ToString("n");

    private async Task<StoredRequest> AskMoney(NpgsqlTransaction tx, StoredRequest stored, DateTimeOffset now, CancellationToken stop)
    {
        var (request, language) = (stored.Request, stored.Language);
        var payBy = ((RequestState.AwaitingPayment)request.State).PayBy;
        Items<PaymentLine> lines = [.. request.Lines.Select(l => new PaymentLine((l.Name ?? Unnamed).In(language), l.Fee!.Value, l.Number))];
        var payment = await payments.Request(
            tx, new PaymentRequest(request.Town, request.Citizen, Module, Subject(request.Id), lines, payBy, language), stop);
        var after = stored with { PayCode = payment.Code };
        await RequestTable.Save(tx, after, now, stop);
        return after;
    }

    /// <summary>While staff check, an alarm rings when there is no time left to pay; once paid, one rings on the evening before.</summary>
    private async Task SetAlarms(NpgsqlTransaction tx, StoredRequest stored, CancellationToken stop)
    {
        var request = stored.Request;
        var plan = await plans.Of(tx, request.Operator, stop);
        var (kind, due) = request.State switch
        {
            RequestState.Checking => (BulkyWasteAlarms.Unquoted, towns[request.Town].PayBy.For(request.Day, plan.Calendar.Office)),
            RequestState.Paid => (BulkyWasteAlarms.Remind, plan.Calendar.RemindAt(request.Day)),
            _ => (null, default),
        };
        if (kind is not null)
        {
            var alarm = new Alarm(NamedGuid.From(request.Id, kind), Module, kind, Subject(request.Id), due);
            await AlarmTable.Set(tx, request.Town, alarm, stop);
        }
    }

    private static readonly LocalText Unnamed = new("粗大ごみ", "粗大ごみ", "Bulky waste");
}
