using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.Conversations.Effect;
using static Bot.Domain.Conversations.Phase;

namespace Bot.Domain.Conversations;

/// <summary>The moves of which decisions are made. Each turn that leaves a draft open sets one alarm; none is silent but those nobody spoke in.</summary>
public sealed partial class Decider
{
    private readonly record struct Moment(Conversation Was, Facts Facts, DateTimeOffset Now)
    {
        /// <summary>The form in hand, or the resting one, has changed since its latest bubble.</summary>
        public bool Refitted { get; init; }

        /// <summary>The form in hand is no longer there.</summary>
        public bool Withdrawn { get; init; }
    }

    /// <summary>Hands the desk's verdict on what was submitted to the resident.</summary>
    /// <param name="submitted">The conversation as <see cref="Decide(Conversation, Input, Facts, DateTimeOffset)"/> left it beside the <see cref="Submit"/>.</param>
    public Decision Conclude(Conversation submitted, Submit form, Verdict verdict, Facts facts, DateTimeOffset now)
    {
        var filling = (Filling)submitted.Phase;
        switch (verdict)
        {
            case Verdict.Accepted(var submission, var told):
                var awaited = form.Answers.Each.Where(a => a.Answer is Answer.Later).Select(a => (QuestionId?)a.Question).FirstOrDefault() ?? forms[form.Form].PhotosAfter;
                var later = awaited is { } wanted ? new Later(form.Form, submission, wanted, now + LaterLimit) : null;
                var rested = new Conversation(submitted.Turn, new Idle(), submitted.Shelved, submitted.Language, later ?? submitted.Later, submitted.Friend);
                return new Decision.Taken(new Turn(rested, [.. told, .. Alarm(rested)]));
            case Verdict.Refused(var reason, var revisit):
                var draft = revisit is { } question
                    ? filling.Draft with { Answers = filling.Draft.Answers.Without(question) }
                    : filling.Draft;
                return Prompted(new Moment(submitted, facts, now), new Filling(draft), counted: false, new Say(reason));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Decision Begin(Moment at, FormId id, Rested? shelved, params ReadOnlySpan<Effect> first)
    {
        var began = at.Was.Turn.Following();
        return Prompted(
            at with { Was = at.Was with { Shelved = shelved } },
            new Filling(new Draft(id, forms[id].Version, began, began, Answers.None)),
            first);
    }

    /// <summary>Begins where a button leads to. Only what is read back before it happens can be begun so; answers that do not fit are asked for.</summary>
    private Decision Begin(Moment at, FormId id, Answers given, params ReadOnlySpan<Effect> first)
    {
        var (form, began) = (forms[id], at.Was.Turn.Following());
        var answers = form.Reviewed
            ? Answers.None
            : given.Each.Where(a => form[a.Question]?.Fits(a.Answer) == true).Aggregate(Answers.None, (sum, a) => sum.With(a.Question, a.Answer));
        return Prompted(at, new Filling(new Draft(id, form.Version, began, began, answers)), first);
    }

    private Decision Prompted(Moment at, Filling f, params ReadOnlySpan<Effect> first) => Prompted(at, f, counted: true, first);

    /// <summary>The only way to stand inside a form: always asks, and always sets the alarm. Silence cannot be written.</summary>
    private Decision Prompted(Moment at, Filling f, bool counted, params ReadOnlySpan<Effect> first)
    {
        var turn = counted ? at.Was.Turn.Following() : at.Was.Turn;
        var filling = f with { Draft = f.Draft with { AskedAt = turn, Asked = new Asked(Spot(f)?.Id) } };
        var form = forms[f.Draft.Form];
        var answers = f.Draft.Answers;
        if (Spot(filling) is null && !form.Reviewed)
        {
            return Submitted(at with { Was = at.Was with { Phase = filling } }, filling, first);
        }

        Effect prompt;
        if (Spot(filling) is { Class: DataClass.Personal } personal)
        {
            Items<QuestionId> page = filling.Revisiting is null ? [.. Journey.Page(form, personal).Select(q => q.Id)] : [personal.Id];
            prompt = new OpenPage(form.Id, page, filling.Draft.Began, Words.Of("page.ask"));
        }
        else if (Spot(filling) is { } question)
        {
            if (Lacks(at, question, answers) is { } lacking)
            {
                return lacking;
            }

            if (question.Settle(Asking(at, answers)) is { } settled)
            {
                return Prompted(at, Answered(f, question, settled) with { Revisiting = null }, counted, first);
            }

            var index = Journey.Seen(form, answers).TakeWhile(q => q.Id != question.Id).Count();
            prompt = new Ask(form.Id, question.Id, question.Ask(Asking(at, answers)), turn, index + 1, Journey.Length(form, answers));
        }
        else
        {
            var path = Journey.Seen(form, answers);
            Items<Need> needs = [.. path.SelectMany(q => q.Needs(answers)).Distinct().Where(n => !at.Facts.Has(n))];
            if (needs.Count > 0)
            {
                return new Decision.Lacking(needs);
            }

            prompt = Review(at, form, path, answers, turn);
        }

        var next = at.Was with { Turn = turn, Phase = filling };
        return new Decision.Taken(new Turn(next, [.. first, prompt, new WakeAt(at.Now + Patience, turn)]));
    }

    private Review Review(Moment at, Form form, Items<Question> path, Answers answers, TurnNo turn)
    {
        var asking = Asking(at, answers);
        return new Review(
            form.Id,
            Words.Of($"{form.Key}.title"),
            [.. path.Select(q => new ReviewLine(q.Id, Words.Of($"{q.Key}.name"), q.Class == DataClass.Personal ? Words.Of("review.personal") : q.Show(answers[q.Id]!, asking)))],
            path.Where(q => q.Class == DataClass.Open).Select(q => q.Total(answers[q.Id]!, asking)).FirstOrDefault(t => t is not null),
            turn)
        { Send = Words.Of($"{form.ReviewKey}.send"), How = Words.Of($"{form.ReviewKey}.how") };
    }

    /// <summary>Leaves the form in hand until the desk has spoken; answers off the path are pruned.</summary>
    private Decision.Taken Submitted(Moment at, Filling f, params ReadOnlySpan<Effect> first)
    {
        var form = forms[f.Draft.Form];
        var reached = Journey.Path(form, f.Draft.Answers).Concat(form.Questions.Where(q => q is PhotoQuestion { TakesAnytime: true })).Select(q => q.Id);
        var next = at.Was with { Turn = at.Was.Turn.Following(), Phase = f with { Revisiting = null, Misreads = 0 } };
        return new Decision.Taken(new Turn(next, [.. first, new Submit(f.Draft.Form, f.Draft.Answers.Only(reached))]));
    }

    /// <summary>Stands outside any form.</summary>
    private static Decision.Taken Rest(Moment at, Rested? shelved, params ReadOnlySpan<Effect> effects)
    {
        var next = at.Was with { Turn = at.Was.Turn.Following(), Phase = new Idle(), Shelved = shelved };
        return new Decision.Taken(new Turn(next, [.. effects, .. Alarm(next)]));
    }

    /// <summary>Says something and asks again where one stands.</summary>
    private Decision Standing(Moment at, params ReadOnlySpan<Effect> effects) => at.Was.Phase is Filling f
        ? Prompted(at, f, effects)
        : Rest(at, at.Was.Shelved, effects);

    private static Decision.Taken Nothing(Conversation next) => new(new Turn(next, []));

    private static IEnumerable<Effect> Alarm(Conversation next) =>
        next.Shelved is { } shelved ? [new WakeAt(shelved.At + Keeping, next.Turn)] : [];

    /// <summary>A form that only shows something is let go; it must not push a half-filled one off the shelf.</summary>
    private Rested? Shelve(Filling f, Moment at) => IsKept(f) ? new(f.Draft, at.Now) : at.Was.Shelved;

    private bool IsKept(Filling f) => forms[f.Draft.Form].Reviewed;

    private static Say Told(string phrase, params ReadOnlySpan<Button> buttons) => new(Words.Of(phrase), [.. buttons]);

    private Filling Answered(Filling f, Question question, Answer answer)
    {
        var answers = f.Draft.Answers;
        var old = answer == answers[question.Id] ? [] : forms[f.Draft.Form].Questions.Where(q => q.Beside.Contains(question.Id));
        return f with
        {
            Draft = f.Draft with { Answers = old.Aggregate(answers, (rest, q) => rest.Without(q.Id)).With(question.Id, answer) },
            Revisiting = question.IsWhole(answer) ? null : f.Revisiting,
            Misreads = 0,
        };
    }

    private static ReadOnlySpan<Effect> Photos(Answer answer) =>
        answer is Answer.Photos(var photos) ? photos.Select(Effect (p) => new FetchPhoto(p)).ToArray() : [];

    private Asking Asking(Moment at, Answers answers) => new(answers, at.Facts, words, at.Was.Speaks, at.Now);

    private static Decision.Lacking? Lacks(Moment at, Question question, Answers answers)
    {
        Items<Need> needs = [.. question.Needs(answers).Where(n => !at.Facts.Has(n))];
        return needs.Count > 0 ? new Decision.Lacking(needs) : null;
    }
}
