using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.Disasters;

/// <summary>
/// Takes a report for a town, in one transaction: that it was received, what holds from now on, and what it does to disaster mode. A report that was taken
/// before does nothing, so several processes may bring the same.
/// </summary>
public sealed class WarningDesk(DisasterDesk disasters)
{
    private static readonly TimeSpan QuakeStands = TimeSpan.FromHours(24);

    /// <param name="report"><c>null</c> for one that could not be read.</param>
    /// <returns>False when it was taken before.</returns>
    public async Task<bool> Take(NpgsqlTransaction tx, TownProfile town, FeedEntry entry, WeatherReport? report, DateTimeOffset now, CancellationToken stop)
    {
        await SettingTable.Lock(tx, town.Id, stop);
        if (town.Warnings is not { } terms || (await WeatherReportTable.Seen(tx, town.Id, [entry.Id], stop)).Count > 0)
        {
            return false;
        }

        if (report is null)
        {
            return await WeatherReportTable.Add(tx, town.Id, entry, null, new WarningTurn(ReportFate.Unreadable, [], [], WarningAct.Off, null), "", now, stop);
        }

        var policy = WarningTermsToPolicy.Of(terms);
        var turn = WarningBook.Read(
            policy, await WarningTable.Of(tx, town.Id, report.Family, stop), await WeatherReportTable.Last(tx, town.Id, report.Family, stop), report, now);
        await WeatherReportTable.Add(tx, town.Id, entry, report, turn, Said(policy, report, turn), now, stop);
        foreach (var over in turn.Ended)
        {
            await WarningTable.End(tx, town.Id, over.Family, over.Code, now, stop);
        }

        foreach (var begun in turn.Began)
        {
            var id = NamedGuid.From($"{town.Id.Value}/{entry.Id}", begun.Code);
            await WarningTable.Add(tx, town.Id, id, report.Family, begun, report.ReportedAt, begun.Kind == WarningKind.Quake ? report.ReportedAt + QuakeStands : null, now, stop);
            if (begun == turn.Because && await disasters.Warn(tx, town.Id, Why(begun, report, turn.Fate), turn.Act == WarningAct.Switch, now, stop) is { } mode)
            {
                await WarningTable.Caused(tx, town.Id, id, mode, stop);
            }
        }

        if (turn.Began.Count + turn.Ended.Count > 0)
        {
            await ShowWarned(tx, town.Id, stop);
        }

        return true;
    }

    /// <summary>A setting, so that every process sees it within a second and no report of a resident asks for it.</summary>
    private static async Task ShowWarned(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        var isWarned = await WarningTable.IsWarned(tx, town, stop);
        if (isWarned != (await SettingTable.All(tx, town, stop)).ContainsKey(TownPieces.Warned))
        {
            await SettingTable.Put(tx, town, TownPieces.Warned, isWarned ? PieceJson.Write(new WarnedState(true)) : null, stop);
            await SettingTable.Count(tx, town, stop);
        }
    }

    private static string Why(AreaWarning because, WeatherReport report, ReportFate fate) =>
        $"{because.Name}（{JapanTime.Say(report.ReportedAt, Language.Japanese)}発表{(fate == ReportFate.Held ? "・遅れて届いたもの" : "")}）";

    /// <summary>What staff read of it in the list.</summary>
    private static string Said(WarningPolicy policy, WeatherReport report, WarningTurn turn) => string.Join('、',
        report.Warnings.Where(w => policy.Areas.Contains(w.Area)).Select(w => w.Name).Concat(turn.Ended.Select(e => $"{e.Name}は終わり")).Distinct(StringComparer.Ordinal));
}
