using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>The days of collection that can be booked, with the places left on each.</summary>
public static class FreeDaySearch
{
    public static async Task<FreeDays> For(
        NpgsqlTransaction tx, ReadyPlan plan, BulkyTown town, CollectionArea area, DateTimeOffset now, CancellationToken stop)
    {
        var window = plan.Calendar.Window(now, town.PayBy);
        if (plan.Zone(area.Zone) is not { } zone || window.First > window.Last)
        {
            return new FreeDays(window, []);
        }

        var taken = await DayTable.Between(tx, town.Operator, zone.Code, window.First, window.Last, stop);
        return new FreeDays(window, [.. plan.Calendar.Days(zone, window.First, window.Last).Select(d => new FreeDay(d.Date, Left(d, taken.GetValueOrDefault(d.Date))))]);
    }

    /// <summary>The same for a request that is to be moved: only days on which it costs the same and its time to pay still holds.</summary>
    public static async Task<FreeDays> ForMoving(
        NpgsqlTransaction tx, ReadyPlan plan, BulkyTown town, BulkyRequest request, DateTimeOffset now, CancellationToken stop)
    {
        var days = await For(tx, plan, town, request.Area, now, stop);
        return days with { Days = [.. days.Days.Where(d => d.Date != request.Day && Suits(plan, town, request, d.Date))] };
    }

    private static bool Suits(ReadyPlan plan, BulkyTown town, BulkyRequest request, DateOnly day) =>
        (request.State is not RequestState.AwaitingPayment waiting || town.PayBy.For(day, plan.Calendar.Office) >= waiting.PayBy)
        && request.Lines.All(l => l.Article is not { } code || plan.Catalogue.Find(code, day)?.FeeOf(l.Size, day) == l.Fee);

    private static int Left(CollectionDay day, DayTaken? taken) => Math.Max(0, (taken?.Capacity ?? day.Capacity) - (taken?.Taken ?? 0));
}
