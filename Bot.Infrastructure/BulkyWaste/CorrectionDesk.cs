using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Where and when staff want a request to be collected.</summary>
/// <param name="Overrule">Why the day may lie beyond what the plan allows; a code that is recorded. Without one the plan holds.</param>
public sealed record Correction(string Area, string Spot, DateOnly Day, string? Overrule = null);

/// <summary>For what reasons staff go beyond the plan. The codes are the storage format: they are added to, never changed.</summary>
public static class OverruleReasons
{
    public static Items<string> All { get; } = ["agreed", "special-trip", "own-mistake", "hardship"];
}

/// <summary>Corrects day, area and spot; the fee stays.</summary>
public sealed class CorrectionDesk(BulkyTowns towns, PlanCache plans, RequestLife life, RequestTeller teller, StaffStep steps)
{
    public async Task<Checked<BulkyRequest>> Correct(NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, Correction to, CancellationToken stop)
    {
        var opened = await steps.Open(tx, town, id, by, stop);
        if (opened is not Checked<StoredRequest>.Good(var stored))
        {
            return new Checked<BulkyRequest>.Bad(((Checked<StoredRequest>.Bad)opened).Why);
        }

        var was = stored.Request;
        var plan = await plans.Of(tx, was.Operator, stop);
        if (towns[town].Area(to.Area) is not { } area || plan.Zone(area.Zone) is not { } zone || plan.Plan.Spots.All(s => s.Code != to.Spot)
            || (to.Overrule is { } why && !OverruleReasons.All.Contains(why)))
        {
            return new Checked<BulkyRequest>.Bad(StaffStep.Wrong);
        }

        var after = was with { Area = area, Spot = to.Spot, Day = to.Day };
        var moves = (stored.Zone, was.Day) != (area.Zone, to.Day);
        if (Refusal(was, after, moves, plan, zone, to.Overrule is not null) is { } refusal)
        {
            return new Checked<BulkyRequest>.Bad(refusal);
        }

        var doing = new Doing(by.Actor, StaffStep.Cause("corrected", stored), to.Overrule);
        var capacity = to.Overrule is null ? plan.Calendar.On(zone, to.Day)?.Capacity : null;
        if (await life.Correct(tx, stored, after, capacity, doing, to.Overrule, steps.Now, stop) is not { } corrected)
        {
            return new Checked<BulkyRequest>.Bad("bulky-waste.staff.full");
        }

        if (was.State is RequestState.NotCollected && moves)
        {
            corrected = (await life.Apply(tx, corrected, new RequestNews.Rebooked(), doing, steps.Now, stop)).After;
        }

        await OutboxTable.Add(tx, town, await teller.Rows(tx, corrected.Request, doing.Cause, [Told(was, corrected.Request)], steps.Now, stop), stop);
        await steps.Audit(tx, stored, by, "corrected", to.Overrule, stop);
        return new Checked<BulkyRequest>.Good(corrected.Request);
    }

    private string? Refusal(BulkyRequest was, BulkyRequest after, bool moves, ReadyPlan plan, CollectionZone zone, bool overruled) => was.State switch
    {
        _ when was.State is not (RequestState.Checking or RequestState.AwaitingPayment or RequestState.Paid or RequestState.AwaitingTopUp or RequestState.NotCollected) =>
            StaffStep.NotNow,
        _ when (was.Area, was.Spot, was.Day) == (after.Area, after.Spot, after.Day) => StaffStep.Wrong,
        _ when after.Day < JapanTime.Day(steps.Now) && moves => StaffStep.Wrong,
        _ when !moves || overruled => null,
        _ when plan.Calendar.On(zone, after.Day) is null => "bulky-waste.staff.no-collection",
        RequestState.AwaitingPayment waiting when towns[was.Town].PayBy.For(after.Day, plan.Calendar.Office) < waiting.PayBy => "bulky-waste.staff.no-time-to-pay",
        _ => null,
    };

    private static Effect Told(BulkyRequest was, BulkyRequest now) => was.Day == now.Day
        ? new Effect.Say(
            new Words.Lines([Words.Of("bulky-waste.corrected", ("receipt", new Words.Plain(now.Receipt))), .. RequestWords.Summary(now)]), [RequestWords.Mine])
        : RequestWords.Moved(now, was.Day);
}
