using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;

namespace Bot.Infrastructure.Outbox;

/// <summary>Writes what became of rows, many in one commit. While the database is away it holds on to them: what was sent must not be sent again.</summary>
internal sealed class OutboxMarks(Database database, DatabaseClock clock, OutboxHands hands, TimeProvider time, FailPoints points)
{
    private readonly GroupCommit<Mark, bool> _groups = new(500, _ => 1, (town, marks) => Write(database, clock, hands, points, town, marks));

    /// <returns>Whether the row was still ours.</returns>
    internal async Task<bool> Set(Mark mark, CancellationToken stop)
    {
        var pause = TimeSpan.FromMilliseconds(200);
        while (true)
        {
            try
            {
                return await _groups.Submit(mark.Hand.Row.Town, mark).Answer.WaitAsync(stop);
            }
#pragma warning disable CA1031 // whatever went wrong, the mark must be written in the end
            catch (Exception) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                await Task.Delay(pause, time, stop);
                pause = TimeSpan.FromSeconds(Math.Min(2, pause.TotalSeconds * 2));
            }
        }
    }

    private static async Task<IReadOnlyList<bool>> Write(
        Database database, DatabaseClock clock, OutboxHands hands, FailPoints points, TownId town, IReadOnlyList<Mark> marks)
    {
        using var limit = new TimeLimit(TimeSpan.FromSeconds(10));
        await using var connection = await database.Connect(limit.Token);
        // In the order of ids, since two processes may hold leases on the same rows, one of them outdated.
        Mark[] ordered = [.. marks.OrderBy(m => m.Hand.Row.Row.Id)];
        await using var batch = Statement.Batch(connection, null,
            new("begin"),
            new(Database.Enter(town)),
            new(Statement.ByIndex),
            new(Statement.OnePlan),
            OutboxClaims.Settle(town, ordered, hands.Owner, clock.Now),
            new(Database.NoTimeout),
            new("commit"));
        var underway = batch.ExecuteReaderAsync(limit.Token);
        await points.Reach("mark-under-way");
        await using var reader = await underway;
        var ours = new HashSet<Guid>();
        while (await reader.ReadAsync(limit.Token))
        {
            ours.Add(reader.GetGuid(0));
        }

        while (await reader.NextResultAsync(limit.Token))
        {
        }

        return [.. marks.Select(m => ours.Contains(m.Hand.Row.Row.Id))];
    }
}
