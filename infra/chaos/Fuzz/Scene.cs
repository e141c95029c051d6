using Bot.Chaos.Simulation;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Rendering;

namespace Bot.Chaos.Fuzz;

/// <summary>A town with talks that stand in all sorts of places, into which hostile input is put. Nothing of it changes.</summary>
internal sealed class Scene
{
    private const int Talks = 200;
    private const int MostRounds = 6;
    private const string Link = "f/0123456789012345678901234567890123456789012";

    private static readonly Renderer Renderer = new(new Uri("https://machi.example/"));

    private readonly (Row Row, World World)[] _talks;

    public Scene(DemoTown town)
    {
        Town = town;
        _talks = [.. Enumerable.Range(1, Talks).Select(i => new SimulatedTalk((ulong)i, town, [new Release(0, town.Talk.Forms, town.Talk.Words)]).Halfway())];
    }

    public static DateTimeOffset Now { get; } = new(2026, 12, 1, 12, 0, 0, TimeSpan.FromHours(9));

    public DemoTown Town { get; }

    public (Conversation Was, World World) Talk(Dice dice)
    {
        var (row, world) = dice.Among(_talks);
        return (ConversationCodec.Read(row.Turn, row.State), world);
    }

    /// <summary>Takes the turn, stores what comes of it and draws what is said; LINE must take it.</summary>
    /// <returns>How the talk stands then.</returns>
    public Conversation Take(Conversation was, World world, Input input, string cause)
    {
        var decider = Town.Talk.Decider;
        var turn = Settle(world, facts => decider.Decide(was, input, facts, Now));
        if (turn.Effects.OfType<Effect.Submit>().SingleOrDefault() is { } submit)
        {
            var (after, verdict) = world.Take(submit, NamedGuid.From(cause, "bulky-waste"), Now);
            var end = Settle(after, facts => decider.Conclude(turn.Next, submit, verdict, facts, Now));
            turn = new Turn(end.Next, [.. turn.Effects, .. end.Effects]);
        }

        var next = turn.Next;
        Checker.Must(ConversationCodec.Read(next.Turn.Value, ConversationCodec.Write(next)) == next, "the stored conversation reads back as another");
        var messages = Renderer.Messages(turn.Effects, Town.Talk.Words, next.Speaks, Town.Profile, _ => Link);
        if (messages.Count > 0)
        {
            var faults = LineLimits.RequestFaults(LineEnvelope.Array(messages));
            Checker.Must(faults.Count == 0, $"LINE would refuse: {string.Join("; ", faults)}");
        }

        return next;
    }

    private static Turn Settle(World world, Func<Facts, Decision> decide)
    {
        var known = Facts.None;
        for (var round = 0; round < MostRounds; round++)
        {
            switch (decide(known))
            {
                case Decision.Taken(var turn):
                    return turn;
                case Decision.Lacking(var needs):
                    known = needs.Aggregate(known, (facts, need) => facts.With(need, world.Fact(need, Now)));
                    break;
            }
        }

        throw new Violation("the decision kept asking for facts");
    }
}
