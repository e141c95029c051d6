using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools;

/// <summary>What schools have decided for single days, against their plan.</summary>
public static class SchoolDayTable
{
    public static Task Decide(NpgsqlTransaction tx, TownId town, string school, SchoolDay day, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into school_day (town_id, school, day, is_open, reason, staff_id, staff_home, decided_at) values (@town, @school, @Day, @IsOpen, @Reason, @staff, @Home, @now)
            on conflict (town_id, school, day) do update
               set is_open = excluded.is_open, reason = excluded.reason, staff_id = excluded.staff_id, staff_home = excluded.staff_home, decided_at = excluded.decided_at
            """;

        return Run(tx, sql, new { town, school, day.Day, day.IsOpen, day.Reason, staff = by.Id, by.Home, now }, stop);
    }

    /// <summary>From here on the plan counts again.</summary>
    public static Task Undo(NpgsqlTransaction tx, TownId town, string school, DateOnly day, CancellationToken stop) =>
        Run(tx, "delete from school_day where town_id = @town and school = @school and day = @day", new { town, school, day }, stop);

    public static async Task<IReadOnlyList<SchoolDay>> Of(NpgsqlTransaction tx, TownId town, string school, DateOnly first, DateOnly last, CancellationToken stop)
    {
        const string sql = """
            select day, is_open, reason from school_day where town_id = @town and school = @school and day between @first and @last order by day
            """;

        return [.. await tx.Connection!.QueryAsync<SchoolDay>(new CommandDefinition(sql, new { town, school, first, last }, tx, cancellationToken: stop))];
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
