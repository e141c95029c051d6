using Bot.Domain.Kernel;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>A step as the school sees it.</summary>
/// <param name="Told">Whom: <c>guardian/…</c>, <c>mail/…</c>, <c>line/…</c>.</param>
/// <param name="Failed">How many of these messages did not arrive.</param>
/// <param name="SeenBy">The id of the member of staff who has taken it up.</param>
public sealed record ShownStep(
    string Subject, int Episode, AlarmStep Step, Reason Reason, DateTimeOffset TakenAt, Items<string> Told, int Failed, DateTimeOffset? SeenAt, Actor? SeenBy);

/// <summary>The steps of alarms, each written once.</summary>
public static class ArrivalStepTable
{
    /// <returns>Whether it is new: of several who try, one takes the step.</returns>
    internal static async Task<bool> Take(NpgsqlTransaction tx, TownId town, string school, DateOnly day, Guid run, DueStep step, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into arrival_step (town_id, school, day, run, subject, episode, step, reason, due_at, taken_at, told, outbox_ids)
            values (@town, @school, @day, @run, @Code, @Episode, @step, @reason, @DueAt, @now, '{}', '{}')
            on conflict do nothing
            """;

        return await Run(tx, sql, new { town, school, day, run, step.What.Code, step.Episode, step = step.Step.ToString(), reason = step.Reason.ToString(), step.DueAt, now }, stop) == 1;
    }

    /// <summary>Who was told by it, and by which rows of the outbox.</summary>
    internal static Task Told(
        NpgsqlTransaction tx, TownId town, string school, DateOnly day, Guid run, DueStep step, IReadOnlyList<string> told, IReadOnlyList<Guid> outbox, CancellationToken stop)
    {
        const string sql = """
            update arrival_step set told = @told, outbox_ids = @outbox
             where town_id = @town and school = @school and day = @day and run = @run and subject = @Code and episode = @Episode and step = @step
            """;

        return Run(tx, sql, new { town, school, day, run, step.What.Code, step.Episode, step = step.Step.ToString(), told = told.ToArray(), outbox = outbox.ToArray() }, stop);
    }

    internal static async Task<IReadOnlyList<TakenStep>> Taken(NpgsqlTransaction tx, TownId town, string school, DateOnly day, Guid run, CancellationToken stop)
    {
        const string sql = "select subject, episode, step from arrival_step where town_id = @town and school = @school and day = @day and run = @run";

        return
        [
            .. (await tx.Connection!.QueryAsync<(string Subject, int Episode, string Step)>(new CommandDefinition(sql, new { town, school, day, run }, tx, cancellationToken: stop)))
                .Select(r => new TakenStep(r.Subject, r.Episode, Enum.Parse<AlarmStep>(r.Step))),
        ];
    }

    /// <summary>The steps of a morning, oldest first, with what became of their messages.</summary>
    public static async Task<IReadOnlyList<ShownStep>> Of(NpgsqlTransaction tx, TownId town, string school, DateOnly day, Guid run, CancellationToken stop)
    {
        const string sql = """
            select s.subject, s.episode, s.step, s.reason, s.taken_at, array_to_string(s.told, ' ') as told, s.seen_at, s.seen_by, s.seen_home,
                   (select count(*)::int from outbox o where o.town_id = s.town_id and o.outbox_id = any (s.outbox_ids) and o.failed_at is not null) as failed
              from arrival_step s
             where s.town_id = @town and s.school = @school and s.day = @day and s.run = @run
             order by s.taken_at, s.subject, s.step
            """;

        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, school, day, run }, tx, cancellationToken: stop))).Select(r => r.Shown())];
    }

    /// <summary>Somebody has taken up what one child or bus is about; who was first stays.</summary>
    /// <returns>How many steps were not yet.</returns>
    public static Task<int> See(NpgsqlTransaction tx, TownId town, string school, DateOnly day, Guid run, string subject, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update arrival_step set seen_at = @now, seen_by = @Id, seen_home = @Home
             where town_id = @town and school = @school and day = @day and run = @run and subject = @subject and seen_at is null and step in ('Guardian', 'Staff', 'Head', 'Ask')
            """;

        return Run(tx, sql, new { town, school, day, run, subject, by.Id, by.Home, now }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        string Subject, int Episode, string Step, string Reason, DateTimeOffset TakenAt, string Told, DateTimeOffset? SeenAt, string? SeenBy, string? SeenHome, int Failed)
    {
        public ShownStep Shown() => new(
            Subject, Episode, Enum.Parse<AlarmStep>(Step), Enum.Parse<Reason>(Reason), TakenAt, [.. Told.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Failed, SeenAt, SeenBy is null ? null : new Actor("staff", SeenBy, SeenHome ?? ""));
    }
}
