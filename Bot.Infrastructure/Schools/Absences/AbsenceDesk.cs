using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>Takes what guardians report, correct and withdraw.</summary>
public sealed class AbsenceDesk(ReportingFacts facts, AbsenceTeller teller, Sealer sealer)
{
    public async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var (known, today) = (await facts.Of(turn, stop), JapanTime.Day(turn.Now));
        var id = NamedGuid.From(turn.Cause, AbsenceForms.Absence.Id.Value);
        if (await AbsenceSearch.Read(turn.Transaction, turn.Town, id, stop) is { } taken && known.Child(taken.Child) is { } of)
        {
            return await Received(turn, taken, of, stop);
        }

        var isFix = form.Form == AbsenceForms.Fix.Id;
        if (isFix && AfterSeen(known, form.Answers[AbsenceForms.Report], today) is { } late)
        {
            return late;
        }

        if (known.Meant(form.Answers) is not { } child)
        {
            return new Verdict.Refused(Words.Of("school-absence.gone"), isFix ? AbsenceForms.Report : AbsenceForms.Child);
        }

        var again = form.Answers[AbsenceForms.Kind] is Answer.Chosen(AbsenceKindQuestion.Again);
        var repeated = again ? AbsenceRules.Repeatable(child, known.Own, today) : null;
        if ((again ? repeated?.Kind : Kind(form)) is not { } kind)
        {
            return new Verdict.Refused(Words.Of("school-absence.gone"), AbsenceForms.Kind);
        }

        var days = again ? new DaySpan(today, today) : Days(form);
        if (AbsenceRules.CheckRange(child.School, child.Decided, days, today) is { } trouble)
        {
            return new Verdict.Refused(AbsenceWords.Trouble(trouble, trouble == DayTrouble.Far ? days.Last : days.First), AbsenceForms.Day);
        }

        await AbsenceTable.Lock(turn.Transaction, turn.Town, child.Child, stop);
        if (isFix && !await AbsenceTable.Move(turn.Transaction, turn.Town, known.Fixed(form.Answers)!.Id, AbsenceState.Corrected, turn.Now, stop))
        {
            return new Verdict.Accepted(known.Fixed(form.Answers)!.Id, [AbsenceWords.AfterSeen(child.School)]);
        }

        foreach (var own in known.Open.Where(o => o.Child == child.Child && o.Days.Meets(days)))
        {
            await AbsenceTable.Move(turn.Transaction, turn.Town, own.Id, AbsenceState.Corrected, turn.Now, stop);
        }

        var before = repeated is { } last ? await AbsenceSearch.Open(turn.Transaction, sealer, turn.Town, last.Id, stop) : null;
        var made = new Absence(id, child.School.Code, child.Child, turn.Resident, kind, days, AbsenceState.Sent, turn.Now, null)
        {
            ExpectedAt = kind == AbsenceKind.Late ? before?.Absence.ExpectedAt ?? LateHourQuestion.Hour(form.Answers[AbsenceForms.Hour]) : null,
        };
        await AbsenceTable.Add(turn.Transaction, sealer, turn.Town, made, before?.Story ?? Story(form), null, stop);
        await Note(turn, isFix ? "corrected" : "reported", made.Id, stop);
        await teller.TellOfDifference(turn.Transaction, turn.Town, made, child.School, turn.Now, stop);
        return await Received(turn, made, child, stop);
    }

    public async Task<Verdict> Mine(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var known = await facts.Of(turn, stop);
        var own = form.Answers[AbsenceForms.Report] is Answer.Chosen(var key) ? known.Own.FirstOrDefault(o => o.Key == key) : null;
        if (own is null || known.Child(own.Child) is not { } child)
        {
            return new Verdict.Accepted(Guid.Empty, [AbsenceWords.Simply("gone")]);
        }

        var withdraws = form.Answers[AbsenceForms.What] is Answer.Chosen(WhatNowQuestion.Withdraw)
            && await AbsenceTable.Move(turn.Transaction, turn.Town, own.Id, AbsenceState.Withdrawn, turn.Now, stop);
        if (withdraws)
        {
            await Note(turn, "withdrawn", own.Id, stop);
        }

        Effect told = (form.Answers[AbsenceForms.What] as Answer.Chosen)?.Key switch
        {
            WhatNowQuestion.Keep => AbsenceWords.Simply("kept"),
            WhatNowQuestion.Correct when own.State == AbsenceState.Sent => AbsenceWords.Simply("correct-how"),
            WhatNowQuestion.Withdraw when withdraws || own.State == AbsenceState.Withdrawn => AbsenceWords.Simply("withdrawn"),
            _ => AbsenceWords.AfterSeen(child.School),
        };
        return new Verdict.Accepted(own.Id, [told]);
    }

    private static async Task<Verdict> Received(TurnContext turn, Absence made, ReportingChild child, CancellationToken stop)
    {
        var others = await AbsenceSearch.OfChild(turn.Transaction, turn.Town, made.Child, made.Days, stop);
        return new Verdict.Accepted(made.Id,
        [
            AbsenceWords.Received(
                child.Nickname, made.Kind, made.Days, child.School, AbsenceRules.IsPastCutOff(child.School, made.Kind, made.Days, turn.Now), others.Any(o => AbsenceRules.Differ(made, o)),
                AbsenceRules.Closed(child.School, child.Decided, made.Days)),
        ]);
    }

    /// <summary>The school has seen meanwhile what was to be corrected.</summary>
    private static Verdict.Accepted? AfterSeen(Reporting known, Answer? report, DateOnly today)
    {
        var seen = known.Own.Where(o => o.State == AbsenceState.Seen).ToList();
        var meant = report switch
        {
            Answer.Chosen(var key) => seen.FirstOrDefault(o => o.Key == key),
            Answer.Skipped when known.Open.Count == 0 => seen.Where(o => o.Days.Last >= today).MaxBy(o => o.SentAt),
            _ => null,
        };
        return meant is not null && known.Child(meant.Child) is { } child ? new Verdict.Accepted(meant.Id, [AbsenceWords.AfterSeen(child.School)]) : null;
    }

    private static Task Note(TurnContext turn, string what, Guid id, CancellationToken stop) =>
        AuditTable.Add(turn.Transaction, turn.Town, Actor.Resident, new AuditEntry($"schools.absence/{what}", [$"schools/absence-{id:n}"]), turn.Now, stop);

    private static AbsenceKind? Kind(Effect.Submit form) => form.Answers[AbsenceForms.Kind] is Answer.Chosen(var key) ? AbsenceNames.Kind(key) : null;

    private static DaySpan Days(Effect.Submit form) => form.Answers[AbsenceForms.Day] is Answer.Day(var day)
        ? new DaySpan(day, day)
        : new DaySpan(((Answer.Day)form.Answers[AbsenceForms.First]!).Date, ((Answer.Day)form.Answers[AbsenceForms.Last]!).Date);

    private static AbsenceStory Story(Effect.Submit form) => new(
        form.Answers[AbsenceForms.Told] is Answer.Chosen(var told) ? told : form.Answers[AbsenceForms.Reason] is Answer.Chosen(var code) and not Answer.Chosen(TappedReasonQuestion.Page) ? code : null,
        form.Answers[AbsenceForms.Remark] is Answer.Words(var words) ? words : null);
}
