using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>What staff have found one line to be.</summary>
/// <param name="Line">Which line of the request, from 0.</param>
/// <param name="Fee">For one piece.</param>
public sealed record QuotedLine(int Line, LocalText Name, Yen Fee, string? Article = null, string? Size = null);

/// <summary>What staff do with requests. Runs in the transaction of the resident's town; the caller has checked what the clerk may do.</summary>
public sealed class BulkyWasteDesk(BulkyTowns towns, PlanCache plans, StaffStep steps)
{
    /// <summary>Says what the unsure lines cost. When no line is left unsure, the resident is asked to pay.</summary>
    public async Task<Checked<BulkyRequest>> Quote(
        NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, IReadOnlyList<QuotedLine> lines, CancellationToken stop)
    {
        var opened = await steps.Open(tx, town, id, by, stop);
        if (opened is not Checked<StoredRequest>.Good(var stored))
        {
            return new Checked<BulkyRequest>.Bad(((Checked<StoredRequest>.Bad)opened).Why);
        }

        var request = stored.Request;
        if (request.State is not RequestState.Checking || lines.Any(l => l.Line < 0 || l.Line >= request.Lines.Count || l.Fee.Amount <= 0))
        {
            return new Checked<BulkyRequest>.Bad(StaffStep.NotNow);
        }

        var plan = await plans.Of(tx, request.Operator, stop);
        var payBy = plan.Calendar.PayBy(steps.Now, towns[town].PayDays, request.Day, towns[town].PayBy);
        if (payBy <= steps.Now)
        {
            return new Checked<BulkyRequest>.Bad("bulky-waste.staff.no-time-to-pay");
        }

        var quoted = stored with
        {
            Request = request with { Lines = [.. request.Lines.Select((line, at) => lines.LastOrDefault(l => l.Line == at) is { } found ? Found(line, found) : line)] },
        };
        await RequestTable.SaveLines(tx, towns, quoted.Request, stop);
        return quoted.Request.Total is null
            ? await steps.KeepOpen(tx, quoted, by, "quote-part", stop)
            : await steps.Bring(tx, quoted, new RequestNews.Quoted(payBy), by, "quoted", null, stop);
    }

    /// <summary>Cancels whatever has not been collected.</summary>
    /// <param name="refund">Whether all that was paid goes back.</param>
    /// <param name="why">A code of <see cref="CancelReasons"/>.</param>
    public Task<Checked<BulkyRequest>> Cancel(
        NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, bool refund, string why, CancellationToken stop) => CancelReasons.All.Contains(why)
        ? steps.Bring(
            tx, town, id, by, refund ? "cancelled" : "cancelled-kept", why,
            request => new RequestNews.CancelledByStaff(refund && request.Held.Amount > 0 ? request.Held : null), stop)
        : Task.FromResult<Checked<BulkyRequest>>(new Checked<BulkyRequest>.Bad(StaffStep.Wrong));

    public Task<Checked<BulkyRequest>> MarkCollected(NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, CancellationToken stop) =>
        steps.Bring(tx, town, id, by, "collected", null, _ => new RequestNews.TakenAway(), stop);

    public Task<Checked<BulkyRequest>> MarkLeft(NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, Obstacle why, CancellationToken stop) =>
        steps.Bring(tx, town, id, by, "left", StateColumns.Slug(why), _ => new RequestNews.LeftStanding(why), stop);

    /// <summary>Takes back that it was marked as collected or left.</summary>
    public Task<Checked<BulkyRequest>> Undo(NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, CancellationToken stop) =>
        steps.Bring(tx, town, id, by, "marked-by-mistake", null, _ => new RequestNews.MarkedByMistake(), stop);

    private static RequestLine Found(RequestLine line, QuotedLine found) =>
        line with { Article = found.Article, Size = found.Size, Name = found.Name, Fee = found.Fee };
}
