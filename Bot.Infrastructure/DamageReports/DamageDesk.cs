using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Which member of staff acts, and on what they saw.</summary>
/// <param name="Seen">The version on the page from which they act; <c>null</c> when they act on a thing on the road, not on a page.</param>
public sealed record ByClerk(Actor Actor, int? Seen = null)
{
    /// <summary>A resident who is told otherwise.</summary>
    public CitizenId? Untold { get; init; }
}

/// <summary>Why a step of staff was not done.</summary>
public enum CaseRefusal
{
    NotFound,

    /// <summary>Somebody else changed it since the clerk looked.</summary>
    Changed,

    /// <summary>The move is not allowed from its state.</summary>
    NotNow,

    /// <summary>The case to merge into is closed, merged itself, the same one, or a drill's when this one is not; the office or town to pass it on to is not known.</summary>
    WrongAim,
}

/// <summary>What came of a step of staff.</summary>
public abstract record CaseOutcome
{
    private CaseOutcome() { }

    public sealed record Done(StoredCase Case) : CaseOutcome;

    public sealed record Refused(CaseRefusal Why) : CaseOutcome;
}

/// <summary>What staff do with cases, in one transaction of the town; the caller has checked what the clerk may do. All who reported it hear of each step.</summary>
public sealed class DamageDesk(DamageTowns towns, CaseTeller teller, TimeProvider clock)
{
    public static CaseSubject Subject(TownId town, Guid id) => new(town, DamageReportsModule.Name, $"{id:n}");

    public async Task<CaseOutcome> Act(NpgsqlTransaction tx, TownId town, Guid id, ByClerk by, CaseMove move, CancellationToken stop)
    {
        if (await DamageSearch.Read(tx, town, id, stop) is not { } seen)
        {
            return new CaseOutcome.Refused(CaseRefusal.NotFound);
        }

        // All that a merge or a split touches is locked at once, in the order of the ids.
        var other = move is CaseMove.Merge(var into) ? into : (seen.State as ReportState.Duplicate)?.Of;
        var merged = move is CaseMove.Merge ? await DamageSearch.Merged(tx, town, id, stop) : [];
        var locked = await DamageSearch.Lock(tx, town, [id, .. other is { } o ? [o] : Array.Empty<Guid>(), .. merged.Select(m => m.Id)], stop);
        var was = locked[id];
        if ((by.Seen is { } version && version != was.Version) || (was.State as ReportState.Duplicate)?.Of != (seen.State as ReportState.Duplicate)?.Of)
        {
            return new CaseOutcome.Refused(CaseRefusal.Changed);
        }

        // From here on nobody can merge anything into ours; what somebody did just before is not locked, and waiting for it could wait for ever.
        if (move is CaseMove.Merge && (await DamageSearch.Merged(tx, town, id, stop)).Any(m => !locked.ContainsKey(m.Id)))
        {
            return new CaseOutcome.Refused(CaseRefusal.Changed);
        }

        if (was.State.After(move) is not { } state)
        {
            return new CaseOutcome.Refused(CaseRefusal.NotNow);
        }

        var end = other is { } there ? locked.GetValueOrDefault(there) : null;
        if (!IsAim(move, was, end))
        {
            return new CaseOutcome.Refused(CaseRefusal.WrongAim);
        }

        return new CaseOutcome.Done(await Step(tx, was, end, state, move, by, stop));
    }

    /// <summary>An internal note; the same id writes it once.</summary>
    public Task Note(NpgsqlTransaction tx, Notes notes, TownId town, Guid id, Actor by, Guid note, string words, CancellationToken stop) =>
        notes.Write(tx, Subject(town, id), by, note, words, clock.GetUtcNow(), stop);

    /// <summary>Lays it on somebody's desk, or on a department's.</summary>
    /// <returns>Whether nobody was quicker.</returns>
    public Task<bool> Assign(NpgsqlTransaction tx, TownId town, Guid id, Actor by, CaseDesk desk, CancellationToken stop) =>
        CaseDesks.Put(tx, Subject(town, id), by, desk, clock.GetUtcNow(), stop);

    /// <summary>A step that another town has taken with a case that it took over from us.</summary>
    /// <param name="whose">Of a case that it passed on: whose it is now.</param>
    internal async Task Follow(NpgsqlTransaction tx, StoredCase was, CaseMove move, LocalText? whose, string cause, CancellationToken stop)
    {
        if (State(move) is not { } state)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var after = await DamageTable.Save(tx, was with { State = state }, now, stop);
        await CaseStory.Write(tx, after, move.Name(), Detail(move), Actor.System, cause, now, stop);
        await teller.Tell(tx, after, move, cause, null, now, stop, whose);
    }

    private async Task<StoredCase> Step(NpgsqlTransaction tx, StoredCase was, StoredCase? end, ReportState state, CaseMove move, ByClerk clerk, CancellationToken stop)
    {
        var (now, by) = (clock.GetUtcNow(), clerk.Actor);
        var cause = $"{move.Name()}/{was.Version}";
        // A case that is split off counts those who reported it itself; what was merged into it stays where it went.
        var own = was.State is ReportState.Duplicate ? Math.Max(1, await ReportTable.Count(tx, was.Town, was.Id, stop)) : was.Reporters;
        var changed = was with { State = state, Target = move is CaseMove.PassOn(var to) ? to : was.Target, Reporters = own };
        var after = await DamageTable.Save(tx, changed, now, stop);
        await CaseStory.Write(tx, after, move.Name(), Detail(move), by, cause, now, stop);
        await AuditTable.Add(tx, was.Town, by, new AuditEntry($"damage-reports.change/{move.Name()}", [$"{DamageReportsModule.Name}/{was.Subject}"]), now, stop);
        await teller.Tell(tx, after, move, cause, end?.Number, now, stop, untold: clerk.Untold);
        if (end is not null)
        {
            await Count(tx, end, move is CaseMove.Merge ? own : -own, now, stop);
        }

        if (move is CaseMove.Merge merge)
        {
            await DamageTable.MoveMerged(tx, was.Town, was.Id, merge.Into, stop);
        }

        if (move is CaseMove.PassOn(RouteTarget.OtherTown(var town)))
        {
            await HandOver.Send(tx, towns, after, town, now, stop);
        }

        if (was.From is { } origin)
        {
            await HandOver.SendNews(tx, towns, after, origin, move, cause, now, stop);
        }

        return after;
    }

    private async Task Count(NpgsqlTransaction tx, StoredCase end, int more, DateTimeOffset now, CancellationToken stop)
    {
        var counted = end with { Reporters = Math.Max(1, end.Reporters + more) };
        await DamageTable.Save(tx, counted with { Urgency = IntakeDesk.UrgencyOf(towns, counted) }, now, stop);
    }

    private bool IsAim(CaseMove move, StoredCase was, StoredCase? end) => move switch
    {
        CaseMove.Merge => end is { State.IsOpen: true } && end.Id != was.Id && end.IsDrill == was.IsDrill,
        CaseMove.PassOn(RouteTarget.OtherTown(var town)) => town != was.Town && towns.Via(was.Town, town) is not null,
        CaseMove.PassOn(RouteTarget.Outside(var office)) => towns.Find(was.Town)?.Office(office) is not null,
        CaseMove.PassOn => false,
        _ => true,
    };

    private static ReportState? State(CaseMove move) => move switch
    {
        CaseMove.Accept or CaseMove.Reopen => new ReportState.Accepted(),
        CaseMove.Plan(var day) => new ReportState.Planned(day),
        CaseMove.Start => new ReportState.InWork(),
        CaseMove.Finish => new ReportState.Done(),
        CaseMove.FindNothing => new ReportState.CannotReproduce(),
        CaseMove.PassOn(var to) => new ReportState.NotOurs(to),
        // Which of its cases goes on there means nothing here: ours stays as it is.
        _ => null,
    };

    private static Dictionary<string, string>? Detail(CaseMove move) => move switch
    {
        CaseMove.Plan(var day) => new() { ["day"] = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) },
        CaseMove.PassOn(var to) => new() { ["to"] = to.Text },
        CaseMove.Merge(var into) => new() { ["into"] = $"{into:n}" },
        _ => null,
    };
}
