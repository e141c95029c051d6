using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;

namespace Bot.Chaos.Simulation;

/// <summary>The core as the pipeline sees it; tests put spoiled ones in its place, to see that they are found.</summary>
internal interface ICore
{
    Decision Decide(Conversation was, Input input, Facts facts, DateTimeOffset now);

    Decision Conclude(Conversation submitted, Effect.Submit form, Verdict verdict, Facts facts, DateTimeOffset now);
}

/// <summary>The real one.</summary>
internal sealed class Core(Decider decider) : ICore
{
    public Decision Decide(Conversation was, Input input, Facts facts, DateTimeOffset now) => decider.Decide(was, input, facts, now);

    public Decision Conclude(Conversation submitted, Effect.Submit form, Verdict verdict, Facts facts, DateTimeOffset now) =>
        decider.Conclude(submitted, form, verdict, facts, now);
}
