using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>What the questions of the service must know, fetched in the transaction of the turn.</summary>
public sealed class BulkyWasteFacts(BulkyTowns towns, PlanCache plans)
{
    /// <summary>Requests that ended are shown for so long after their day.</summary>
    private const int RecentDays = 30;

    public IReadOnlyDictionary<Type, FactSource> Sources => new Dictionary<Type, FactSource>
    {
        [typeof(CatalogueNeed)] = async (turn, _, stop) => (await Plan(turn, stop)).Catalogue,
        [typeof(AreasNeed)] = (turn, _, _) => Task.FromResult<object>(towns[turn.Town].Areas),
        [typeof(SpotsNeed)] = async (turn, _, stop) => (await Plan(turn, stop)).Plan.Spots,
        [typeof(FreeDaysNeed)] = async (turn, need, stop) => await Free(turn, (FreeDaysNeed)need, stop),
        [typeof(MyRequestsNeed)] = async (turn, _, stop) => await Mine(turn, stop),
        [typeof(OtherDaysNeed)] = async (turn, need, stop) => await Other(turn, (OtherDaysNeed)need, stop),
    };

    private Task<ReadyPlan> Plan(TurnContext turn, CancellationToken stop)
    {
        var @operator = towns[turn.Town].Operator;
        return turn.Memo.Once((typeof(ReadyPlan), @operator), () => plans.Of(turn.Transaction, @operator, stop));
    }

    private async Task<FreeDays> Free(TurnContext turn, FreeDaysNeed need, CancellationToken stop)
    {
        var (town, plan) = (towns[turn.Town], await Plan(turn, stop));
        return town.Area(need.Area) is { } area
            ? await FreeDaySearch.For(turn.Transaction, plan, town, area, turn.Now, stop)
            : new FreeDays(plan.Calendar.Window(turn.Now, town.PayBy), []);
    }

    private async Task<Items<MyRequest>> Mine(TurnContext turn, CancellationToken stop)
    {
        if (turn.Citizen is not { } citizen)
        {
            return [];
        }

        var plan = await Plan(turn, stop);
        var since = JapanTime.Day(turn.Now).AddDays(-RecentDays);
        var mine = await RequestSearch.Of(turn.Transaction, towns, turn.Town, citizen, since, stop);
        return [.. mine.Select(m => new MyRequest(m.Request, plan.Calendar.ChangeBy(m.Request.Day), m.Request.State is RequestState.AwaitingPayment or RequestState.AwaitingTopUp ? m.PayPage : null))];
    }

    /// <summary>None for a request that is not the resident's own.</summary>
    private async Task<FreeDays> Other(TurnContext turn, OtherDaysNeed need, CancellationToken stop)
    {
        var plan = await Plan(turn, stop);
        var stored = await RequestSearch.Read(turn.Transaction, towns, turn.Town, need.Request, stop);
        return stored?.Request is { } request && turn.Citizen is not null && request.Citizen == turn.Citizen
            ? await FreeDaySearch.ForMoving(turn.Transaction, plan, towns[turn.Town], request, turn.Now, stop)
            : new FreeDays(new DateRange(JapanTime.Day(turn.Now), JapanTime.Day(turn.Now)), []);
    }
}
