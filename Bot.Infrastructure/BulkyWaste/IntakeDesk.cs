using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Takes a request: checks it against the plan of this moment, takes the place, asks for the money.</summary>
public sealed class IntakeDesk(BulkyTowns towns, PlanCache plans, RequestLife life, Speaking speaks)
{
    public async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var (tx, town) = (turn.Transaction, towns[turn.Town]);
        var id = NamedGuid.From(turn.Cause, RequestLife.Module);
        if (await RequestSearch.Read(tx, towns, turn.Town, id, stop) is { } known)
        {
            return Accepted(known);
        }

        var plan = await plans.Of(tx, town.Operator, stop);
        var basket = (Answer.Basket)form.Answers[BulkyWasteForms.Items]!;
        var day = ((Answer.Day)form.Answers[BulkyWasteForms.Day]!).Date;
        var spot = Chosen(form, BulkyWasteForms.Spot);
        if (!Holds(basket, plan.Catalogue, day))
        {
            return new Verdict.Refused(Words.Of("bulky-waste.refused.items"), BulkyWasteForms.Items);
        }

        if (town.Area(Chosen(form, BulkyWasteForms.Area)) is not { } area || plan.Zone(area.Zone) is not { } zone)
        {
            return new Verdict.Refused(Words.Of("bulky-waste.refused.area"), BulkyWasteForms.Area);
        }

        if (plan.Plan.Spots.All(s => s.Code != spot))
        {
            return new Verdict.Refused(Words.Of("bulky-waste.refused.spot"), BulkyWasteForms.Spot);
        }

        var window = plan.Calendar.Window(turn.Now, town.PayBy);
        if (day < window.First || day > window.Last || plan.Calendar.On(zone, day) is not { } collection)
        {
            return new Verdict.Refused(Words.Of("bulky-waste.closed-day", ("day", new Words.Day(day))), BulkyWasteForms.Day);
        }

        if (!await DayTable.Take(tx, town.Operator, zone.Code, day, collection.Capacity, stop))
        {
            return new Verdict.Refused(Words.Of("bulky-waste.taken", ("day", new Words.Day(day))), BulkyWasteForms.Day);
        }

        var request = new BulkyRequest
        {
            Id = id,
            Town = turn.Town,
            Operator = town.Operator,
            Citizen = turn.Citizen,
            Receipt = await SeriesTable.Receipt(tx, turn.Town, JapanTime.Day(turn.Now), stop),
            Area = area,
            Day = day,
            Spot = spot,
            Lines = [.. basket.Lines.Select(l => ToLine(l, plan.Catalogue, day))],
            State = new RequestState.Checking(),
            AskedAt = turn.Now,
        };
        if (request.Total is not null)
        {
            request = request with { State = new RequestState.AwaitingPayment(plan.Calendar.PayBy(turn.Now, town.PayDays, day, town.PayBy)) };
        }

        var language = turn.Citizen is { } citizen ? await speaks(tx, turn.Town, citizen, stop) : turn.Printed;
        var stored = new StoredRequest(request, zone.Code, PayCode: null, language);
        await RequestTable.Add(tx, towns, stored, Who(form), Photos(form), stop);
        return Accepted(await life.Begin(tx, stored, new Doing(Actor.Resident, turn.Cause), turn.Now, stop));
    }

    /// <summary>Photos that came within the day after.</summary>
    public static Task Join(TurnContext turn, Effect.Join join, CancellationToken stop) => join.Answer is Answer.Photos(var photos)
        ? RequestTable.AddPhotos(turn.Transaction, turn.Town, join.Submission, turn.Resident, photos, stop)
        : Task.CompletedTask;

    private static Verdict.Accepted Accepted(StoredRequest stored) =>
        new(stored.Request.Id, [RequestWords.Received(stored.Request, stored.PayPage)]);

    /// <summary>Whether the plan still knows all that stands in the basket, within its limits.</summary>
    private static bool Holds(Answer.Basket basket, Catalogue catalogue, DateOnly day) =>
        basket.Lines.Count > 0
        && basket.Lines.Sum(l => l.Number ?? 1) <= catalogue.MostItems
        && basket.Lines.All(l => catalogue.IsComplete(l, day) && (l.Item is null || catalogue.FeeOf(l, day) is not null))
        && basket.Lines.Where(l => l.Item is not null).GroupBy(l => l.Item!, StringComparer.Ordinal)
            .All(g => g.Sum(l => l.Number ?? 1) <= catalogue.Find(g.Key, day)!.Limit);

    private static RequestLine ToLine(BasketLine line, Catalogue catalogue, DateOnly day) => line.Item is { } code && catalogue.Find(code, day) is { } article
        ? new(code, line.Size, article.NameWith(line.Size), line.Number ?? 1, catalogue.FeeOf(line, day), line.Remark)
        : new(null, null, null, line.Number ?? 1, null, line.Remark);

    private static Requester Who(Effect.Submit form) => new(
        Text(form, BulkyWasteForms.Name) ?? "",
        Text(form, BulkyWasteForms.Kana),
        Text(form, BulkyWasteForms.Telephone) ?? "",
        Text(form, BulkyWasteForms.Address) ?? "",
        Text(form, BulkyWasteForms.Remark));

    private static Items<string> Photos(Effect.Submit form) => form.Answers[BulkyWasteForms.Photo] is Answer.Photos(var photos) ? photos : [];

    private static string Chosen(Effect.Submit form, QuestionId question) => ((Answer.Chosen)form.Answers[question]!).Key;

    private static string? Text(Effect.Submit form, QuestionId question) => form.Answers[question] is Answer.Words(var text) ? text : null;
}
