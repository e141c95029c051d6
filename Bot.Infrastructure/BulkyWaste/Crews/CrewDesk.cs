using System.Diagnostics;
using System.Text.Json;
using Bot.Domain.BulkyWaste;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <summary>Takes the marks that crews made on the road. Runs in the transaction of the resident's town; the caller has checked that the crew may see the request.</summary>
public sealed class CrewDesk(RequestLife life, BulkyWasteDesk desk, Sealer sealer, TimeProvider clock)
{
    /// <summary>Before the id of every picture that a crew took, so that it is told from those that residents sent.</summary>
    public const string PhotoPrefix = "crew-";

    /// <summary>Takes a mark: however often it comes it counts once, and one that was overtaken changes nothing.</summary>
    /// <param name="day">For which day the crew had the request on its list.</param>
    /// <returns><c>null</c> when there is no such request.</returns>
    public async Task<HeardMark?> Take(NpgsqlTransaction tx, TownId town, DateOnly day, CrewMark mark, Picture? photo, Actor actor, CancellationToken stop)
    {
        // The lock on the request makes two phones take turns, and the same mark sent twice at once as well.
        if (await life.Lock(tx, town, mark.Request, stop) is not { } stored)
        {
            return null;
        }

        var before = (await MarkTable.Of(tx, [(town, mark.Request)], stop))[mark.Request].ToList();
        if (before.Find(b => b.Mark.Id == mark.Id) is { } known)
        {
            return known;
        }

        var outcome = MarkRules.Judge(stored.Request, day, mark, before.Select(b => b.Mark));
        if (outcome is MarkOutcome.Counts && await Apply(tx, stored.Request, mark, new ByStaff(actor, Audited: true), stop) is Checked<BulkyRequest>.Bad)
        {
            outcome = MarkOutcome.Closed;
        }

        var now = clock.GetUtcNow();
        var heard = new HeardMark(mark, outcome, now, actor, photo is null ? null : $"{PhotoPrefix}{mark.Id:n}");
        await MarkTable.Add(tx, town, stored.Request.Operator, heard, stop);
        if (photo is not null)
        {
            await PhotoTable.Add(tx, sealer, town, heard.Photo!, stored.Request.Citizen ?? new CitizenId(""), photo, now, stop);
            await RequestTable.AddCrewPhoto(tx, town, mark.Request, heard.Photo!, stop);
        }

        await Note(tx, town, heard, stop);
        return heard;
    }

    private async Task<Checked<BulkyRequest>> Apply(NpgsqlTransaction tx, BulkyRequest was, CrewMark mark, ByStaff by, CancellationToken stop)
    {
        // Another reason than before, or left after all: what was said first is taken back, so that the resident is told why.
        if (mark.Finding is Finding.Left && was.State is (RequestState.Collected or RequestState.NotCollected or RequestState.AwaitingTopUp { Left: not null })
            && await desk.Undo(tx, was.Town, was.Id, by, stop) is Checked<BulkyRequest>.Bad refused)
        {
            return refused;
        }

        return mark.Finding switch
        {
            Finding.Collected => await desk.MarkCollected(tx, was.Town, was.Id, by, stop),
            Finding.Left(var why) => await desk.MarkLeft(tx, was.Town, was.Id, by, why, stop),
            Finding.TakenBack => await desk.Undo(tx, was.Town, was.Id, by, stop),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task Note(NpgsqlTransaction tx, TownId town, HeardMark heard, CancellationToken stop)
    {
        var (mark, subject) = (heard.Mark, RequestLife.Subject(heard.Mark.Request));
        var (kind, why) = mark.Finding switch
        {
            Finding.Collected => ("crew.collected", null),
            Finding.Left l => ("crew.left", StateColumns.Slug(l.Why)),
            Finding.TakenBack => ("crew.taken-back", null),
            _ => throw new UnreachableException(),
        };
        var detail = JsonSerializer.Serialize(new { why, outcome = heard.Outcome.ToString(), phoneAt = mark.PhoneAt, madeAt = mark.At, photo = heard.Photo });
        await TimelineTable.Add(tx, town, RequestLife.Module, subject, new TimelineEntry(heard.HeardAt, mark.Id, heard.Actor, kind, detail), stop);
        await AuditTable.Add(tx, town, heard.Actor, new AuditEntry($"bulky-waste.crew/{kind[5..]}", [$"{RequestLife.Module}/{subject}"], $"{heard.Outcome}"), heard.HeardAt, stop);
    }
}
