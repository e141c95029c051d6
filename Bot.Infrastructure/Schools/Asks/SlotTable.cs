using Bot.Domain.Kernel;
using Bot.Domain.Schools.Asks;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>The hours that a school offers.</summary>
public static class SlotTable
{
    /// <summary>Puts the slots of a draft in the place of those that it had.</summary>
    public static async Task Put(NpgsqlTransaction tx, TownId town, Guid ask, IReadOnlyList<Slot> slots, CancellationToken stop)
    {
        const string clear = "delete from school_slot where town_id = @town and ask_id = @ask";
        const string add = """
            insert into school_slot (town_id, slot_id, ask_id, day, starts, ends, lane)
            select @town, s.id, @ask, s.day, s.starts, s.ends, s.lane from unnest(@ids, @days, @starts, @ends, @lanes) s (id, day, starts, ends, lane)
            """;

        await tx.Connection!.ExecuteAsync(new CommandDefinition(clear, new { town, ask }, tx, cancellationToken: stop));
        await tx.Connection!.ExecuteAsync(new CommandDefinition(add, new
        {
            town, ask, ids = slots.Select(s => s.Id).ToArray(), days = slots.Select(s => s.Day).ToArray(), starts = slots.Select(s => s.Starts).ToArray(),
            ends = slots.Select(s => s.Ends).ToArray(), lanes = slots.Select(s => s.Lane).ToArray(),
        }, tx, cancellationToken: stop));
    }

    /// <summary>In the order of the day, room by room.</summary>
    public static async Task<IReadOnlyList<Slot>> Of(NpgsqlTransaction tx, TownId town, Guid ask, CancellationToken stop)
    {
        const string sql = "select slot_id as id, day, starts, ends, lane from school_slot where town_id = @town and ask_id = @ask order by day, starts, lane";

        return [.. await tx.Connection!.QueryAsync<Slot>(new CommandDefinition(sql, new { town, ask }, tx, cancellationToken: stop))];
    }

    /// <summary>The last day of all; the first of all days when there are none.</summary>
    public static async Task<DateOnly> LastDay(NpgsqlTransaction tx, TownId town, Guid ask, CancellationToken stop)
    {
        const string sql = "select max(day) from school_slot where town_id = @town and ask_id = @ask";

        return await tx.Connection!.ExecuteScalarAsync<DateOnly?>(new CommandDefinition(sql, new { town, ask }, tx, cancellationToken: stop)) ?? DateOnly.MinValue;
    }
}
