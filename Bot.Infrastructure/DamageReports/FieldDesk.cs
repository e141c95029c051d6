using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A picture that was taken at the place.</summary>
/// <param name="Copy">For those who reported it, when whoever took it has looked at it and wants it sent along.</param>
public sealed record FieldPicture(Picture Picture, VeiledPicture? Copy = null);

/// <summary>What came with a step.</summary>
/// <param name="Words">For colleagues; empty for none.</param>
/// <param name="Why">The reason's name, when the step has one.</param>
public sealed record FieldNote(string Words, string? Why, Items<FieldPicture> Pictures);

/// <summary>
/// Takes the steps that were made at the place, in the transaction of the town; the caller has checked what the member of staff may do.
/// Whatever became of the case meanwhile, nothing that was written or photographed is lost.
/// </summary>
public sealed class FieldDesk(DamageDesk cases, WorkDesk work, Sealer sealer, TimeProvider clock)
{
    /// <summary>Of a step that came later than this the timeline says when it was made.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    /// <summary>Takes a step: however often it comes it counts once.</summary>
    /// <returns><c>null</c> when there is no such case.</returns>
    public async Task<HeardStep?> Take(NpgsqlTransaction tx, Notes notes, TownId town, FieldStep step, FieldNote note, Actor by, CancellationToken stop)
    {
        if (await DamageSearch.Read(tx, town, step.Case, stop) is not { } seen)
        {
            return null;
        }

        // The lock makes two phones take turns, and the same step sent twice at once as well.
        Guid[] both = seen.State is ReportState.Duplicate(var of) ? [seen.Id, of] : [seen.Id];
        var locked = await DamageSearch.Lock(tx, town, both, stop);
        if (await FieldStepTable.Find(tx, town, step.Id, stop) is { } known)
        {
            return known;
        }

        var (was, now) = (locked[step.Case], clock.GetUtcNow());
        // Where staff look for it: the case that goes on.
        var kept = was.State is ReportState.Duplicate(var into) && locked.TryGetValue(into, out var goes) ? goes : was;
        var (outcome, move) = FieldRules.Judge(was.State, step, await FieldSearch.ReopenedAt(tx, town, was.Id, stop));
        var photos = await Keep(tx, notes, kept, step, note, by, stop);
        if (move is not null)
        {
            var told = move is CaseMove.Finish && photos > 0 ? new CaseMove.Finish(await Publish(tx, town, step, note, by, now, stop)) : move;
            outcome = await cases.Act(tx, town, was.Id, new ByClerk(by), told, stop) is CaseOutcome.Done ? outcome : FieldOutcome.Overtaken;
        }

        if (outcome is not FieldOutcome.Overtaken)
        {
            await Lay(tx, was, step.Act, by, now, stop);
        }

        var heard = new HeardStep(step.Id, kept.Id, outcome, photos);
        await FieldStepTable.Add(tx, town, step, heard, note.Why, by, now, stop);
        await Tell(tx, kept, was, step, outcome, by, now, stop);
        return heard;
    }

    /// <returns>How many pictures there was room for: all, or none.</returns>
    private async Task<int> Keep(NpgsqlTransaction tx, Notes notes, StoredCase kept, FieldStep step, FieldNote note, Actor by, CancellationToken stop)
    {
        var isWork = step.Act is FieldAct.Begin or FieldAct.Work or FieldAct.Finish;
        var stage = step.Act switch
        {
            FieldAct.Finish or FieldAct.Work { IsAfter: true } => WorkStage.After,
            FieldAct.Work or FieldAct.Begin => WorkStage.Before,
            _ => WorkStage.Site,
        };
        var entry = new WorkEntry(step.Id, isWork, note.Words, [.. note.Pictures.Select(p => new WorkPicture(stage, p.Picture))]);
        if (entry.Words.Length == 0 && entry.Pictures.Count == 0)
        {
            return 0;
        }

        if (await work.Keep(tx, notes, kept, by, entry, stop))
        {
            return entry.Pictures.Count;
        }

        await work.Keep(tx, notes, kept, by, entry with { Pictures = [] }, stop);
        return 0;
    }

    /// <summary>The copies that go to those who reported it, in the order in which they were taken.</summary>
    private async Task<Items<Guid>> Publish(NpgsqlTransaction tx, TownId town, FieldStep step, FieldNote note, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var shown = new List<Guid>();
        foreach (var (n, picture) in note.Pictures.Index())
        {
            if (picture.Copy is { } copy && await PublishedPhotoTable.Publish(tx, sealer, town, WorkDesk.ContentId(step.Id, n), copy, by, now, stop) is { } id)
            {
                shown.Add(id);
            }
        }

        return [.. shown];
    }

    /// <summary>Who begins takes what lies on nobody's desk; who gives it back lays it down.</summary>
    private static async Task Lay(NpgsqlTransaction tx, StoredCase was, FieldAct act, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var at = DamageDesk.Subject(was.Town, was.Id);
        var desk = await CaseDeskTable.Find(tx, at, stop);
        var next = act switch
        {
            FieldAct.Begin when desk?.Assignee is null && Guid.TryParse(by.Id, out var staff) => new CaseDesk(was.Town, null, new StaffId(staff), desk?.Version ?? 0),
            FieldAct.GiveBack when desk is { IsFree: false } => desk with { Department = null, Assignee = null },
            _ => null,
        };
        if (next is not null)
        {
            await CaseDesks.Put(tx, at, by, next, now, stop);
        }
    }

    private static async Task Tell(NpgsqlTransaction tx, StoredCase kept, StoredCase was, FieldStep step, FieldOutcome outcome, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var detail = new Dictionary<string, string> { ["act"] = step.Act.Name() };
        if (kept.Id != was.Id)
        {
            detail["case"] = was.Number;
        }

        if (now - step.At > Late)
        {
            detail["made"] = step.At.ToString("O", CultureInfo.InvariantCulture);
        }

        if (outcome is FieldOutcome.Overtaken)
        {
            await CaseStory.Write(tx, kept, "field-overtaken", detail, by, $"{step.Id:n}", now, stop);
        }
        else if (detail.Count > 1 || step.Act is FieldAct.GiveBack or FieldAct.PutOff)
        {
            await CaseStory.Write(tx, kept, "field", detail, by, $"{step.Id:n}", now, stop);
        }

        await AuditTable.Add(tx, was.Town, by, new AuditEntry($"damage-reports.field/{step.Act.Name()}", [$"{DamageReportsModule.Name}/{was.Subject}"], outcome.ToString()), now, stop);
    }
}
