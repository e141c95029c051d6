using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>A drill at one school. The day itself goes on beside it.</summary>
/// <param name="DueAt">By when all should be in class in it.</param>
public sealed record ArrivalDrill(Guid DrillId, DateOnly Day, DateTimeOffset BeganAt, DateTimeOffset DueAt, DateTimeOffset EndsAt);

/// <summary>The drills of schools.</summary>
public static class DrillTable
{
    /// <returns>Whether it began; while one goes on no other does.</returns>
    public static async Task<bool> Begin(NpgsqlTransaction tx, TownId town, string school, ArrivalDrill drill, Actor by, CancellationToken stop)
    {
        const string over = "update arrival_drill set ended_at = ends_at where town_id = @town and school = @school and ended_at is null and ends_at <= @BeganAt";
        const string begin = """
            insert into arrival_drill (town_id, drill_id, school, day, began_at, due_at, ends_at, staff_id, staff_home)
            values (@town, @DrillId, @school, @Day, @BeganAt, @DueAt, @EndsAt, @Id, @Home)
            on conflict do nothing
            """;

        var with = new { town, school, drill.DrillId, drill.Day, drill.BeganAt, drill.DueAt, drill.EndsAt, by.Id, by.Home };
        await tx.Connection!.ExecuteAsync(new CommandDefinition(over, with, tx, cancellationToken: stop));
        return await tx.Connection!.ExecuteAsync(new CommandDefinition(begin, with, tx, cancellationToken: stop)) == 1;
    }

    /// <returns>Whether there was one to end.</returns>
    public static async Task<bool> End(NpgsqlTransaction tx, TownId town, string school, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update arrival_drill set ended_at = @now where town_id = @town and school = @school and ended_at is null";

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, school, now }, tx, cancellationToken: stop)) == 1;
    }

    /// <summary>The drill that goes on at a school; <c>null</c> when there is none.</summary>
    public static Task<ArrivalDrill?> Now(NpgsqlTransaction tx, TownId town, string school, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            select drill_id, day, began_at, due_at, ends_at from arrival_drill where town_id = @town and school = @school and ended_at is null and ends_at > @now
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<ArrivalDrill>(new CommandDefinition(sql, new { town, school, now }, tx, cancellationToken: stop));
    }
}
