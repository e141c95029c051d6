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
                Checker.Must(IsSettled(before, after, id) || (now is null ? MayDrop(before, after, id, was!) : MayChange(before, id, was, now)), $"the answer to {before.Form.Value}/{id.Value} changed by itself");
            }
        }
    }

    /// <summary>What the facts leave no choice about is answered without being asked, and anew when the facts or the answer before it change.</summary>
    private bool IsSettled(Draft before, Draft after, QuestionId id) =>
        turn.Release.Forms[before.Form][id] is { } question
        && (before.Answers[id] is not { } was || question.IsSettled(was) || IsBesideChanged(question, before, after) || IsLookedAtAgain(before, id) || IsOutdated(before, id, was))
        && (after.Answers[id] is not { } now || question.IsSettled(now));

    /// <summary>What was answered about another answer goes with it.</summary>
    private static bool IsBesideChanged(Question question, Draft before, Draft after) =>
        question.Beside.Any(other => !Equals(before.Answers[other], after.Answers[other]));

    /// <summary>From the review one comes back to a question, by oneself or since the desk refused the answer.</summary>
    private bool IsLookedAtAgain(Draft draft, QuestionId id) => id == Asked(draft)
        || turn.Verdict is Verdict.Refused { Revisit: { } refused } && refused == id
        || IsWish("back", "back")
        || turn.Bubble is Effect.Review && turn.Input is Input.Tapped or Input.Said
        || turn.Input is Input.Tapped(var key) && key.EndsWith($"fix:{id.Value}", StringComparison.Ordinal);

    private bool IsOutdated(Draft draft, QuestionId id, Answer was) =>
        draft.Version != turn.Release.Forms[draft.Form].Version && turn.Release.Forms[draft.Form][id]?.Fits(was) != true;

    private bool MayDrop(Draft draft, Draft after, QuestionId id, Answer was) =>
        turn.Release.Forms[draft.Form][id] is { } question && IsBesideChanged(question, draft, after)
        || IsOutdated(draft, id, was)
        || turn.Input is Input.Unsent(var message) && was is Answer.Photos(var photos) && photos.All(p => p == message)
        || turn.Verdict is Verdict.Refused { Revisit: { } refused } && refused == id;

    private bool MayChange(Draft draft, QuestionId id, Answer? was, Answer now)
    {
        var question = turn.Release.Forms[draft.Form][id];
        if (question is null || Checker.IsStale(turn))
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
            (_, Input.Said or Input.Tapped or Input.PickedDate) => id == Asked(draft) && (IsIdle || turn.Bubble is Effect.Ask { Question: var asked } && asked == id),
            _ => false,
        } && (was is null || question.Fits(now));
    }

    /// <summary>Nothing is in hand; what rests may be tapped.</summary>
    private bool IsIdle => turn.Was.Phase is not Phase.Filling { Draft: var open } || !turn.Release.Forms.ContainsKey(open.Form);

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
            || (isOpen || IsIdle) && IsWish("over", "start-over")
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
