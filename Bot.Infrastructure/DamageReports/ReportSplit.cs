using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Takes a report out of a case to which it was joined by mistake: it becomes a case of its own, with a new number, and its resident is told.</summary>
public sealed class ReportSplit(DamageTowns towns, CaseTeller teller, TimeProvider clock)
{
    /// <summary>Whether a report of a case can go on by itself: the one that opened it cannot, since the case lies where that one put it.</summary>
    public static bool Can(StoredCase held, StoredReport report) => held.State.IsOpen && report.Case == held.Id && report.Id != held.Id;

    /// <returns>The new case, or why there is none; a report that has left the case already is not found any more.</returns>
    public async Task<CaseOutcome> Take(NpgsqlTransaction tx, TownId town, Guid id, Guid report, ByClerk by, CancellationToken stop)
    {
        if ((await DamageSearch.Lock(tx, town, [id], stop)).GetValueOrDefault(id) is not { } held || await ReportTable.Read(tx, town, report, stop) is not { } odd || odd.Case != id)
        {
            return new CaseOutcome.Refused(CaseRefusal.NotFound);
        }

        if (by.Seen is { } version && version != held.Version)
        {
            return new CaseOutcome.Refused(CaseRefusal.Changed);
        }

        var plan = towns.Find(town);
        if (!Can(held, odd) || plan?.Kind(held.Kind) is not { } kind)
        {
            return new CaseOutcome.Refused(CaseRefusal.NotNow);
        }

        var now = clock.GetUtcNow();
        var route = Routing.Find(plan, kind, odd.Point) ?? Routing.Find(plan, kind, null)!;
        var opened = new StoredCase
        {
            Town = town,
            Id = NamedGuid.From(odd.Id, $"split/{held.Version}"),
            Number = await DamageTable.Number(tx, town, JapanTime.Day(now), stop),
            Kind = kind.Code,
            Group = kind.Group,
            Point = odd.Point,
            State = new ReportState.New(),
            Target = route.Target,
            Road = route.Owner,
            Why = route.Why,
            Danger = odd.Danger,
            Reporters = 1,
            Urgency = Urgency.Of(kind, odd.Danger, route.Owner, joiners: 0, plan.IsDisaster, plan.IsWarned),
            OpenedAt = odd.At,
            ChangedAt = now,
            IsDrill = held.IsDrill,
        };
        await DamageTable.Add(tx, opened, stop);
        await ReportTable.Move(tx, town, odd.Id, opened.Id, stop);
        // What another town told us of the danger stands in the case alone.
        var rest = held.From is not null ? held.Danger : (await ReportTable.Of(tx, town, id, stop)).Select(r => r.Danger).DefaultIfEmpty(Danger.No).Max();
        var left = held with { Reporters = Math.Max(1, held.Reporters - 1), Danger = rest };
        await DamageTable.Save(tx, left with { Urgency = IntakeDesk.UrgencyOf(towns, left) }, now, stop);
        await CaseStory.Write(tx, held, "split-off", new Dictionary<string, string> { ["case"] = opened.Number }, by.Actor, $"{odd.Id:n}", now, stop);
        await CaseStory.Write(tx, opened, "split-from", new Dictionary<string, string> { ["case"] = held.Number }, by.Actor, $"{odd.Id:n}", now, stop);
        await AuditTable.Add(
            tx, town, by.Actor,
            new AuditEntry("damage-reports.change/split", [$"{DamageReportsModule.Name}/{held.Subject}", $"{DamageReportsModule.Name}/{opened.Subject}"]), now, stop);
        await teller.TellOfSplit(tx, held, opened, odd, now, stop);
        if (route.Target is RouteTarget.OtherTown(var other))
        {
            await HandOver.Send(tx, towns, opened, other, now, stop);
        }

        return new CaseOutcome.Done(opened);
    }
}
