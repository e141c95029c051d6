using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Simulation;

/// <summary>Answers that were given stay, and each that changes has a reason: it was asked for, corrected, taken back, refused, or its question is gone.</summary>
internal sealed class KeptAnswers(TurnTaken turn, Wordbook words)
{
    private readonly Conversation _next = turn.Turn.Next;

    public void Check()
    {
        foreach (var draft in Checker.Drafts(turn.Was))
        {
            if (Checker.Drafts(_next).FirstOrDefault(d => d.Form == draft.Form && d.Began == draft.Began) is { } after)
            {
                Compare(draft, after);
            }
            else
            {
                Checker.Must(MayGo(draft), $"a draft of {draft.Form.Value} is lost");
            }
        }
    }

    private void Compare(Draft before, Draft after)
    {
        var ids = before.Answers.Each.Concat(after.Answers.Each).Select(a => a.Question).Distinct();
        foreach (var id in ids)
        {
            var (was, now) = (before.Answers[id], after.Answers[id]);
            if (!Equals(was, now))
            {
                Checker.Must(now is null ? MayDrop(before, id, was!) : MayChange(before, id, was, now), $"the answer to {before.Form.Value}/{id.Value} changed by itself");
            }
        }
    }

    private bool MayDrop(Draft draft, QuestionId id, Answer was) =>
        draft.Version != turn.Release.Forms[draft.Form].Version && turn.Release.Forms[draft.Form][id]?.Fits(was) != true
        || turn.Input is Input.Unsent(var message) && was is Answer.Photos(var photos) && photos.All(p => p == message)
        || turn.Verdict is Verdict.Refused { Revisit: { } refused } && refused == id;

    private bool MayChange(Draft draft, QuestionId id, Answer? was, Answer now)
    {
        var question = turn.Release.Forms[draft.Form][id];
        if (question is null || Checker.IsStale(turn.Was, turn.Input))
        {
            return false;
        }

        return (question.Class, turn.Input) switch
        {
            (DataClass.Personal, Input.Filled page) => page.Form == draft.Form && page.Began == draft.Began && Equals(page.Answers[id], now),
            (DataClass.Personal, _) or (_, Input.Filled) => false,
            (_, Input.Unsent(var message)) => was is Answer.Photos(var before) && now is Answer.Photos(var after) && after == [.. before.Where(p => p != message)],
            (_, Input.SentPhoto(var photo)) => now is Answer.Photos(var photos) && photos[^1] == photo,
            (_, Input.SentPlace) => id == Asked(draft),
            (_, Input.Said or Input.Tapped or Input.PickedDate) => id == Asked(draft) && (turn.Was.Phase is Phase.Idle || turn.Bubble is Effect.Ask { Question: var asked } && asked == id),
            _ => false,
        } && (was is null || question.Fits(now));
    }

    /// <summary>The question in hand.</summary>
    private QuestionId? Asked(Draft draft)
    {
        var form = turn.Release.Forms[draft.Form];
        var answers = draft.Version == form.Version ? draft.Answers : Journey.Fitting(form, draft.Answers);
        var path = Journey.Path(form, answers);
        return turn.Was.Phase is Phase.Filling { Revisiting: { } revisiting } && path.Any(q => q.Id == revisiting) ? revisiting : Journey.Open(form, answers)?.Id;
    }

    private bool MayGo(Draft draft)
    {
        if (!turn.Release.Forms.TryGetValue(draft.Form, out var form) || !form.Reviewed)
        {
            return true;
        }

        var isOpen = turn.Was.Phase is Phase.Filling { Draft: var open } && open == draft;
        return turn.Verdict is Verdict.Accepted && turn.Submit!.Form == draft.Form
            || isOpen && IsWish("cancel", "cancel")
            || (isOpen || turn.Was.Phase is Phase.Idle) && IsWish("over", "start-over")
            || !isOpen && turn.Input is Input.Rang && turn.Was.Shelved!.At + Decider.Keeping <= turn.Now
            || !isOpen && turn.Was.Phase is Phase.Filling { Draft: var pushing } && _next.Shelved?.Draft.Began == pushing.Began;
    }

    private bool IsWish(string key, string heard) => turn.Input switch
    {
        Input.Tapped(var tapped) => tapped == key,
        Input.Said(var text) => words.Hears(heard, text),
        _ => false,
    };
}
