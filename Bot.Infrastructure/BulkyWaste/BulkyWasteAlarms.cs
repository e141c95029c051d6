using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Rings on the evening before a collection, and when staff have let the time to quote run out. A stale alarm changes nothing.</summary>
public sealed class BulkyWasteAlarms(BulkyTowns towns, RequestLife life, RequestTeller teller, TimeProvider clock)
{
    public const string Remind = "remind";
    public const string Unquoted = "unquoted";

    /// <inheritdoc cref="AlarmHandler"/>
    public async Task Ring(NpgsqlTransaction tx, TownId town, Alarm alarm, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await RequestSearch.Lock(tx, towns, town, Guid.ParseExact(alarm.Subject, "n"), stop) is not { } stored)
        {
            return;
        }

        var rows = (alarm.Kind, stored.Request.State) switch
        {
            (Remind, RequestState.Paid or RequestState.AwaitingTopUp { Left: null }) when stored.Request.Day == JapanTime.Day(now).AddDays(1) => await Reminder(tx, stored, now, stop),
            (Unquoted, RequestState.Checking) => await Lapse(tx, stored, now, stop),
            _ => [],
        };
        if (rows.Count > 0)
        {
            await OutboxTable.Add(tx, town, rows, stop);
        }
    }

    private async Task<IReadOnlyList<OutboxRow>> Reminder(NpgsqlTransaction tx, StoredRequest stored, DateTimeOffset now, CancellationToken stop)
    {
        var (request, cause) = (stored.Request, $"remind/{stored.Request.Day:yyyy-MM-dd}");
        await RequestStory.Write(tx, stored, "reminded", null, new Doing(Actor.System, cause), now, stop);
        return await teller.Rows(
            tx, request, cause, [RequestWords.Reminder(request, RequestRules.NumberOf(request.State)!.Value, await teller.PutOutBy(tx, request, stop))], now, stop);
    }

    private async Task<IReadOnlyList<OutboxRow>> Lapse(NpgsqlTransaction tx, StoredRequest stored, DateTimeOffset now, CancellationToken stop)
    {
        var news = new RequestNews.NeverQuoted();
        return await teller.News(tx, await life.Apply(tx, stored, news, new Doing(Actor.System, Unquoted), now, stop), news, Unquoted, now, stop);
    }
}
