using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Chaos.Simulation;

/// <summary>What must hold in every turn of every talk, whatever the weather.</summary>
internal sealed class Checker(Wordbook words)
{
    private static readonly TimeSpan Longest = Decider.Patience + TimeSpan.FromSeconds(1);

    /// <summary>Drawing bubbles and deciding twice cost more than the turn itself; one of so many is drawn and decided twice.</summary>
    private const int Thorough = 10;

    private readonly List<string> _secrets = [];
    private readonly Fingerprint _trace = new();
    private int _asked;

    public Wordbook Words => words;

    public ulong Trace => _trace.Value;

    /// <summary>The bubble that the resident saw last, as far as it was committed.</summary>
    public Effect? Bubble { get; private set; }

    /// <summary>Something personal was told to our page; no message may ever hold it.</summary>
    public void Hide(string secret) => _secrets.Add(secret);

    public bool IsQuick() => _asked++ % Thorough != 0;

    public void Check(TurnTaken turn)
    {
        Counts(turn);
        Alarms(turn);
        Submissions(turn);
        new KeptAnswers(turn, words).Check();
    }

    /// <summary>Of what LINE is sent: at most five messages that it takes, and nothing personal.</summary>
    public void Said(IReadOnlyList<LineMessage> messages)
    {
        Must(messages.Count <= LineLimits.MessagesARequest, "more than five messages");
        var body = LineEnvelope.Array(messages);
        Quiet(Encoding.UTF8.GetString(body.Span));
        var faults = LineLimits.RequestFaults(body);
        Must(faults.Count == 0, $"LINE would refuse: {string.Join("; ", faults)}");
    }

    /// <summary>The same of words that are not drawn; as long as nobody has told anything personal, nothing can be read out.</summary>
    public void Said(IReadOnlyList<Words> said, Language language)
    {
        _trace.Add(said.Count);
        if (_secrets.Count > 0)
        {
            said.ToList().ForEach(w => Quiet(words.Say(w, language)));
        }
    }

    private void Quiet(string text) =>
        Must(_secrets.TrueForAll(secret => !text.Contains(secret, StringComparison.Ordinal)), "a personal answer is read out in the talk");

    public void Committed(Row row, Conversation conversation, IReadOnlyList<TurnTaken> turns, IReadOnlyList<Sent> sent, bool rang)
    {
        Must(ConversationCodec.Read(row.Turn, row.State) == conversation, "the stored conversation reads back as another");
        Must(conversation is { Phase: Phase.Idle, Shelved: null } || row.WakeAt is not null && row.WakeTurn == row.Turn, "a draft is kept without an alarm that would end it");
        Must(!(rang && conversation.Phase is Phase.Filling && turns.All(t => t.Input is Input.Rang)), "the alarm rang and the draft still lies open");
        Bubble = turns.Count > 0 ? turns[^1].BubbleAfter : Bubble;
        _trace.Add(row.Turn);
        _trace.Add((row.State ?? default).Span);
        foreach (var one in sent)
        {
            _trace.Add(one.Id.ToByteArray());
            _trace.Add(one.Body.Span);
        }
    }

    private static void Counts(TurnTaken turn)
    {
        var (was, next) = (turn.Was.Turn.Value, turn.Turn.Next.Turn.Value);
        Must(next >= was && next <= was + 2, "turns do not count up");
        Must(next > was || turn.Turn.Effects.All(e => e is Effect.Forget), "something happens in a turn that does not count");
        Must(turn.Input is Input.Rang or Input.Left or Input.Learned or Input.Unsent || turn.Turn.Effects.Any(IsSpoken), "a resident who speaks is met with silence");
        foreach (var draft in Drafts(turn.Turn.Next))
        {
            var form = turn.Release.Forms[draft.Form];
            _ = Journey.Open(form, draft.Answers);
            Must(draft.Version == form.Version, "a draft is left at an old version of its form");
        }
    }

    private static void Alarms(TurnTaken turn)
    {
        var (next, alarms) = (turn.Turn.Next, turn.Turn.Effects.OfType<Effect.WakeAt>().ToList());
        if (next.Turn == turn.Was.Turn)
        {
            return;
        }

        Must(alarms.Count == (next is { Phase: Phase.Idle, Shelved: null } ? 0 : 1), "an open draft has not exactly one alarm");
        Must(alarms.TrueForAll(a => a.SetAt == next.Turn), "the alarm belongs to another turn");
        Must(next.Phase is Phase.Idle || alarms[0].At <= turn.Now + Longest, "a draft may lie open too long");
        Must(next.Phase is Phase.Filling || next.Shelved is not { } shelved || alarms[0].At <= shelved.At + Decider.Keeping, "a resting draft is kept too long");
        Must(turn.Input is not Input.Rang || next.Phase is Phase.Idle, "an alarm opens a draft");
    }

    private void Submissions(TurnTaken turn)
    {
        Must(turn.Turn.Effects.Count(e => e is Effect.Submit) <= 1, "one turn submits twice");
        if (turn.Submit is not { } submit)
        {
            return;
        }

        var form = turn.Release.Forms[submit.Form];
        var path = Journey.Path(form, submit.Answers).Concat(form.Questions.Where(q => q is PhotoQuestion { TakesAnytime: true })).Select(q => q.Id).ToHashSet();
        Must(Journey.Open(form, submit.Answers) is null && submit.Answers.Each.All(a => path.Contains(a.Question)), "a form is handed in that is not whole, or with answers off its path");
        // A form without a review is through as soon as a release leaves nothing to ask, whatever is tapped then.
        Must(!IsStale(turn) || !form.Reviewed && Drafts(turn.Was).Any(d => d.Form == form.Id && d.Version != form.Version), "a stale tap submits");
        // What rests can be sent off by the button of its own review; also when a release has taken away what was in hand.
        var rests = turn.Was.Phase is not Phase.Filling { Draft: var open } || !turn.Release.Forms.ContainsKey(open.Form);
        Must(!form.Reviewed || turn.Bubble is Effect.Review || rests, "a form is handed in whose review was not shown");
        Must(!form.Reviewed || IsConsent(turn.Input), "a form is handed in without consent");
    }

    private bool IsConsent(Input input) => input switch
    {
        Input.Tapped(var key) => TapKey.Parse(key) is { Key: "ok" },
        Input.Said(var text) => words.Hears("confirm", text),
        _ => false,
    };

    /// <summary>Whether this is a tap on anything but the latest bubble of the form in hand; one that the town has withdrawn is in hand no more.</summary>
    internal static bool IsStale(TurnTaken turn)
    {
        var key = turn.Input switch { Input.Tapped(var tapped) => tapped, Input.PickedDate(var picked, _) => picked, _ => null };
        var draft = Drafts(turn.Was).FirstOrDefault(d => turn.Release.Forms.ContainsKey(d.Form));
        return key is not null && TapKey.Parse(key) is { } tap && (draft is null || tap.Form != draft.Form || tap.AskedAt != draft.AskedAt);
    }

    internal static IEnumerable<Draft> Drafts(Conversation conversation)
    {
        if (conversation.Phase is Phase.Filling filling)
        {
            yield return filling.Draft;
        }

        if (conversation.Shelved is { } shelved)
        {
            yield return shelved.Draft;
        }
    }

    internal static void Must(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new Violation(otherwise);
        }
    }

    private static bool IsSpoken(Effect effect) => effect is Effect.Say or Effect.Ask or Effect.Review or Effect.OpenPage or Effect.Show;
}
