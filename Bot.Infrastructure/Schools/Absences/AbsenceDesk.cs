using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
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
        if (await AbsenceSearch.Read(turn.Transaction, turn.Town, id, stop) is { } before && known.Child(before.Child) is { } of)
        {
            return await Received(turn, before, of, stop);
        }

        var isFix = form.Form == AbsenceForms.Fix.Id;
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
        if (AbsenceRules.Check(child.School, child.Decided, days.First, today) is { } trouble)
        {
            return new Verdict.Refused(AbsenceWords.Trouble(trouble, days.First), AbsenceForms.Day);
        }

        await AbsenceTable.Lock(turn.Transaction, turn.Town, child.Child, stop);
        if (isFix && !await AbsenceTable.Move(turn.Transaction, turn.Town, known.Fixed(form.Answers)!.Id, AbsenceState.Corrected, turn.Now, stop))
        {
            return new Verdict.Refused(Words.Of("school-absence.after-seen"), AbsenceForms.Report);
        }

        foreach (var own in known.Open.Where(o => o.Child == child.Child && o.Days.Meets(days)))
        {
            await AbsenceTable.Move(turn.Transaction, turn.Town, own.Id, AbsenceState.Corrected, turn.Now, stop);
        }

        var made = new Absence(id, child.School.Code, child.Child, turn.Resident, kind, days, AbsenceState.Sent, turn.Now, null);
        var story = repeated is { } last ? (await AbsenceSearch.Open(turn.Transaction, sealer, turn.Town, last.Id, stop))?.Story ?? new AbsenceStory(null, null) : Story(form);
        await AbsenceTable.Add(turn.Transaction, sealer, turn.Town, made, story, null, stop);
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

        Effect told = (form.Answers[AbsenceForms.What] as Answer.Chosen)?.Key switch
        {
            WhatNowQuestion.Keep => AbsenceWords.Simply("kept"),
            WhatNowQuestion.Correct when own.State == AbsenceState.Sent => AbsenceWords.Simply("correct-how"),
            WhatNowQuestion.Withdraw when own.State == AbsenceState.Withdrawn || await AbsenceTable.Move(turn.Transaction, turn.Town, own.Id, AbsenceState.Withdrawn, turn.Now, stop) =>
                AbsenceWords.Simply("withdrawn"),
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
                child.Nickname, made.Kind, made.Days, child.School, AbsenceRules.IsPastCutOff(child.School, made.Kind, made.Days, turn.Now), others.Any(o => AbsenceRules.Differ(made, o))),
        ]);
    }

    private static AbsenceKind? Kind(Effect.Submit form) => form.Answers[AbsenceForms.Kind] is Answer.Chosen(var key) ? AbsenceNames.Kind(key) : null;

    private static DaySpan Days(Effect.Submit form) => form.Answers[AbsenceForms.Day] is Answer.Day(var day)
        ? new DaySpan(day, day)
        : new DaySpan(((Answer.Day)form.Answers[AbsenceForms.First]!).Date, ((Answer.Day)form.Answers[AbsenceForms.Last]!).Date);

    private static AbsenceStory Story(Effect.Submit form) => new(
        form.Answers[AbsenceForms.Told] is Answer.Chosen(var told) ? told : form.Answers[AbsenceForms.Reason] is Answer.Chosen(var code) and not Answer.Chosen(TappedReasonQuestion.Page) ? code : null,
        form.Answers[AbsenceForms.Remark] is Answer.Words(var words) ? words : null);
}
