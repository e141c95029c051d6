using Bot.Domain.Conversations;
using Bot.Domain.DamageReports;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Disasters;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Tells which roads are closed.</summary>
public static class ClosureDesk
{
    public static async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop) =>
        new Verdict.Accepted(Guid.Empty, [ClosureWords.List(await ClosureTable.Of(turn.Transaction, turn.Town, turn.Now, stop), turn.Now)]);
}
