using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Rendering;

namespace Bot.Chaos.Simulation;

/// <summary>One turn as it was taken, whether or not it was committed.</summary>
/// <param name="Decided">What the core said first; with a submission, before the desk spoke.</param>
internal sealed record TurnTaken(
    Release Release, Conversation Was, Input Input, Turn Decided, Turn Turn, Effect.Submit? Submit, Verdict? Verdict, DateTimeOffset Now)
{
    /// <summary>What was asked or read back last before this turn.</summary>
    public Effect? Bubble { get; init; }

    /// <summary>What is asked or read back after it.</summary>
    public Effect? BubbleAfter => Turn.Effects.LastOrDefault(e => e is Effect.Ask or Effect.Review or Effect.OpenPage) ?? (Turn.Next.Turn == Was.Turn ? Bubble : null);
}


/// <summary>When the database's clock and the process's own stand at a pass of the worker, and whether the process dies in it.</summary>
/// <param name="DiesBefore">Before its writes are committed, after so many of them; <c>null</c> when it lives.</param>
internal sealed record Pass(Release Release, DateTimeOffset Database, DateTimeOffset Process, int? DiesBefore);

/// <summary>Ways in which a pipeline may be wrong; all false is how ours is. Tests switch one on to see that it is found.</summary>
internal sealed record Habits
{
    public bool ForgetsIds { get; init; }

    public bool WritesApart { get; init; }

    public bool KeysByPart { get; init; }
}

/// <summary>Takes what waits for the resident as the product's runner does: all turns of a pass and all they write are one transaction.</summary>
internal sealed class Worker(DemoTown town, Habits habits, Checker checker)
{
    private const int MostRounds = 6;
    private const string Link = "f/0123456789012345678901234567890123456789012";

    private static readonly Renderer Renderer = new(new Uri("https://machi.example/"));

    /// <summary>The turns that were committed.</summary>
    public IReadOnlyList<TurnTaken> Work(Store store, Pass pass)
    {
        var (events, row, world) = (store.Pending(), store.Row, store.World);
        var due = row.WakeAt <= pass.Database;
        if (events.Count == 0 && !due)
        {
            return [];
        }

        var was = ConversationCodec.Read(row.Turn, row.State);
        var (conversation, wake) = (was, (row.WakeAt, row.WakeTurn));
        var (taken, sent, handedIn) = (new List<TurnTaken>(), new List<Sent>(), new List<(FormId, TurnNo)>());
        foreach (var (input, cause) in Inputs(events, due, row))
        {
            var turn = Take(pass, conversation, input, cause, ref world) with { Bubble = taken.Count > 0 ? taken[^1].BubbleAfter : checker.Bubble };
            Check(turn);
            foreach (var join in turn.Turn.Effects.OfType<Effect.Join>())
            {
                Checker.Must(world.Accepted.Contains(join.Submission), "what comes later joins something that was never taken");
            }

            if (turn.Turn.Next.Turn != conversation.Turn)
            {
                var alarm = turn.Turn.Effects.OfType<Effect.WakeAt>().SingleOrDefault();
                wake = (alarm?.At, alarm?.SetAt.Value);
            }

            if (turn.Verdict is Verdict.Accepted)
            {
                handedIn.Add((turn.Submit!.Form, ((Phase.Filling)turn.Decided.Next.Phase).Draft.Began));
            }

            conversation = turn.Turn.Next;
            sent.AddRange(Written(cause, conversation, turn.Turn.Effects));
            taken.Add(turn);
        }

        if (due && wake.WakeTurn == row.WakeTurn && wake.WakeAt <= pass.Process)
        {
            wake = (null, null);
        }

        var next = new Row(conversation.Turn.Value, conversation == was ? row.State : ConversationCodec.Write(conversation), wake.WakeAt, wake.WakeTurn);
        if (pass.DiesBefore is { } writes)
        {
            if (habits.WritesApart)
            {
                sent.Take(writes).ToList().ForEach(store.Add);
            }

            return [];
        }

        sent.ForEach(store.Add);
        handedIn.ForEach(d => store.HandIn(d.Item1, d.Item2));
        (store.Row, store.World) = (next, world);
        store.Done(events);
        checker.Committed(next, conversation, taken, sent, due);
        return taken;
    }

    private void Check(TurnTaken turn)
    {
        try
        {
            checker.Check(turn);
        }
        catch (Violation wrong)
        {
            throw new Violation($"{wrong.Message}, upon {turn.Input}", wrong);
        }
    }

    private IEnumerable<(Input Input, string Cause)> Inputs(IReadOnlyList<Heard> events, bool due, Row row)
    {
        foreach (var heard in events)
        {
            yield return (heard.Input, $"{town.Profile.Id.Value}/{heard.Id}");
        }

        if (due && row.WakeTurn is { } set)
        {
            yield return (new Input.Rang(new TurnNo(set)), $"{town.Profile.Id.Value}/U1/alarm/{set}");
        }
    }

    private TurnTaken Take(Pass pass, Conversation was, Input input, string cause, ref World world)
    {
        var (before, core) = (world, pass.Release.Core);
        var decided = Settle(before, pass.Process, facts => core.Decide(was, input, facts, pass.Process));
        var submits = decided.Effects.OfType<Effect.Submit>().ToList();
        if (submits.Count == 0)
        {
            return new(pass.Release, was, input, decided, decided, null, null, pass.Process);
        }

        var (after, verdict) = before.Take(submits[0], NamedGuid.From(cause, submits[0].Form.Value), pass.Process);
        world = verdict is Verdict.Accepted accepted ? after with { Accepted = after.Accepted.Add(accepted.Submission) } : after;
        var end = Settle(after, pass.Process, facts => core.Conclude(decided.Next, submits[0], verdict, facts, pass.Process));
        return new(pass.Release, was, input, decided, new Turn(end.Next, [.. decided.Effects, .. end.Effects]), submits[0], verdict, pass.Process);
    }

    /// <summary>Decides, and now and then decides again with the same knowledge: the second decision must be the first.</summary>
    private Turn Settle(World world, DateTimeOffset now, Func<Facts, Decision> decide)
    {
        var known = Facts.None;
        for (var round = 0; round < MostRounds; round++)
        {
            switch (decide(known))
            {
                case Decision.Taken(var turn):
                    return checker.IsQuick() || decide(known) is Decision.Taken(var again) && again == turn ? turn : throw new Violation("the same turn decided twice is not the same");
                case Decision.Lacking(var needs):
                    known = needs.Count > 0 && needs.All(n => !known.Has(n))
                        ? needs.Aggregate(known, (facts, need) => facts.With(need, world.Fact(need, now)))
                        : throw new Violation("the decision asks for what it has");
                    break;
            }
        }

        throw new Violation("the decision kept asking for facts");
    }

    /// <summary>What the product's writer makes of effects, with the same keys.</summary>
    private List<Sent> Written(string cause, Conversation conversation, Items<Effect> effects)
    {
        var rows = new List<Sent>(2);
        foreach (var effect in effects)
        {
            var part = effect switch
            {
                Effect.SetMenu => "menu",
                Effect.LearnLanguage => "profile",
                Effect.FetchPhoto(var content) => $"content/{content}",
                Effect.CallStaff => "staff",
                _ => null,
            };
            if (part is not null)
            {
                rows.Add(new(Key(cause, part), cause, part, ReadOnlyMemory<byte>.Empty));
            }
        }

        if (checker.IsQuick())
        {
            var words = effects.SelectMany(SpokenWords.Of).ToList();
            if (words.Count > 0)
            {
                checker.Said(words, conversation.Speaks);
                rows.Add(new(Key(cause, "messages"), cause, "messages", ReadOnlyMemory<byte>.Empty));
            }

            return rows;
        }

        var messages = Renderer.Messages(effects, checker.Words, conversation.Speaks, town.Profile, _ => Link);
        if (messages.Count > 0)
        {
            checker.Said(messages);
            rows.Add(new(Key(cause, "messages"), cause, "messages", LineEnvelope.Write(true, messages)));
        }

        return rows;
    }

    private Guid Key(string cause, string part) => NamedGuid.From(habits.KeysByPart ? "" : cause, part);
}
