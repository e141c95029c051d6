using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Disasters;

/// <summary>A report as staff see it in the list.</summary>
/// <param name="Said">The town's warnings in it.</param>
public sealed record ReceivedReport(
    string Type, string Title, ReportStatus Status, ReportChange Change, DateTimeOffset ReportedAt, DateTimeOffset ReceivedAt, ReportFate Fate, WarningAct Act, string Said);

/// <summary>The reports that were received, each once.</summary>
public static class WeatherReportTable
{
    /// <summary>Which of these are here already.</summary>
    public static async Task<IReadOnlySet<string>> Seen(NpgsqlTransaction tx, TownId town, IEnumerable<string> ids, CancellationToken stop)
    {
        const string sql = "select entry_id from weather_report where town_id = @town and entry_id = any(@ids)";

        return (await tx.Connection!.QueryAsync<string>(new CommandDefinition(sql, new { town, ids = ids.ToArray() }, tx, cancellationToken: stop))).ToHashSet(StringComparer.Ordinal);
    }

    /// <param name="report"><c>null</c> for one that could not be read.</param>
    /// <returns>False when it was here already.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, TownId town, FeedEntry entry, WeatherReport? report, WarningTurn turn, string said, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into weather_report (town_id, entry_id, type, title, status, change, family, serial, reported_at, received_at, fate, act, said)
            values (@town, @Id, @Type, @title, @status, @change, @family, @serial, @reportedAt, @now, @fate, @act, @said) on conflict do nothing
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, entry.Id, entry.Type, title = report?.Title ?? "", status = (report?.Status ?? ReportStatus.Real).ToString(), change = (report?.Change ?? ReportChange.Issued).ToString(),
                family = report?.Family ?? entry.Type, serial = report?.Serial ?? 0, reportedAt = report?.ReportedAt ?? entry.Updated, now, fate = turn.Fate.ToString(), act = turn.Act.ToString(), said,
            },
            tx,
            cancellationToken: stop)) == 1;
    }

    /// <summary>The latest of a family that was meant, whatever it said of this town.</summary>
    public static async Task<LastReport?> Last(NpgsqlTransaction tx, TownId town, string family, CancellationToken stop)
    {
        const string sql = """
            select reported_at, serial from weather_report
             where town_id = @town and family = @family and fate in ('Counted', 'Held', 'Cancelled', 'Elsewhere') order by reported_at desc, serial desc limit 1
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<LastReport>(new CommandDefinition(sql, new { town, family }, tx, cancellationToken: stop));
    }

    /// <summary>Those that say something to the town, or could not be read; newest first.</summary>
    public static async Task<IReadOnlyList<ReceivedReport>> Latest(NpgsqlTransaction tx, TownId town, int most, CancellationToken stop)
    {
        const string sql = """
            select type, title, status, change, reported_at, received_at, fate, act, said from weather_report
             where town_id = @town and fate <> 'Elsewhere' and (said <> '' or fate in ('Unreadable', 'Cancelled')) order by received_at desc, entry_id desc limit @most
            """;

        return
        [
            .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, most }, tx, cancellationToken: stop))).Select(r => new ReceivedReport(
                r.Type, r.Title, Enum.Parse<ReportStatus>(r.Status), Enum.Parse<ReportChange>(r.Change), r.ReportedAt, r.ReceivedAt, Enum.Parse<ReportFate>(r.Fate), Enum.Parse<WarningAct>(r.Act), r.Said)),
        ];
    }

    /// <summary>The agency names nothing in its feeds for longer than some days.</summary>
    public static Task Forget(NpgsqlTransaction tx, TownId town, DateTimeOffset before, CancellationToken stop) => tx.Connection!.ExecuteAsync(
        new CommandDefinition("delete from weather_report where town_id = @town and received_at < @before", new { town, before }, tx, cancellationToken: stop));

    private sealed record Row(string Type, string Title, string Status, string Change, DateTimeOffset ReportedAt, DateTimeOffset ReceivedAt, string Fate, string Act, string Said);
}
