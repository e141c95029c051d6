using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Disasters;

/// <summary>Warnings that hold for a town, and those that held.</summary>
public static class WarningTable
{
    private const string Columns = "family, code, name, kind, level, since_at, reported_at";

    /// <summary>Those of a family that no report has ended.</summary>
    public static Task<Items<StandingWarning>> Of(NpgsqlTransaction tx, TownId town, string family, CancellationToken stop)
    {
        const string sql = $"select {Columns} from weather_warning where town_id = @town and family = @family and ended_at is null order by level desc, code";

        return Read(tx, sql, new { town, family }, stop);
    }

    /// <summary>All that hold at this moment, the worst first. An earthquake is named for a day.</summary>
    public static Task<Items<StandingWarning>> Now(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from weather_warning
             where town_id = @town and ended_at is null and (until_at is null or until_at > @now) order by level desc, since_at desc, code limit 50
            """;

        return Read(tx, sql, new { town, now }, stop);
    }

    public static Task Add(
        NpgsqlTransaction tx, TownId town, Guid id, string family, AreaWarning warning, DateTimeOffset reportedAt, DateTimeOffset? until, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into weather_warning (town_id, warning_id, family, code, name, kind, level, since_at, reported_at, until_at)
            values (@town, @id, @family, @Code, @Name, @kind, @Level, @now, @reportedAt, @until)
            """;

        return Run(tx, sql, new { town, id, family, warning.Code, warning.Name, kind = warning.Kind.ToString(), warning.Level, now, reportedAt, until }, stop);
    }

    public static Task End(NpgsqlTransaction tx, TownId town, string family, string code, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update weather_warning set ended_at = @now where town_id = @town and family = @family and code = @code and ended_at is null", new { town, family, code, now }, stop);

    /// <summary>Notes for which time of disaster mode the warning was the reason.</summary>
    public static Task Caused(NpgsqlTransaction tx, TownId town, Guid id, Guid mode, CancellationToken stop) =>
        Run(tx, "update weather_warning set mode_id = @mode where town_id = @town and warning_id = @id", new { town, id, mode }, stop);

    /// <summary>Since when all warnings for which the mode was begun are over; <c>null</c> while one holds, or when there was none.</summary>
    public static Task<DateTimeOffset?> Over(NpgsqlTransaction tx, TownId town, Guid mode, CancellationToken stop)
    {
        const string sql = """
            select max(ended_at) from weather_warning where town_id = @town and mode_id = @mode having bool_and(ended_at is not null)
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<DateTimeOffset?>(new CommandDefinition(sql, new { town, mode }, tx, cancellationToken: stop));
    }

    /// <summary>Whether the weather is warned of; an earthquake is over when it is told.</summary>
    public static Task<bool> IsWarned(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select exists (select from weather_warning where town_id = @town and ended_at is null and kind <> 'Quake')";

        return tx.Connection!.QuerySingleAsync<bool>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
    }

    private static async Task<Items<StandingWarning>> Read(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
    [
        .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))
            .Select(r => new StandingWarning(r.Family, r.Code, r.Name, Enum.Parse<WarningKind>(r.Kind), r.Level, r.SinceAt, r.ReportedAt)),
    ];

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(string Family, string Code, string Name, string Kind, int Level, DateTimeOffset SinceAt, DateTimeOffset ReportedAt);
}
