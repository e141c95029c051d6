using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Does what a resident asks for one of their own requests. All that was read back is checked again here.</summary>
public sealed class MineDesk(BulkyTowns towns, PlanCache plans, RequestLife life)
{
    public async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        if (form.Answers[BulkyWasteForms.MyRequest] is not Answer.Chosen(var key)
            || !Guid.TryParseExact(key, "n", out var id)
            || await life.Lock(turn.Transaction, turn.Town, id, stop) is not { } stored
            || stored.Request.Citizen != turn.Resident)
        {
            return new Verdict.Accepted(Guid.Empty, [Said("bulky-waste.mine.gone")]);
        }

        return (form.Answers[BulkyWasteForms.Action] as Answer.Chosen)?.Key switch
        {
            ActionQuestion.Number => await Number(turn, stored, stop),
            ActionQuestion.Pay or ActionQuestion.TopUp => Done(stored, Pay(stored)),
            ActionQuestion.GiveUp => await GiveUp(turn, stored, form.Answers[BulkyWasteForms.CancelConsent], stop),
            ActionQuestion.Rebook => await Rebook(turn, stored, form.Answers[BulkyWasteForms.NewDay], stop),
            ActionQuestion.Cancel => await Cancel(turn, stored, form.Answers[BulkyWasteForms.CancelConsent], stop),
            ActionQuestion.Move => await Move(turn, stored, form.Answers[BulkyWasteForms.NewDay], stop),
            _ => Done(stored, Said("bulky-waste.mine.kept")),
        };
    }

    private async Task<Verdict> Number(TurnContext turn, StoredRequest stored, CancellationToken stop)
    {
        var plan = await plans.Of(turn.Transaction, stored.Request.Operator, stop);
        return Done(stored, RequestRules.NumberOf(stored.Request.State) is { } number
            ? RequestWords.Number(stored.Request, number, plan.Plan.Rules.PutOutBy)
            : Said("bulky-waste.mine.gone"));
    }

    private static Effect.Say Pay(StoredRequest stored) => (stored.PayPage, stored.Request.State) switch
    {
        ({ } page, RequestState.AwaitingPayment waiting) => PayHere(page, waiting.PayBy),
        ({ } page, RequestState.AwaitingTopUp { Due: { IsOver: false } due }) => PayHere(page, due.PayBy),
        _ => Said("bulky-waste.mine.gone"),
    };

    private static Effect.Say PayHere(string page, DateTimeOffset until) =>
        new(Words.Of("bulky-waste.mine.pay-here", ("until", new Words.Moment(until))), [RequestWords.Pay(page)]);

    private async Task<Verdict> Cancel(TurnContext turn, StoredRequest stored, Answer? consent, CancellationToken stop)
    {
        if (consent is not Answer.Chosen(CancelQuestion.Yes))
        {
            return Done(stored, Said("bulky-waste.mine.kept"));
        }

        if (!(await Mine(turn, stored, stop)).MayCancel(turn.Now))
        {
            return Done(stored, Said("bulky-waste.mine.too-late"));
        }

        return await End(turn, stored, stop);
    }

    /// <summary>What was left standing is given up for the money, at any time.</summary>
    private async Task<Verdict> GiveUp(TurnContext turn, StoredRequest stored, Answer? consent, CancellationToken stop) =>
        consent is not Answer.Chosen(CancelQuestion.Yes) ? Done(stored, Said("bulky-waste.mine.kept"))
        : (await Mine(turn, stored, stop)).MayGiveUp ? await End(turn, stored, stop)
        : Done(stored, Said("bulky-waste.mine.gone"));

    private async Task<Verdict> End(TurnContext turn, StoredRequest stored, CancellationToken stop)
    {
        var plan = await plans.Of(turn.Transaction, stored.Request.Operator, stop);
        var news = new RequestNews.CancelledByResident(stored.Request.Held is { Amount: > 0 } held ? held : null);
        var step = await life.Apply(turn.Transaction, stored, news, Of(turn), turn.Now, stop);
        return Done(step.After, [.. RequestWords.Of(step.After.Request, news, null, plan.Plan.Rules.PutOutBy)]);
    }

    private async Task<Verdict> Move(TurnContext turn, StoredRequest stored, Answer? answer, CancellationToken stop)
    {
        if (MoveQuestion.DayOf(answer) is not { } day)
        {
            return Done(stored, Said("bulky-waste.mine.kept"));
        }

        if (!(await Mine(turn, stored, stop)).MayMove(turn.Now))
        {
            return Done(stored, Said("bulky-waste.mine.too-late"));
        }

        return await Take(turn, stored, day, stop);
    }

    /// <summary>Another day for what was left standing; number and fee stay.</summary>
    private async Task<Verdict> Rebook(TurnContext turn, StoredRequest stored, Answer? answer, CancellationToken stop)
    {
        if (MoveQuestion.DayOf(answer) is not { } day)
        {
            return Done(stored, Said("bulky-waste.mine.kept"));
        }

        if (!(await Mine(turn, stored, stop)).MayRebook)
        {
            return Done(stored, Said("bulky-waste.mine.gone"));
        }

        var verdict = await Take(turn, stored, day, stop);
        if (verdict is Verdict.Accepted && await life.Lock(turn.Transaction, turn.Town, stored.Request.Id, stop) is { } moved)
        {
            await life.Apply(turn.Transaction, moved, new RequestNews.Rebooked(), Of(turn), turn.Now, stop);
        }

        return verdict;
    }

    private async Task<Verdict> Take(TurnContext turn, StoredRequest stored, DateOnly day, CancellationToken stop)
    {
        var (town, plan) = (towns[turn.Town], await plans.Of(turn.Transaction, stored.Request.Operator, stop));
        var free = await FreeDaySearch.ForMoving(turn.Transaction, plan, town, stored.Request, turn.Now, stop);
        if (free.Days.All(d => d.Date != day) || plan.Zone(stored.Request.Area.Zone) is not { } zone || plan.Calendar.On(zone, day) is not { } collection)
        {
            return new Verdict.Refused(Words.Of("bulky-waste.closed-day", ("day", new Words.Day(day))), BulkyWasteForms.NewDay);
        }

        return await life.Move(turn.Transaction, stored, collection, Of(turn), turn.Now, stop) is { } moved
            ? Done(moved, RequestWords.Moved(moved.Request, stored.Request.Day))
            : new Verdict.Refused(Words.Of("bulky-waste.taken", ("day", new Words.Day(day))), BulkyWasteForms.NewDay);
    }

    private async Task<MyRequest> Mine(TurnContext turn, StoredRequest stored, CancellationToken stop)
    {
        var plan = await plans.Of(turn.Transaction, stored.Request.Operator, stop);
        return new MyRequest(stored.Request, plan.Calendar.ChangeBy(stored.Request.Day), stored.PayPage);
    }

    private static Doing Of(TurnContext turn) => new(Actor.Resident, turn.Cause);

    private static Verdict.Accepted Done(StoredRequest stored, params ReadOnlySpan<Effect> told) => new(stored.Request.Id, [.. told]);

    private static Effect.Say Said(string key) => new(Words.Of(key), [RequestWords.Mine]);
}
