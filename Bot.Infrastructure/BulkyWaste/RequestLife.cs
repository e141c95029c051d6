using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Payments;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A request after some news, and whether its resident must be told.</summary>
public sealed record RequestStep(StoredRequest After, bool Tell);

/// <summary>
/// Carries out what news does to a request: its place, its money, its alarms, its row and its timeline. All in the caller's transaction, and nowhere else.
/// </summary>
public sealed class RequestLife(BulkyTowns towns, PlanCache plans, PaymentDesk payments)
{
    public const string Module = "bulky-waste";

    private readonly RequestMoney _money = new(payments);

    /// <summary>The request with its payments, all kept ours. The payments first, as payments themselves do, so that nobody waits in a ring.</summary>
    public static async Task<StoredRequest?> Lock(NpgsqlTransaction tx, BulkyTowns towns, TownId town, Guid id, CancellationToken stop)
    {
        foreach (var part in Enumerable.Range(1, await RequestSearch.PayPart(tx, town, id, stop) ?? 0))
        {
            await PaymentTable.LockLatest(tx, town, Module, PaymentSubject.Of(id, part), stop);
        }

        return await RequestSearch.Lock(tx, towns, town, id, stop);
    }

    /// <inheritdoc cref="Lock(NpgsqlTransaction, BulkyTowns, TownId, Guid, CancellationToken)"/>
    public Task<StoredRequest?> Lock(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop) => Lock(tx, towns, town, id, stop);

    /// <summary>Begins the life of a request that has just been stored.</summary>
    public async Task<StoredRequest> Begin(NpgsqlTransaction tx, StoredRequest stored, Doing doing, DateTimeOffset now, CancellationToken stop)
    {
        await RequestStory.Write(tx, stored, "asked", null, doing, now, stop);
        if (stored.Request.State is RequestState.AwaitingPayment)
        {
            return await RequestTable.Save(tx, await _money.Ask(tx, stored, stop), now, stop);
        }

        await SetAlarms(tx, stored, stop);
        return stored;
    }

    public async Task<RequestStep> Apply(
        NpgsqlTransaction tx, StoredRequest was, RequestNews news, Doing doing, DateTimeOffset now, CancellationToken stop)
    {
        var turn = was.Request.State.Apply(news);
        var after = was with { Request = was.Request with { State = turn.Next } };
        foreach (var order in turn.Orders)
        {
            switch (order)
            {
                case RequestOrder.FreePlace:
                    await DayTable.Free(tx, was.Request.Operator, was.Zone, was.Request.Day, stop);
                    break;
                case RequestOrder.AskMoney:
                    after = await _money.Ask(tx, after, stop);
                    break;
                case RequestOrder.WithdrawMoney:
                    await _money.Withdraw(tx, was, stop);
                    break;
                case RequestOrder.ReturnMoney:
                    await _money.ReturnAll(tx, was, stop);
                    break;
                case RequestOrder.ReturnPart:
                    await _money.Return(tx, was, ((RequestNews.CostsLess)news).Back, $"change:{was.Version}", stop);
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

        if (turn.Orders.Count > 0)
        {
            await RequestStory.Write(tx, after, news, doing, now, stop);
        }

        return new RequestStep(
            Changes(was, turn, news) ? await RequestTable.Save(tx, after, now, stop) : after,
            turn.Orders.Contains(RequestOrder.Tell));
    }

    /// <summary>Moves the request to a day in whose zone a place is free.</summary>
    /// <returns><c>null</c> when the last place has just been taken.</returns>
    public Task<StoredRequest?> Move(
        NpgsqlTransaction tx, StoredRequest was, CollectionDay to, Doing doing, DateTimeOffset now, CancellationToken stop) =>
        Correct(tx, was, was.Request with { Day = to.Date }, to.Capacity, doing, overrule: null, now, stop);

    /// <summary>Gives the request another day, area or spot.</summary>
    /// <param name="capacity">How many places the new day has; <c>null</c> when staff have decided to go beyond.</param>
    /// <param name="overrule">Why staff go beyond what the plan allows; recorded.</param>
    public async Task<StoredRequest?> Correct(
        NpgsqlTransaction tx, StoredRequest was, BulkyRequest to, int? capacity, Doing doing, string? overrule, DateTimeOffset now, CancellationToken stop)
    {
        if ((was.Zone, was.Request.Day) != (to.Area.Zone, to.Day))
        {
            await DayTable.Lock(tx, to.Operator, was.Request.Day, to.Day, stop);
            if (capacity is not { } places)
            {
                await DayTable.TakeOver(tx, to.Operator, to.Area.Zone, to.Day, stop);
            }
            else if (!await DayTable.Take(tx, to.Operator, to.Area.Zone, to.Day, places, stop))
            {
                return null;
            }

            await DayTable.Free(tx, to.Operator, was.Zone, was.Request.Day, stop);
        }

        var after = await RequestTable.Save(tx, was with { Request = to, Zone = to.Area.Zone }, now, stop);
        await SetAlarms(tx, after, stop);
        await RequestStory.Write(tx, after, was.Request.Day == to.Day ? "corrected" : "moved", RequestStory.Moved(was.Request, to, overrule), doing, now, stop);
        return after;
    }

    public static string Subject(Guid request) => request.ToString("n");

    private static bool Changes(StoredRequest was, RequestTurn turn, RequestNews news) =>
        turn.Next != was.Request.State || turn.Orders.Any(o => o is not RequestOrder.Tell) || (news is RequestNews.CostsTheSame && turn.Orders.Count > 0);

    /// <summary>While staff check, an alarm rings when there is no time left to pay; once paid, one rings on the evening before.</summary>
    private async Task SetAlarms(NpgsqlTransaction tx, StoredRequest stored, CancellationToken stop)
    {
        var request = stored.Request;
        var plan = await plans.Of(tx, request.Operator, stop);
        var (kind, due) = request.State switch
        {
            RequestState.Checking => (BulkyWasteAlarms.Unquoted, towns[request.Town].PayBy.For(request.Day, plan.Calendar.Office)),
            RequestState.Paid or RequestState.AwaitingTopUp => (BulkyWasteAlarms.Remind, plan.Calendar.RemindAt(request.Day)),
            _ => (null, default),
        };
        if (kind is not null)
        {
            var alarm = new Alarm(NamedGuid.From(request.Id, kind), Module, kind, Subject(request.Id), due);
            await AlarmTable.Set(tx, request.Town, alarm, stop);
        }
    }
}
