using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Payments;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>The service at the counter: what its receipt says, and how a resident's LINE takes a typed request over.</summary>
public sealed class BulkyWasteCounter
{
    private readonly BulkyTowns _towns;
    private readonly PlanCache _plans;

    public BulkyWasteCounter(BulkyTowns towns)
    {
        (_towns, _plans) = (towns, new PlanCache(towns));
        Service = new CounterService(
            RequestLife.Module, BulkyWasteForms.Request.Id, BulkyWasteForms.Telephone, Rights.BulkyWasteCounter, Rights.BulkyWasteCash, SlipOf)
        {
            Give = Give,
        };
    }

    public CounterService Service { get; }

    private async Task<Slip?> SlipOf(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        if (await RequestSearch.Read(tx, _towns, town, id, stop) is not { Request: var request } stored)
        {
            return null;
        }

        var plan = await _plans.Of(tx, request.Operator, stop);
        var by = new Words.Moment(JapanTime.At(request.Day, plan.Plan.Rules.PutOutBy));
        var spot = plan.Plan.Spots.FirstOrDefault(s => s.Code == request.Spot)?.Name ?? new LocalText(request.Spot);
        return new Slip(
            request.Receipt,
            stored.Language,
            [
                new(Words.Of("bulky-waste.items.name"), new Words.Lines([.. request.Lines.Select(RequestWords.Line)])),
                new(Words.Of("bulky-waste.day.name"), new Words.Lines([new Words.Day(request.Day), Words.Of("bulky-waste.put-out", ("until", by))])),
                new(Words.Of("bulky-waste.area.name"), new Words.Local(request.Area.Name)),
                new(Words.Of("bulky-waste.spot.name"), new Words.Local(spot)),
            ],
            request.Total,
            (request.State as RequestState.AwaitingPayment)?.PayBy,
            request.State is RequestState.AwaitingPayment ? stored.PayPage : null,
            RequestRules.NumberOf(request.State)?.ToString(),
            request.Citizen is not null);
    }

    private async Task<Items<Effect>?> Give(TurnContext turn, Guid id, CancellationToken stop)
    {
        var (tx, town) = (turn.Transaction, turn.Town);
        if (!await AdoptTable.Adopt(tx, town, id, turn.Resident, turn.Now, stop) || await RequestSearch.Read(tx, _towns, town, id, stop) is not { } stored)
        {
            return null;
        }

        var subject = RequestLife.Subject(id);
        await PaymentTable.SetCitizen(tx, town, RequestLife.Module, subject, turn.Resident, stop);
        await TimelineTable.Add(tx, town, RequestLife.Module, subject, new TimelineEntry(turn.Now, NamedGuid.From(id, "adopted"), Actor.Resident, "adopted"), stop);
        var told = new Words.Lines(
        [
            Words.Of("adopt.done", ("receipt", new Words.Plain(stored.Request.Receipt))),
            RequestWords.StateOf(stored.Request),
            .. RequestWords.Summary(stored.Request),
        ]);
        Items<Button> buttons = stored is { PayPage: { } page, Request.State: RequestState.AwaitingPayment } ? [RequestWords.Pay(page), RequestWords.Mine] : [RequestWords.Mine];
        return [new Effect.Say(told, buttons)];
    }
}
