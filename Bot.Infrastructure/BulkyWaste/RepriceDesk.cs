using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A line as staff want it to be.</summary>
/// <param name="Kept">The line of the request that it was, from 0, if article and fee stay.</param>
/// <param name="Article">Otherwise an article of the catalogue with its fee of the day of collection.</param>
/// <param name="Name">Otherwise what the thing is called, with a fee that staff say.</param>
public sealed record ChangedLine(int Number, int? Kept = null, string? Article = null, string? Size = null, string? Name = null, Yen? Fee = null);

/// <summary>What a change comes to before it is made.</summary>
/// <param name="Held">What has been paid.</param>
/// <param name="News">What it means: more to pay, money back, or neither; <c>null</c> while a fee is unknown.</param>
public sealed record Weighed(StoredRequest After, Yen Held, RequestNews? News);

/// <summary>Changes what a request is for and what it costs: more is asked for, less goes back.</summary>
public sealed class RepriceDesk(BulkyTowns towns, PlanCache plans, StaffStep steps)
{
    private const int MostPieces = 99;

    /// <summary>What the change would come to; changes nothing.</summary>
    public async Task<Checked<Weighed>> Weigh(
        NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, Items<ChangedLine> lines, Waiver? waiver, CancellationToken stop) =>
        await steps.Open(tx, town, id, by, stop) switch
        {
            Checked<StoredRequest>.Good(var stored) => await Weigh(tx, stored, lines, waiver, stop),
            Checked<StoredRequest>.Bad(var why) => new Checked<Weighed>.Bad(why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public async Task<Checked<BulkyRequest>> Change(
        NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, Items<ChangedLine> lines, Waiver? waiver, CancellationToken stop)
    {
        switch (await Weigh(tx, town, id, by, lines, waiver, stop))
        {
            case Checked<Weighed>.Good(var weighed):
                await RequestTable.SaveLines(tx, towns, weighed.After.Request, stop);
                if (weighed.News is null)
                {
                    return await steps.KeepOpen(tx, weighed.After, by, "changed", stop);
                }

                // The number is drawn only now, so that looking at the consequence takes none.
                var news = weighed.News is RequestNews.FeeWaived
                    ? new RequestNews.FeeWaived(await SeriesTable.Collection(tx, weighed.After.Request.Operator, JapanTime.Day(steps.Now), stop))
                    : weighed.News;
                return await steps.Bring(tx, weighed.After, news, by, "changed", waiver?.Why, stop);
            case Checked<Weighed>.Bad(var why):
                return new Checked<BulkyRequest>.Bad(why);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<Checked<Weighed>> Weigh(NpgsqlTransaction tx, StoredRequest stored, Items<ChangedLine> lines, Waiver? waiver, CancellationToken stop)
    {
        var request = stored.Request;
        var plan = await plans.Of(tx, request.Operator, stop);
        var found = lines.Select(l => Line(request, l, plan.Catalogue)).ToList();
        if (found.Count == 0 || found.Contains(null) || found.Sum(l => l!.Number) > MostPieces || (waiver is not null && !WaiverReasons.All.Contains(waiver.Why)))
        {
            return new Checked<Weighed>.Bad(StaffStep.Wrong);
        }

        var after = request with { Lines = [.. found.OfType<RequestLine>()], Waiver = waiver };
        if (waiver is { } less && (less.Amount.Amount <= 0 || less.Amount.Amount > (after.Fees?.Amount ?? 0)))
        {
            return new Checked<Weighed>.Bad(StaffStep.Wrong);
        }

        var held = await RequestMoney.Kept(tx, stored, stop);
        return News(stored, after, held, plan) switch
        {
            Checked<RequestNews?>.Good(var news) => new Checked<Weighed>.Good(new Weighed(stored with { Request = after }, held, news)),
            Checked<RequestNews?>.Bad(var why) => new Checked<Weighed>.Bad(why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Checked<RequestNews?> News(StoredRequest stored, BulkyRequest after, Yen held, ReadyPlan plan)
    {
        var (was, now) = (stored.Request, steps.Now);
        var town = towns[was.Town];
        var payBy = plan.Calendar.PayBy(now, town.PayDays, was.Day, town.PayBy);
        return (was.State, after.Total) switch
        {
            (RequestState.Checking, null) => Good(null),
            (_, null) => new Checked<RequestNews?>.Bad(StaffStep.Wrong),
            (RequestState.Checking or RequestState.AwaitingPayment, { Amount: 0 }) => Good(new RequestNews.FeeWaived(default)),
            (RequestState.AwaitingPayment, var total) when total == was.Total => Good(new RequestNews.CostsTheSame()),
            (RequestState.Checking or RequestState.AwaitingPayment, _) => payBy > now
                ? Good(new RequestNews.Quoted(payBy))
                : new Checked<RequestNews?>.Bad("bulky-waste.staff.no-time-to-pay"),
            (RequestState.Paid or RequestState.AwaitingTopUp or RequestState.NotCollected or RequestState.Collected, { } total) => Good((total.Amount - held.Amount) switch
            {
                > 0 and var more => new RequestNews.CostsMore(new TopUp(new Yen(more), TopUpBy(was, payBy, now, town.PayDays))),
                < 0 and var less => new RequestNews.CostsLess(new Yen(-less)),
                _ => new RequestNews.CostsTheSame(),
            }),
            _ => new Checked<RequestNews?>.Bad(StaffStep.NotNow),
        };
    }

    /// <summary>Until the cut-off of the collection; when that has passed, or the thing was left standing already, as many days as anybody has to pay.</summary>
    private static DateTimeOffset TopUpBy(BulkyRequest request, DateTimeOffset payBy, DateTimeOffset now, int payDays) =>
        payBy > now && request.State is RequestState.Paid or RequestState.AwaitingTopUp { Left: null }
            ? payBy
            : JapanTime.At(JapanTime.Day(now).AddDays(payDays), new TimeOnly(23, 59, 59));

    private static RequestLine? Line(BulkyRequest request, ChangedLine changed, Catalogue catalogue) => changed switch
    {
        { Number: <= 0 } => null,
        { Kept: { } at } => at >= 0 && at < request.Lines.Count ? request.Lines[at] with { Number = changed.Number } : null,
        { Article: { } code } => catalogue.Find(code, request.Day) is { } article && article.FeeOf(changed.Size, request.Day) is { } fee
            ? new RequestLine(code, changed.Size, article.NameWith(changed.Size), changed.Number, fee)
            : null,
        { Name: { Length: > 0 and <= 60 } name, Fee: { Amount: > 0 and <= 1_000_000 } fee } => new RequestLine(null, null, new LocalText(name), changed.Number, fee),
        _ => null,
    };

    private static Checked<RequestNews?> Good(RequestNews? news) => new Checked<RequestNews?>.Good(news);
}
