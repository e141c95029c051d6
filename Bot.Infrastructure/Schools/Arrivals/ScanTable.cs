using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>What phones noted. Rows are added and never changed.</summary>
public static class ScanTable
{
    /// <param name="run">The drill, or nothing but zeros for the day itself.</param>
    /// <param name="phoneAt">What the phone's clock said; kept, not believed.</param>
    /// <returns>Whether it is new; the same scan sent again changes nothing.</returns>
    public static async Task<bool> Add(
        NpgsqlTransaction tx, TownId town, string school, DateOnly day, Guid run, Scan scan, DateTimeOffset phoneAt, Actor by, CancellationToken stop)
    {
        const string sql = """
            insert into arrival_scan (town_id, scan_id, school, day, run, kind, child_id, bus, of_scan, phone, count, phone_at, made_at, heard_at, staff_id, staff_home)
            values (@town, @Id, @school, @day, @run, @kind, @child, @Bus, @Of, @Phone, @Count, @phoneAt, @At, @HeardAt, @staff, @Home)
            on conflict (town_id, scan_id) do nothing
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, scan.Id, school, day, run, kind = scan.Kind.ToString(), child = scan.Child?.Value, scan.Bus, scan.Of, scan.Phone, scan.Count, phoneAt, scan.At, scan.HeardAt,
                staff = by.Id, by.Home,
            },
            tx,
            cancellationToken: stop)) == 1;
    }

    /// <summary>
    /// Of one morning. A scan names the day of the list that it was made with, which is ours; one that came on a later day tells what was, and is not of the morning any more.
    /// </summary>
    public static async Task<IReadOnlyList<Scan>> Of(NpgsqlTransaction tx, TownId town, string school, DateOnly day, Guid run, CancellationToken stop)
    {
        const string sql = """
            select scan_id, kind, child_id, bus, of_scan, phone, count, made_at, heard_at from arrival_scan
             where town_id = @town and school = @school and day = @day and run = @run and heard_at < @end
             order by heard_at, count
            """;

        var end = JapanTime.At(day.AddDays(1), TimeOnly.MinValue);
        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, school, day, run, end }, tx, cancellationToken: stop))).Select(r => r.Scan)];
    }

    private sealed record Row(Guid ScanId, string Kind, Guid? ChildId, int Bus, Guid? OfScan, Guid Phone, long Count, DateTimeOffset MadeAt, DateTimeOffset HeardAt)
    {
        public Scan Scan => new(ScanId, Enum.Parse<ScanKind>(Kind), ChildId is { } id ? new ChildId(id) : null, Bus, OfScan, Phone, Count, MadeAt, HeardAt);
    }
}
