using Bot.Domain.Conversations;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Tells all who reported a case of a step, each once, however many of their reports were merged into it.</summary>
public sealed class CaseTeller(DamageTowns towns, Telling tell)
{
    /// <param name="cause">New for each step, so that what is undone and done again is told again.</param>
    /// <param name="whose">Whose it is when it was passed on, if another town says so.</param>
    /// <param name="number">The number by which it goes on when the step merges the case into another.</param>
    /// <param name="untold">A resident who is answered otherwise.</param>
    public async Task Tell(NpgsqlTransaction tx, StoredCase after, CaseMove move, string cause, string? number, DateTimeOffset now, CancellationToken stop, LocalText? whose = null, CitizenId? untold = null)
    {
        if (IsOver(after))
        {
            return;
        }

        var owner = whose ?? towns.NameOf(after.Town, move is CaseMove.PassOn(var to) ? to : after.Target);
        var reports = await ReportTable.Of(tx, after.Town, after.Id, stop);
        var rows = new List<OutboxRow>();
        foreach (var report in reports.Where(r => r.Citizen is not null && r.Citizen != untold).DistinctBy(r => r.Citizen))
        {
            var citizen = report.Citizen!.Value;
            var said = CaseWords.Of(after.Number, KindOf(towns, after), move, owner, number, report.Id);
            rows.Add(await tell(tx, after.Town, citizen, $"{DamageReportsModule.Name}/{after.Subject}/{cause}/{citizen.Value}", said, now, stop));
        }

        await OutboxTable.Add(tx, after.Town, rows, stop);
    }

    /// <summary>Tells the one resident whose report goes on by itself.</summary>
    public async Task TellOfSplit(NpgsqlTransaction tx, StoredCase from, StoredCase opened, StoredReport report, DateTimeOffset now, CancellationToken stop)
    {
        if (report.Citizen is { } citizen && !IsOver(from))
        {
            var said = CaseWords.Split(from.Number, KindOf(towns, from), opened.Number);
            await OutboxTable.Add(tx, from.Town, [await tell(tx, from.Town, citizen, $"{DamageReportsModule.Name}/{from.Subject}/split/{report.Id:n}", [said], now, stop)], stop);
        }
    }

    /// <summary>Whether it belongs to a drill that is over: nothing that is said begins with its word any more, so nothing is said.</summary>
    private bool IsOver(StoredCase stored) => stored.IsDrill && towns.Find(stored.Town)?.IsDrill != true;

    internal static LocalText KindOf(DamageTowns towns, StoredCase stored) => towns.Find(stored.Town)?.Kind(stored.Kind)?.Name ?? new LocalText(stored.Kind);
}
