using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Alarms;
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
            (Remind, RequestState.Paid paid) when stored.Request.Day == JapanTime.Day(now).AddDays(1) => await teller.Rows(
                tx,
                stored.Request,
                $"remind/{stored.Request.Day:yyyy-MM-dd}",
                [RequestWords.Reminder(stored.Request, paid.Number, await teller.PutOutBy(tx, stored.Request, stop))],
                now,
                stop),
            (Unquoted, RequestState.Checking) => await Lapse(tx, stored, now, stop),
            _ => [],
        };
        if (rows.Count > 0)
        {
            await OutboxTable.Add(tx, town, rows, stop);
        }
    }

    private async Task<IReadOnlyList<OutboxRow>> Lapse(NpgsqlTransaction tx, StoredRequest stored, DateTimeOffset now, CancellationToken stop)
    {
        var news = new RequestNews.NeverQuoted();
        return await teller.News(tx, await life.Apply(tx, stored, news, now, stop), news, Unquoted, now, stop);
    }
}
