using System.Diagnostics;
using System.Text.Json;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Npgsql;
using static Bot.Domain.BulkyWaste.RequestNews;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Who brings something about, and by what.</summary>
/// <param name="Cause">The same cause is written once, however often it is carried out.</param>
/// <param name="Why">A code that staff chose, such as the reason of a cancellation.</param>
public sealed record Doing(Actor By, string Cause, string? Why = null);

/// <summary>Writes a request's timeline: codes, days and amounts, nothing personal.</summary>
internal static class RequestStory
{
    public static Task Write(NpgsqlTransaction tx, StoredRequest after, RequestNews news, Doing doing, DateTimeOffset now, CancellationToken stop) =>
        Write(tx, after, Kind(news), Detail(news, doing.Why), doing, now, stop);

    public static Task Write(
        NpgsqlTransaction tx, StoredRequest after, string kind, IReadOnlyDictionary<string, object>? detail, Doing doing, DateTimeOffset now, CancellationToken stop) =>
        TimelineTable.Add(
            tx,
            after.Request.Town,
            RequestLife.Module,
            RequestLife.Subject(after.Request.Id),
            new TimelineEntry(now, NamedGuid.From(after.Request.Id, $"{kind}/{doing.Cause}"), doing.By, kind, detail is null ? null : JsonSerializer.Serialize(detail)),
            stop);

    public static Dictionary<string, object> Moved(BulkyRequest from, BulkyRequest to, string? overrule)
    {
        var detail = new Dictionary<string, object>(StringComparer.Ordinal);
        Add("from", from.Day, to.Day);
        Add("from-area", from.Area.Code, to.Area.Code);
        Add("from-spot", from.Spot, to.Spot);
        if (overrule is not null)
        {
            detail["overrule"] = overrule;
        }

        return detail;

        void Add<T>(string key, T was, T now)
            where T : notnull
        {
            if (!was.Equals(now))
            {
                detail[key] = was;
                detail[key.Replace("from", "to", StringComparison.Ordinal)] = now;
            }
        }
    }

    private static string Kind(RequestNews news) => news switch
    {
        Quoted => "quoted",
        Settled => "paid",
        FeeWaived => "waived",
        PayByPassed => "lapsed",
        NeverQuoted => "never-quoted",
        PaidTooLate => "paid-too-late",
        PaidTwice => "paid-twice",
        CancelledByResident or CancelledByStaff => "cancelled",
        CostsMore => "top-up",
        CostsLess => "costs-less",
        CostsTheSame => "changed",
        TopUpPaid => "top-up-paid",
        TopUpPassed => "top-up-passed",
        TakenAway => "collected",
        LeftStanding => "left",
        MarkedByMistake => "marked-by-mistake",
        Rebooked => "rebooked",
        MoneyReturned or PartReturned => "refunded",
        MoneyStuck => "refund-stuck",
        _ => throw new UnreachableException(),
    };

    private static Dictionary<string, object>? Detail(RequestNews news, string? why)
    {
        var detail = new Dictionary<string, object>(StringComparer.Ordinal);
        var amount = news switch
        {
            PaidTooLate n => n.Amount,
            PaidTwice n => n.Amount,
            CancelledByResident n => n.Paid,
            CancelledByStaff n => n.Paid,
            CostsMore n => n.Due.Amount,
            CostsLess n => n.Back,
            MoneyReturned n => n.Amount,
            PartReturned n => n.Amount,
            _ => (Yen?)null,
        };
        if (amount is { } yen)
        {
            detail["amount"] = yen.Amount;
        }

        if (RequestRules.NumberOf(news is Settled s ? new RequestState.Paid(s.Number) : new RequestState.Checking()) is { } number)
        {
            detail["number"] = number.Digits;
        }

        if ((news as LeftStanding) is { } left)
        {
            detail["why"] = StateColumns.Slug(left.Why);
        }
        else if (why is not null)
        {
            detail["why"] = why;
        }

        return detail.Count == 0 ? null : detail;
    }
}
