using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.DamageReports;

/// <summary>
/// Takes a report: joins it to the case that the resident meant, or opens one and finds who sees to it. One report locks either a case or the series of
/// numbers, never both. Turns that share a transaction may lock several; when two such batches meet crosswise PostgreSQL undoes one, and its turns are taken singly.
/// </summary>
public sealed class IntakeDesk(DamageTowns towns, Sealer sealer, Speaking speaks)
{
    public async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var (tx, plan) = (turn.Transaction, towns[turn.Town]);
        var id = NamedGuid.From(turn.Cause, DamageReportsModule.Name);
        if (await ReportTable.Read(tx, turn.Town, id, stop) is { } known)
        {
            return await Repeated(turn, form, known, stop);
        }

        if (form.Answers[DamageForms.Kind] is not Answer.Chosen(var code) || plan.Offered.FirstOrDefault(k => k.Code == code) is not { } kind)
        {
            return new Verdict.Refused(Words.Of("damage-report.refused.kind"), DamageForms.Kind);
        }

        var place = (Answer.Place)form.Answers[DamageForms.Place]!;
        var report = new StoredReport(
            id, id, turn.Citizen, turn.Citizen is { } citizen ? await speaks(tx, turn.Town, citizen, stop) : turn.Printed, place.Point, DangerOf(form),
            form.Answers[DamageForms.More] is Answer.Chosen(MoreQuestion.Call), form.Answers[DamageForms.Photo] is Answer.Photos(var photos) ? photos : [], turn.Now)
        {
            NoticedAt = NoticedQuestion.Of(form.Answers[DamageForms.Noticed]),
        };
        var reporter = new Reporter(Text(form, DamageForms.Name), Text(form, DamageForms.Telephone), Text(form, DamageForms.Remark), place.Label.Length > 0 ? place.Label : null);
        return CaseOf(form) is { } same
            ? await Join(turn, same, report, reporter, stop)
            : await Open(turn, plan, kind, report, reporter, stop);
    }

    /// <summary>Photos that came within the day after.</summary>
    public static Task Join(TurnContext turn, Effect.Join join, CancellationToken stop) => join.Answer is Answer.Photos(var photos)
        ? ReportTable.AddPhotos(turn.Transaction, turn.Town, join.Submission, turn.Resident, photos, stop)
        : Task.CompletedTask;

    private async Task<Verdict> Join(TurnContext turn, Guid same, StoredReport report, Reporter reporter, CancellationToken stop)
    {
        var tx = turn.Transaction;
        if ((await DamageSearch.Lock(tx, turn.Town, [same], stop)).GetValueOrDefault(same) is not { State.IsOpen: true } found || found.IsDrill != towns[turn.Town].IsDrill)
        {
            return new Verdict.Refused(Words.Of("damage-report.refused.gone"), DamageForms.Same);
        }

        var before = turn.Citizen is { } citizen ? await ReportTable.Of(tx, turn.Town, same, citizen, stop) : null;
        if (before is not null)
        {
            // The same resident once more: what is new counts, the resident only once.
            await ReportTable.Again(tx, sealer, turn.Town, before.Id, report.Danger, report.WantsCall, reporter, stop);
            await ReportTable.AddPhotos(tx, turn.Town, before.Id, turn.Resident, report.Photos, stop);
        }
        else
        {
            await ReportTable.Add(tx, sealer, turn.Town, report with { Case = same }, reporter, stop);
        }

        var danger = found.Danger > report.Danger ? found.Danger : report.Danger;
        var joined = found with { Danger = danger, Reporters = found.Reporters + (before is null ? 1 : 0), IsTrusted = found.IsTrusted || await IsTrusted(turn, stop) };
        joined = joined with { Urgency = UrgencyOf(towns, joined) };
        await DamageTable.Save(tx, joined, turn.Now, stop);
        await CaseStory.Write(tx, joined, before is null ? "joined" : "told-again", null, Actor.Resident, turn.Cause, turn.Now, stop);
        return Accepted(joined, before?.Id ?? report.Id, joined: true, report.Danger);
    }

    private async Task<Verdict> Open(TurnContext turn, DamagePlan plan, DamageKind kind, StoredReport report, Reporter reporter, CancellationToken stop)
    {
        var (tx, isTrusted) = (turn.Transaction, await IsTrusted(turn, stop));
        if (Routing.Find(plan, kind, report.Point) is not { } route)
        {
            return new Verdict.Refused(Words.Of("damage-report.refused.outside"), DamageForms.Place);
        }

        var opened = new StoredCase
        {
            Town = turn.Town,
            Id = report.Id,
            Number = await DamageTable.Number(tx, turn.Town, JapanTime.Day(turn.Now), stop),
            Kind = kind.Code,
            Group = kind.Group,
            Point = report.Point,
            State = new ReportState.New(),
            Target = route.Target,
            Road = route.Owner,
            Why = route.Why,
            Danger = report.Danger,
            Reporters = 1,
            Urgency = Urgency.Of(kind, report.Danger, route.Owner, joiners: 0, plan.IsDisaster, plan.IsWarned, isTrusted: isTrusted),
            IsDrill = plan.IsDrill,
            IsTrusted = isTrusted,
            OpenedAt = turn.Now,
            ChangedAt = turn.Now,
        };
        await DamageTable.Add(tx, opened, stop);
        await ReportTable.Add(tx, sealer, turn.Town, report, reporter, stop);
        await CaseStory.Write(tx, opened, "reported", null, Actor.Resident, turn.Cause, turn.Now, stop);
        if (route.Target is RouteTarget.OtherTown(var other))
        {
            await HandOver.Send(tx, towns, opened, other, turn.Now, stop);
        }

        return Accepted(opened, report.Id, joined: false, report.Danger);
    }

    /// <summary>The same submission again: nothing happens, the answer is the same.</summary>
    private async Task<Verdict> Repeated(TurnContext turn, Effect.Submit form, StoredReport known, CancellationToken stop)
    {
        var stored = await DamageSearch.Read(turn.Transaction, turn.Town, known.Case, stop) ?? throw new InvalidOperationException("a report without its case");
        return Accepted(stored, known.Id, joined: CaseOf(form) is not null, DangerOf(form));
    }

    private Verdict.Accepted Accepted(StoredCase stored, Guid report, bool joined, Danger danger) => new(
        report,
        [
            CaseWords.Received(
                stored.Number, CaseTeller.KindOf(towns, stored), stored.Target, towns.NameOf(stored.Town, stored.Target),
                stored.Target is RouteTarget.OtherTown(var other) && towns.Via(stored.Town, other) is not null, joined, danger),
        ]);

    /// <summary>Whether somebody of the fire brigade reports.</summary>
    private static async Task<bool> IsTrusted(TurnContext turn, CancellationToken stop) =>
        turn.Citizen is { } citizen && await ResponderTable.Of(turn.Transaction, turn.Town, citizen, stop) is not null;

    /// <summary>Anew from what the case holds now.</summary>
    internal static Urgency UrgencyOf(DamageTowns towns, StoredCase stored) => towns.Find(stored.Town) is { } plan && plan.Kind(stored.Kind) is { } kind
        ? Urgency.Of(kind, stored.Danger, stored.Road, stored.Reporters - 1, plan.IsDisaster, plan.IsWarned, isTrusted: stored.IsTrusted)
        : stored.Urgency;

    private static Guid? CaseOf(Effect.Submit form) =>
        form.Answers[DamageForms.Same] is Answer.Chosen(var key) && Guid.TryParseExact(key, "n", out var id) ? id : null;

    private static Danger DangerOf(Effect.Submit form) => DangerQuestion.Of(form.Answers[DamageForms.DangerThere] ?? form.Answers[DamageForms.DangerNow]);

    private static string? Text(Effect.Submit form, QuestionId question) => form.Answers[question] is Answer.Words(var text) ? text : null;
}
