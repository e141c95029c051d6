using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.Conversations.Effect;
using static Bot.Domain.Conversations.Phase;

namespace Bot.Domain.Conversations;

/// <summary>Where the resident stands, who they are to us, and what came late.</summary>
public sealed partial class Decider
{
    /// <summary>The question in hand; <c>null</c> at the review. One that is corrected counts as long as the walk still reaches it.</summary>
    private Question? Spot(Filling f) => f.Revisiting is { } id && Path(f).FirstOrDefault(q => q.Id == id) is { } question
        ? question
        : Journey.Open(forms[f.Draft.Form], f.Draft.Answers);

    /// <summary>
    /// Whether the latest bubble asked something else than what is in hand now: the form has changed meanwhile, or a picture was taken back.
    /// An answer to that bubble must not become the answer to another question, nor consent to what was not read back.
    /// </summary>
    private bool IsOvertaken(Filling f, bool refitted) => f.Draft.Asked is { } asked ? asked.Question != Spot(f)?.Id : refitted;

    private Items<Question> Seen(Filling f) => Journey.Seen(forms[f.Draft.Form], f.Draft.Answers);

    private Items<Question> Path(Filling f) => Journey.Path(forms[f.Draft.Form], f.Draft.Answers);

    private bool Reached(Draft draft, QuestionId id) => Journey.Path(forms[draft.Form], draft.Answers).Any(q => q.Id == id);

    private QuestionId? Before(Filling f)
    {
        var path = Seen(f);
        var here = Spot(f) is { } spot ? path.TakeWhile(q => q.Id != spot.Id).Count() : path.Count;
        return here > 0 ? path[here - 1].Id : null;
    }

    private Button[] CorrectButtons(Filling f) =>
        [.. Seen(f).Where(q => Journey.IsAnswered(q, f.Draft.Answers)).Select(q => new Button.Wish($"fix:{q.Id.Value}", Words.Of($"{q.Key}.name")))];

    /// <summary>The draft whose latest bubble may be tapped.</summary>
    private static Draft? Tappable(Conversation here) => (here.Phase as Filling)?.Draft ?? here.Shelved?.Draft;

    /// <summary>Drafts brought to the present version of their form; a draft whose form is gone is let go.</summary>
    private Conversation Fitted(Conversation was)
    {
        var phase = was.Phase is Filling f ? Fitted(f.Draft) is { } draft ? f with { Draft = draft } : new Idle() : was.Phase;
        var shelved = was.Shelved is { } s ? Fitted(s.Draft) is { } resting ? s with { Draft = resting } : null : null;
        return was with { Phase = phase, Shelved = shelved };
    }

    private Draft? Fitted(Draft draft) => !forms.TryGetValue(draft.Form, out var form) ? null
        : draft.Version == form.Version ? draft
        : draft with { Version = form.Version, Answers = Journey.Fitting(form, draft.Answers) };

    private Decision.Taken Befriend(Moment at, Input.Followed news)
    {
        var known = at.Was.Language is { Chosen: true };
        var next = at with { Was = Since(at.Was, isFriend: true, news.At) };
        Effect[] effects = known
            ? [new SetMenu(at.Was.Speaks), Told("welcome-back", Buttons.Menu)]
            : [new LearnLanguage(), new SetMenu(at.Was.Speaks), Told("greeting", Buttons.Languages)];
        return Rest(next, at.Was.Phase is Filling f ? Shelve(f, at) : at.Was.Shelved, effects);
    }

    private static Conversation Since(Conversation was, bool isFriend, DateTimeOffset at) =>
        was.Friend is { } friend && friend.Since > at ? was : was with { Friend = new Friendship(isFriend, at) };

    private Decision Speak(Moment at, Language language)
    {
        var next = at with { Was = at.Was with { Language = new Speech(language, Chosen: true) } };
        return next.Was.Phase is Filling f
            ? Prompted(next, f, new SetMenu(language), Told("language.set"))
            : Rest(next, next.Was.Shelved, new SetMenu(language), Menu("language.set", next.Was.Shelved));
    }

    private static Join? Awaited(Moment at, Answer answer) =>
        at.Was.Later is { } later && at.Now < later.Until ? new Join(later.Form, later.Submission, later.Question, answer) : null;

    /// <summary>A place is one; photos may go on coming until the day is over.</summary>
    private static Decision.Taken Joined(Moment at, Join join, params ReadOnlySpan<Effect> also) => Rest(
        join.Answer is Answer.Place ? at with { Was = at.Was with { Later = null } } : at,
        at.Was.Shelved,
        [join, .. also, Told("joined")]);

    /// <summary>
    /// The question that a picture belongs to when it is not the one in hand. Pictures sent together come one by one: the second finds the talk
    /// a question further, and still belongs to the first.
    /// </summary>
    private Question? Gathering(Filling f) => Spot(f) is PhotoQuestion ? null
        : Path(f).LastOrDefault(q => q is PhotoQuestion && f.Draft.Answers[q.Id] is Answer.Photos)
            ?? forms[f.Draft.Form].Questions.FirstOrDefault(q => q is PhotoQuestion { TakesAnytime: true });

    /// <summary>Adds a picture to those that came before; of more than a form takes the resident is told.</summary>
    private Decision Gathered(Moment at, Filling f, QuestionId question, string contentId)
    {
        Items<string> known = f.Draft.Answers[question] is Answer.Photos(var photos) ? photos : [];
        if (known.Count >= MostPhotos)
        {
            return Prompted(at, f, Told("photo.enough"));
        }

        var more = new Answer.Photos([.. known, contentId]);
        return Prompted(at, f with { Draft = f.Draft with { Answers = f.Draft.Answers.With(question, more) } }, Told("photo.added"), new FetchPhoto(contentId));
    }

    private static Conversation WithoutPhoto(Conversation was, string messageId)
    {
        return was with
        {
            Phase = was.Phase is Filling f ? f with { Draft = Without(f.Draft) } : was.Phase,
            Shelved = was.Shelved is { } s ? s with { Draft = Without(s.Draft) } : null,
        };

        Draft Without(Draft draft) => draft.Answers.Each
            .Where(a => a.Answer is Answer.Photos(var photos) && photos.Contains(messageId, StringComparer.Ordinal))
            .Aggregate(draft, (d, a) => d with { Answers = Less(d.Answers, a.Question, [.. ((Answer.Photos)a.Answer).ContentIds.Where(id => id != messageId)]) });

        static Answers Less(Answers answers, QuestionId question, Items<string> others) =>
            others.Count == 0 ? answers.Without(question) : answers.With(question, new Answer.Photos(others));
    }

    private Say Menu(string phrase, Rested? shelved) => new(
        Words.Of(phrase),
        [.. shelved is null ? [] : Buttons.Resume, .. forms.Values.Where(f => f.Listed).Select(f => new Button.Wish($"start:{f.Id.Value}", Words.Of($"{f.Key}.title"))), .. Buttons.Staff, .. Buttons.Language]);

    private static class Buttons
    {
        public static readonly Button[] Resume = [new Button.Wish("resume", Words.Of("button.resume"))];
        public static readonly Button[] StartOver = [new Button.Wish("over", Words.Of("button.start-over"))];
        public static readonly Button[] Menu = [new Button.Wish("menu", Words.Of("button.menu"))];
        public static readonly Button[] Staff = [new Button.Wish("staff", Words.Of("button.staff"))];
        public static readonly Button[] Language = [new Button.Wish("language", Words.Of("button.language"))];
        public static readonly Button[] Languages =
            [.. Kernel.Language.Offered.Select(o => new Button.Wish($"language:{o.Language.Tag}", new Words.Plain(o.Name)))];

        /// <summary>The town's telephone; rendering knows the number.</summary>
        public static readonly Button[] Office = [new Button.Call("office", Words.Of("button.call"))];
    }
}
