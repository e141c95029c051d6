using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>What staff have found one line to be.</summary>
/// <param name="Line">Which line of the request, from 0.</param>
/// <param name="Fee">For one piece.</param>
public sealed record QuotedLine(int Line, LocalText Name, Yen Fee, string? Article = null, string? Size = null);

/// <summary>What staff do with requests. Runs in the transaction of the resident's town; the caller has checked what the clerk may do.</summary>
public sealed class BulkyWasteDesk(BulkyTowns towns, PlanCache plans, RequestLife life, RequestTeller teller, TimeProvider clock)
{
    /// <summary>Says what the unsure lines cost. When no line is left unsure, the resident is asked to pay.</summary>
    public async Task<Checked<BulkyRequest>> Quote(NpgsqlTransaction tx, TownId town, Guid id, IReadOnlyList<QuotedLine> lines, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await life.Lock(tx, town, id, stop) is not { Request: { State: RequestState.Checking } request } stored
            || lines.Any(l => l.Line < 0 || l.Line >= request.Lines.Count || l.Fee.Amount <= 0))
        {
            return new Checked<BulkyRequest>.Bad("bulky-waste.staff.not-now");
        }

        var plan = await plans.Of(tx, request.Operator, stop);
        var payBy = plan.Calendar.PayBy(now, towns[town].PayDays, request.Day, towns[town].PayBy);
        if (payBy <= now)
        {
            return new Checked<BulkyRequest>.Bad("bulky-waste.staff.no-time-to-pay");
        }

        var quoted = request with { Lines = [.. request.Lines.Select((line, at) => lines.LastOrDefault(l => l.Line == at) is { } found ? Found(line, found) : line)] };
        foreach (var line in lines.Select(l => l.Line).Distinct())
        {
            await RequestTable.SaveLine(tx, quoted, line, stop);
        }

        return quoted.Total is null
            ? new Checked<BulkyRequest>.Good(quoted)
            : await Apply(tx, stored with { Request = quoted }, new RequestNews.Quoted(payBy), "quoted", now, stop);
    }

    /// <summary>Cancels whatever has not been collected; what was paid goes back whole.</summary>
    public Task<Checked<BulkyRequest>> Cancel(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop) => Apply(
        tx,
        town,
        id,
        request => new RequestNews.CancelledByStaff(request.State is RequestState.Paid or RequestState.NotCollected ? request.Total : null),
        "cancelled",
        stop);

    public Task<Checked<BulkyRequest>> MarkCollected(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop) =>
        Apply(tx, town, id, _ => new RequestNews.TakenAway(), "collected", stop);

    public Task<Checked<BulkyRequest>> MarkLeft(NpgsqlTransaction tx, TownId town, Guid id, Obstacle why, CancellationToken stop) =>
        Apply(tx, town, id, _ => new RequestNews.LeftStanding(why), "left", stop);

    private async Task<Checked<BulkyRequest>> Apply(
        NpgsqlTransaction tx, TownId town, Guid id, Func<BulkyRequest, RequestNews> news, string cause, CancellationToken stop) =>
        await life.Lock(tx, town, id, stop) is { } stored
            ? await Apply(tx, stored, news(stored.Request), cause, clock.GetUtcNow(), stop)
            : new Checked<BulkyRequest>.Bad("bulky-waste.staff.not-found");

    private async Task<Checked<BulkyRequest>> Apply(
        NpgsqlTransaction tx, StoredRequest stored, RequestNews news, string cause, DateTimeOffset now, CancellationToken stop)
    {
        var step = await life.Apply(tx, stored, news, now, stop);
        if (step.After.Request.State == stored.Request.State)
        {
            return new Checked<BulkyRequest>.Bad("bulky-waste.staff.not-now");
        }

        await OutboxTable.Add(tx, stored.Request.Town, await teller.News(tx, step, news, cause, now, stop), stop);
        return new Checked<BulkyRequest>.Good(step.After.Request);
    }

    private static RequestLine Found(RequestLine line, QuotedLine found) =>
        line with { Article = found.Article, Size = found.Size, Name = found.Name, Fee = found.Fee };
}
