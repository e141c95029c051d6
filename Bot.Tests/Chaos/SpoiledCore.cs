using Bot.Chaos.Simulation;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;

namespace Bot.Tests.Chaos;

/// <summary>The real core with one thing wrong, before it decides or afterwards.</summary>
internal sealed record SpoiledCore(ICore Real) : ICore
{
    public Func<Conversation, Input, (Conversation, Input)> Before { get; init; } = (was, input) => (was, input);

    public Func<Conversation, Input, Turn, Turn> After { get; init; } = (_, _, turn) => turn;

    public Func<Conversation, Turn, Turn> Concluded { get; init; } = (_, turn) => turn;

    public Decision Decide(Conversation was, Input input, Facts facts, DateTimeOffset now)
    {
        var (seen, heard) = Before(was, input);
        return Real.Decide(seen, heard, facts, now) is Decision.Taken(var turn) ? new Decision.Taken(After(was, input, turn)) : Real.Decide(seen, heard, facts, now);
    }

    public Decision Conclude(Conversation submitted, Effect.Submit form, Verdict verdict, Facts facts, DateTimeOffset now) =>
        Real.Conclude(submitted, form, verdict, facts, now) is Decision.Taken(var turn) ? new Decision.Taken(Concluded(submitted, turn)) : Real.Conclude(submitted, form, verdict, facts, now);

    /// <summary>Every spoiled core by what is wrong with it, and the words in which the checker says so.</summary>
    public static IReadOnlyDictionary<string, (Func<Release, ICore> Core, string Said)> All { get; } = new Dictionary<string, (Func<Release, ICore>, string)>(StringComparer.Ordinal)
    {
        ["old buttons act"] = (r => new SpoiledCore(r.Core) { Before = (was, input) => (was, Fresh(was, input)) }, "changed by itself|stale tap"),
        ["no alarm is set"] = (r => new SpoiledCore(r.Core) { After = (_, _, turn) => turn with { Effects = [.. turn.Effects.Where(e => e is not Effect.WakeAt)] } }, "alarm"),
        ["a draft lies open for an hour"] = (r => new SpoiledCore(r.Core) { After = (_, _, turn) => turn with { Effects = [.. turn.Effects.Select(e => e is Effect.WakeAt w ? w with { At = w.At.AddMinutes(30) } : e)] } }, "too long"),
        ["an alarm is slept through"] = (r => new SpoiledCore(r.Core) { After = (was, input, turn) => input is Input.Rang ? new Turn(was, []) : turn }, "alarm|left over"),
        ["what the page was told is read out"] = (r => new SpoiledCore(r.Core) { After = (_, input, turn) => input is Input.Filled page ? turn with { Effects = [.. page.Answers.Each.Select(a => a.Answer).OfType<Answer.Words>().Select(a => new Effect.Say(new Words.Plain(a.Text))), .. turn.Effects] } : turn }, "read out"),
        ["another language costs an answer"] = (r => new SpoiledCore(r.Core) { After = (_, input, turn) => input is Input.Tapped("language:en") ? turn with { Next = Forgetful(turn.Next) } : turn }, "changed by itself"),
        ["what a page says of open questions is believed"] = (r => new SpoiledCore(r.Core) { After = (was, input, turn) => input is Input.Filled page ? turn with { Next = Believing(turn.Next, page) } : turn }, "changed by itself"),
        ["whatever is said at the review is consent"] = (r => new SpoiledCore(r.Core) { Before = (was, input) => (was, input is Input.Said && was.Phase is Phase.Filling { Revisiting: null, Draft.Asked.Question: null } ? new Input.Said("送信") : input) }, "without consent"),
        ["a form that was accepted stays open"] = (r => new SpoiledCore(r.Core) { Concluded = (submitted, turn) => turn with { Next = submitted } }, "alarm|twice"),
        ["two decisions differ"] = (r => Counting(r.Core), "decided twice"),
        ["starting another service loses the first"] = (r => new SpoiledCore(r.Core) { After = (_, input, turn) => input is Input.Tapped("start:bulky-waste-fees") ? turn with { Next = turn.Next with { Shelved = null } } : turn }, "is lost"),
        ["a picture taken back breaks the turn"] = (r => new SpoiledCore(r.Core) { Before = (was, input) => input is Input.Unsent && was.Phase is Phase.Filling ? throw new FormatException("broken") : (was, input) }, "FormatException"),
    };

    private static SpoiledCore Counting(ICore real)
    {
        var calls = 0;
        return new SpoiledCore(real) { After = (_, _, turn) => turn.Effects.Count > 0 && ++calls % 3 == 0 ? turn with { Effects = [new Effect.Say(new Words.Plain("?")), .. turn.Effects] } : turn };
    }

    private static Input Fresh(Conversation was, Input input) =>
        input is Input.Tapped(var key) && TapKey.Parse(key) is { } tap && was.Phase is Phase.Filling { Draft: var draft } && draft.Form == tap.Form
            ? new Input.Tapped((tap with { AskedAt = draft.AskedAt }).ToString())
            : input;

    private static Conversation Forgetful(Conversation next) => next.Phase is Phase.Filling f && f.Draft.Answers.Count > 0
        ? next with { Phase = f with { Draft = f.Draft with { Answers = f.Draft.Answers.Without(f.Draft.Answers.Each.First().Question) } } }
        : next;

    private static Conversation Believing(Conversation next, Input.Filled page) => next.Phase is Phase.Filling f && f.Draft.Began == page.Began
        ? next with { Phase = f with { Draft = f.Draft with { Answers = page.Answers.Each.Aggregate(f.Draft.Answers, (sum, a) => sum.With(a.Question, a.Answer)) } } }
        : next;
}
