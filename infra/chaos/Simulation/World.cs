using System.Collections.Immutable;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Simulation;

/// <summary>What one resident's talk can see of the world, and what its desk changes. Immutable, so that a turn that is lost leaves no trace.</summary>
/// <param name="Drift">Changes what is free without anybody's doing: other residents book and cancel.</param>
internal sealed record World(DemoTown Town, ulong Drift, ImmutableDictionary<Guid, BulkyRequest> Requests, ImmutableList<Reported> Reported)
{
    public Reports Reports => new(Town.Damage, Drift, Reported);

    /// <summary>What the desks took; photos and places that come later may join nothing else.</summary>
    public ImmutableHashSet<Guid> Accepted { get; init; } = [];

    public object Fact(Need need, DateTimeOffset now) => need switch
    {
        CatalogueNeed => Town.Catalogue,
        AreasNeed => Town.Areas,
        SpotsNeed => Spots,
        FreeDaysNeed free => Free(free.Area, now),
        MyRequestsNeed => Mine(now),
        OtherDaysNeed other => Requests.TryGetValue(other.Request, out var request)
            ? Free(request.Area.Code, now) with { Days = [.. Free(request.Area.Code, now).Days.Where(d => d.Date != request.Day)] }
            : new FreeDays(new DateRange(JapanTime.Day(now), JapanTime.Day(now)), []),
        _ => Reports.Fact(need, now) ?? throw new Violation($"nobody knows {need.GetType().Name}"),
    };

    /// <summary>Takes a form as the desks of the product do, less their money; now and then it refuses what it could have taken.</summary>
    public (World After, Verdict Verdict) Take(Effect.Submit form, Guid id, DateTimeOffset now)
    {
        if (form.Form == BulkyWasteForms.Request.Id)
        {
            return Intake(form, id, now);
        }

        if (DamageForms.All.Any(f => f.Id == form.Form))
        {
            var (after, verdict) = Reports.Take(form, id, now);
            return (this with { Reported = after.Mine }, verdict);
        }

        if (form.Form == AdoptionForm.Adopt.Id)
        {
            return (this, (Drift % 4) switch
            {
                0 => Refused("adopt.unknown", AdoptionForm.Code),
                1 => Refused("adopt.digits-wrong", AdoptionForm.Digits),
                _ => Told(id, "adopt.taken"),
            });
        }

        return form.Answers[BulkyWasteForms.MyRequest] is Answer.Chosen(var key) && Guid.TryParseExact(key, "n", out var mine) && Requests.TryGetValue(mine, out var request)
            ? Change(form, request, now)
            : (this, Told(id, "bulky-waste.mine.gone"));
    }

    private Items<Spot> Spots => Drift % 5 == 0 ? [.. Town.Plan.Spots.Take(2)] : Town.Plan.Spots;

    private FreeDays Free(string area, DateTimeOffset now) => Town.Free(
        area, now, day => (int)((Drift + (ulong)day.DayNumber) % 7) * 4 + Requests.Values.Count(r => r.State.HoldsPlace && r.Day == day));

    private Items<MyRequest> Mine(DateTimeOffset now)
    {
        var since = JapanTime.Day(now).AddDays(-30);
        return [.. Requests.Values.Where(r => r.Day >= since).OrderBy(r => r.Id).Select(r => new MyRequest(r, Town.ChangeBy(r.Day), r.State is RequestState.AwaitingPayment ? "pay/abc" : null))];
    }

    private (World, Verdict) Intake(Effect.Submit form, Guid id, DateTimeOffset now)
    {
        if (form.Answers[BulkyWasteForms.Items] is not Answer.Basket { Lines.Count: > 0 } basket || form.Answers[BulkyWasteForms.Area] is not Answer.Chosen(var area)
            || form.Answers[BulkyWasteForms.Day] is not Answer.Day(var day))
        {
            throw new Violation("the desk was handed a request without things, area or day");
        }

        if (Drift % 11 == 0)
        {
            return (this, Refused("bulky-waste.refused.items", BulkyWasteForms.Items));
        }

        if (Town.Areas.FirstOrDefault(a => a.Code == area) is not { } known)
        {
            return (this, Refused("bulky-waste.refused.area", BulkyWasteForms.Area));
        }

        if (Free(area, now).Days.All(d => d.Date != day || d.Left == 0))
        {
            return (this, new Verdict.Refused(Words.Of("bulky-waste.taken", ("day", new Words.Day(day))), BulkyWasteForms.Day));
        }

        var request = new BulkyRequest
        {
            Id = id,
            Town = Town.Profile.Id,
            Operator = Town.Operator,
            Citizen = new CitizenId("U1"),
            Receipt = $"08-{Requests.Count + 1:00000}",
            Area = known,
            Day = day,
            Spot = (form.Answers[BulkyWasteForms.Spot] as Answer.Chosen)?.Key ?? "front",
            Lines = [.. basket.Lines.Select(l => new RequestLine(l.Item, l.Size, l.Item is { } code ? Town.Catalogue.Find(code, day)?.NameWith(l.Size) : null, l.Number ?? 1, Town.Catalogue.FeeOf(l, day), l.Remark))],
            State = new RequestState.Checking(),
            AskedAt = now,
        };
        request = request.Total is null ? request : request with { State = new RequestState.AwaitingPayment(now.AddDays(3)) };
        return (this with { Requests = Requests.Add(id, request) }, new Verdict.Accepted(id, [RequestWords.Received(request, request.Total is null ? null : "pay/abc")]));
    }

    private (World, Verdict) Change(Effect.Submit form, BulkyRequest request, DateTimeOffset now)
    {
        if (form.Answers[BulkyWasteForms.CancelConsent] is Answer.Chosen(CancelQuestion.Yes))
        {
            return (With(request with { State = new RequestState.Cancelled(null) }), Told(request.Id, "bulky-waste.mine.kept"));
        }

        if (MoveQuestion.DayOf(form.Answers[BulkyWasteForms.NewDay]) is { } day)
        {
            return Drift % 3 == 0 || Free(request.Area.Code, now).Days.All(d => d.Date != day || d.Left == 0)
                ? (this, new Verdict.Refused(Words.Of("bulky-waste.taken", ("day", new Words.Day(day))), BulkyWasteForms.NewDay))
                : (With(request with { Day = day }), new Verdict.Accepted(request.Id, [RequestWords.Moved(request with { Day = day }, request.Day)]));
        }

        return (this, Told(request.Id, "bulky-waste.mine.kept"));
    }

    private World With(BulkyRequest request) => this with { Requests = Requests.SetItem(request.Id, request) };

    private static Verdict.Refused Refused(string reason, QuestionId question) => new(Words.Of(reason), question);

    private static Verdict.Accepted Told(Guid id, string key) => new(id, [new Effect.Say(Words.Of(key), [RequestWords.Mine])]);
}
