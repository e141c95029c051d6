using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>The places of each zone and day; the rows of whoever collects, reached by the towns that it serves.</summary>
public static class DayTable
{
    /// <summary>Takes a place by one conditional statement, so that however many come at once none too many is given.</summary>
    /// <param name="capacity">What the plan says; a figure that staff set for the day goes before it.</param>
    /// <returns>False when the day is full.</returns>
    public static async Task<bool> Take(NpgsqlTransaction tx, TownId @operator, string zone, DateOnly day, int capacity, CancellationToken stop)
    {
        const string sql = """
            insert into bulky_day as d (town_id, zone, day, taken) values (@operator, @zone, @day, 1)
            on conflict (town_id, zone, day) do update set taken = d.taken + 1
             where d.taken < coalesce(d.capacity, @capacity)
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { @operator, zone, day, capacity }, tx, cancellationToken: stop)) > 0;
    }

    /// <summary>Takes a place beyond the capacity: staff have decided so.</summary>
    public static Task TakeOver(NpgsqlTransaction tx, TownId @operator, string zone, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            insert into bulky_day as d (town_id, zone, day, taken) values (@operator, @zone, @day, 1)
            on conflict (town_id, zone, day) do update set taken = d.taken + 1
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { @operator, zone, day }, tx, cancellationToken: stop));
    }

    /// <summary>Keeps two days ours in the order of the calendar, so that two who exchange days do not wait for each other.</summary>
    public static Task Lock(NpgsqlTransaction tx, TownId @operator, DateOnly one, DateOnly other, CancellationToken stop)
    {
        const string sql = "select day from bulky_day where town_id = @operator and day in (@one, @other) order by day, zone for update";

        return tx.Connection!.QueryAsync<DateOnly>(new CommandDefinition(sql, new { @operator, one, other }, tx, cancellationToken: stop));
    }

    public static Task Free(NpgsqlTransaction tx, TownId @operator, string zone, DateOnly day, CancellationToken stop)
    {
        const string sql = "update bulky_day set taken = taken - 1 where town_id = @operator and zone = @zone and day = @day and taken > 0";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { @operator, zone, day }, tx, cancellationToken: stop));
    }

    /// <summary>What is taken from one day to another; days without a row are wholly free.</summary>
    public static async Task<IReadOnlyDictionary<DateOnly, DayTaken>> Between(
        NpgsqlTransaction tx, TownId @operator, string zone, DateOnly first, DateOnly last, CancellationToken stop)
    {
        const string sql = """
            select day, taken, capacity from bulky_day
             where town_id = @operator and zone = @zone and day between @first and @last
            """;

        var rows = await tx.Connection!.QueryAsync<DayTaken>(new CommandDefinition(sql, new { @operator, zone, first, last }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Day);
    }
}

/// <param name="Capacity">What staff have set for this day over the plan.</param>
public sealed record DayTaken(DateOnly Day, int Taken, int? Capacity);
