using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Alarms;

/// <summary>The appointments of modules.</summary>
public static class AlarmTable
{
    /// <summary>Sets an alarm, or sets it anew when it is there already, done or not.</summary>
    public static Task Set(NpgsqlTransaction tx, TownId town, Alarm alarm, CancellationToken stop)
    {
        const string sql = """
            insert into alarm (town_id, alarm_id, module, kind, subject, due_at, try_at)
            values (@town, @Id, @Module, @Kind, @Subject, @DueAt, @DueAt)
            on conflict (town_id, alarm_id) do update
               set module = excluded.module, kind = excluded.kind, subject = excluded.subject,
                   due_at = excluded.due_at, try_at = excluded.try_at,
                   attempts = 0, done_at = null, parked_at = null, failure = null
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, alarm.Id, alarm.Module, alarm.Kind, alarm.Subject, alarm.DueAt }, tx, cancellationToken: stop));
    }

    /// <summary>Takes an alarm away; nothing happens when there is none.</summary>
    public static Task Cancel(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = "delete from alarm where town_id = @town and alarm_id = @id and done_at is null";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, id }, tx, cancellationToken: stop));
    }

    /// <summary>Lets a parked alarm ring again.</summary>
    /// <returns>False when it was not parked.</returns>
    public static async Task<bool> Replay(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = """
            update alarm set parked_at = null, attempts = 0, try_at = due_at
             where town_id = @town and alarm_id = @id and parked_at is not null
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, id }, tx, cancellationToken: stop)) > 0;
    }

    /// <summary>Takes due alarms: counts the attempt and puts the next one off, so that others leave them alone meanwhile.</summary>
    internal static async Task<IReadOnlyList<DueAlarm>> Claim(
        NpgsqlTransaction tx, TownId town, string[] modules, DateTimeOffset now, int most, CancellationToken stop)
    {
        const string sql = """
            with c as materialized (
                select alarm_id from alarm
                 where town_id = @town and try_at <= @now and done_at is null and parked_at is null and module = any (@modules)
                 order by try_at
                 limit @most
                   for update skip locked)
            update alarm a set attempts = a.attempts + 1, try_at = @now + (@pauses)[least(a.attempts + 1, array_length(@pauses, 1))]
              from c
             where a.town_id = @town and a.alarm_id = c.alarm_id
            returning a.alarm_id as id, a.module, a.kind, a.subject, a.due_at, a.attempts
            """;

        return [.. await tx.Connection!.QueryAsync<DueAlarm>(new CommandDefinition(
            sql, new { town, modules, now, most, pauses = Pauses }, tx, cancellationToken: stop))];
    }

    /// <summary>Marks it done before its handler runs, so that the handler may set it anew. False when it is no longer the one that was due.</summary>
    internal static async Task<bool> Finish(NpgsqlTransaction tx, TownId town, DueAlarm due, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update alarm set done_at = @now, failure = null
             where town_id = @town and alarm_id = @Id and attempts = @Attempts and due_at = @DueAt
               and done_at is null and parked_at is null
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, now, due.Id, due.Attempts, due.DueAt }, tx, cancellationToken: stop)) > 0;
    }

    internal static Task Fail(NpgsqlTransaction tx, TownId town, DueAlarm due, string why, DateTimeOffset now, DateTimeOffset? parkedAt, CancellationToken stop)
    {
        const string sql = """
            update alarm set failure = @why, parked_at = @parkedAt,
                   try_at = @now + (@pauses)[least(attempts, array_length(@pauses, 1))]
             where town_id = @town and alarm_id = @Id and attempts = @Attempts and done_at is null
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, why, now, parkedAt, pauses = Pauses, due.Id, due.Attempts }, tx, cancellationToken: stop));
    }

    /// <summary>Deletes a page of rows that were finished before a moment; answers how many.</summary>
    internal static Task<int> Forget(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int page, CancellationToken stop)
    {
        const string sql = """
            with c as materialized (
                select alarm_id from alarm
                 where town_id = @town and done_at < @before
                 limit @page)
            delete from alarm t using c where t.town_id = @town and t.alarm_id = c.alarm_id
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, before, page }, tx, cancellationToken: stop));
    }

    /// <summary>After so many attempts. Longer than any transaction may last, so two never run the same alarm.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(3),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
    ];
}

/// <summary>An alarm that has been claimed.</summary>
internal sealed record DueAlarm(Guid Id, string Module, string Kind, string Subject, DateTimeOffset DueAt, int Attempts)
{
    internal Alarm Alarm() => new(Id, Module, Kind, Subject, DueAt);
}
