using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>A child's hour.</summary>
public sealed record Booked(ChildId Child, Slot Slot, bool ByStaff);

/// <summary>A booking of which guardians are to be reminded now.</summary>
internal sealed record DueReminder(Guid Slot, Guid Letter, ChildId Child);

/// <summary>Who comes at which hour.</summary>
public static class BookingTable
{
    private const string Columns = "m.child_id, s.slot_id, s.day, s.starts, s.ends, s.lane, b.by_staff";

    private const string Tables = """
        school_booking_child m
          join school_booking b on b.town_id = m.town_id and b.slot_id = m.slot_id
          join school_slot s on s.town_id = m.town_id and s.slot_id = m.slot_id
        """;

    /// <returns>Whether it was free. Of two who ask at the same instant the key lets one through; the other waits for its commit and hears no.</returns>
    public static async Task<bool> Take(NpgsqlTransaction tx, TownId town, Guid slot, bool byStaff, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into school_booking (town_id, slot_id, by_staff, booked_at) values (@town, @slot, @byStaff, @now)
            on conflict (town_id, slot_id) do nothing
            """;

        return await Run(tx, sql, new { town, slot, byStaff, now }, stop) == 1;
    }

    /// <summary>Whose it is; a child has one slot of an ask, so it leaves the one that it had.</summary>
    public static Task Assign(NpgsqlTransaction tx, TownId town, Guid ask, IEnumerable<ChildId> children, Guid slot, CancellationToken stop)
    {
        const string sql = """
            insert into school_booking_child (town_id, ask_id, child_id, slot_id) select @town, @ask, c, @slot from unnest(@ids) c
            on conflict (town_id, ask_id, child_id) do update set slot_id = excluded.slot_id
            """;

        return Run(tx, sql, new { town, ask, slot, ids = Ids(children) }, stop);
    }

    public static Task Leave(NpgsqlTransaction tx, TownId town, Guid ask, IEnumerable<ChildId> children, CancellationToken stop) =>
        Run(tx, "delete from school_booking_child where town_id = @town and ask_id = @ask and child_id = any (@ids)", new { town, ask, ids = Ids(children) }, stop);

    /// <summary>Slots of which nobody is left are free again.</summary>
    public static Task Free(NpgsqlTransaction tx, TownId town, IEnumerable<Guid> slots, CancellationToken stop)
    {
        const string sql = """
            delete from school_booking b where b.town_id = @town and b.slot_id = any (@slots)
               and not exists (select from school_booking_child m where m.town_id = b.town_id and m.slot_id = b.slot_id)
            """;

        return Run(tx, sql, new { town, slots = slots.ToArray() }, stop);
    }

    public static Task<IReadOnlyList<Booked>> Of(NpgsqlTransaction tx, TownId town, Guid ask, CancellationToken stop)
    {
        const string sql = $"select {Columns} from {Tables} where m.town_id = @town and m.ask_id = @ask order by s.day, s.starts, s.lane, m.child_id";

        return Many(tx, sql, new { town, ask }, stop);
    }

    /// <summary>All hours of some children from a day on, of whatever ask and school.</summary>
    public static Task<IReadOnlyList<Booked>> OfChildren(NpgsqlTransaction tx, TownId town, IEnumerable<ChildId> children, DateOnly from, CancellationToken stop)
    {
        const string sql = $"select {Columns} from {Tables} where m.town_id = @town and m.child_id = any (@ids) and s.day >= @from order by s.day, s.starts, m.child_id";

        return Many(tx, sql, new { town, ids = Ids(children), from }, stop);
    }

    /// <summary>Takes the reminders for a day into our hands; a second process that asks at the same time gets none of them.</summary>
    /// <param name="before">Who booked later knows it still.</param>
    internal static async Task<IReadOnlyList<DueReminder>> TakeReminders(NpgsqlTransaction tx, TownId town, DateOnly day, DateTimeOffset before, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            with due as (
                update school_booking b set reminded_at = @now
                  from school_slot s
                  join school_ask a on a.town_id = s.town_id and a.ask_id = s.ask_id
                  join school_letter l on l.town_id = a.town_id and l.letter_id = a.letter_id
                 where b.town_id = @town and s.town_id = @town and s.slot_id = b.slot_id and s.day = @day
                   and b.reminded_at is null and b.booked_at < @before and l.withdrawn_at is null
                returning b.slot_id, l.letter_id
            )
            select d.slot_id, d.letter_id, m.child_id from due d
              join school_booking_child m on m.town_id = @town and m.slot_id = d.slot_id
              join child c on c.town_id = m.town_id and c.child_id = m.child_id and (c.left_on is null or c.left_on > @day)
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Slot, Guid Letter, Guid Child)>(new CommandDefinition(sql, new { town, day, before, now }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new DueReminder(r.Slot, r.Letter, new ChildId(r.Child)))];
    }

    private static async Task<IReadOnlyList<Booked>> Many(NpgsqlTransaction tx, string sql, object with, CancellationToken stop)
    {
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return [.. rows.Select(r => new Booked(new ChildId(r.ChildId), new Slot(r.SlotId, r.Day, r.Starts, r.Ends, r.Lane), r.ByStaff))];
    }

    private static Guid[] Ids(IEnumerable<ChildId> children) => [.. children.Select(c => c.Value)];

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid ChildId, Guid SlotId, DateOnly Day, int Starts, int Ends, int Lane, bool ByStaff);
}
