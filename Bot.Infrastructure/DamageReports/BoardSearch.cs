using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Cases for the operations board and for the report to the prefecture.</summary>
public static class BoardSearch
{
    /// <summary>A town has no more in one disaster; what is beyond is said.</summary>
    public const int Most = 5000;

    /// <summary>Those reported in a span of time, newest first; without those that were merged into others.</summary>
    /// <param name="isDrill">Of a drill, or of all other days.</param>
    public static Task<IReadOnlyList<StoredCase>> Of(NpgsqlTransaction tx, TownId town, DateTimeOffset from, DateTimeOffset before, bool isDrill, CancellationToken stop)
    {
        const string sql = $"""
            select {DamageSearch.Columns} from damage_case
             where town_id = @town and opened_at >= @from and opened_at < @before and is_drill = @isDrill and state <> 'duplicate'
             order by opened_at desc, case_id limit @Most
            """;

        return DamageSearch.Cases(tx, sql, new { town, from, before, isDrill, Most }, stop);
    }

    /// <summary>Changes whenever a case of the town does, a road is closed or opened, a warning begins or ends, or the mode changes.</summary>
    public static async Task<string> Mark(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select coalesce(max(changed_at)::text, '') || '/' || count(*) || '/' || (select count(*) from road_closure where town_id = @town)
                   || '/' || (select count(*) from road_closure where town_id = @town and ended_at is null)
                   || '/' || (select coalesce(max(since_at)::text, '') || count(*) filter (where ended_at is null) from weather_warning where town_id = @town)
                   || '/' || (select coalesce(max(asked_at)::text, '') || count(began_at) || count(ended_at) from disaster_mode where town_id = @town)
              from damage_case where town_id = @town and changed_at > now() - interval '1 day'
            """;

        return MarkSearch.Shorten((await tx.Connection!.ExecuteScalarAsync<string>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)))!);
    }
}
