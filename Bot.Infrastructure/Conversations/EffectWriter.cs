using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Conversations;

/// <summary>Turns effects into rows: what is said becomes one LINE request, the rest becomes jobs, all in the turn's transaction.</summary>
public sealed class EffectWriter(PageLinks links, Renderer renderer)
{
    /// <param name="heard">The event that is answered; <c>null</c> when we speak unasked.</param>
    /// <param name="made">Takes the links that were made; their rows go in once for the whole batch.</param>
    public async Task<IReadOnlyList<OutboxRow>> Write(
        TownTalk talk, TurnContext turn, Language language, Items<Effect> effects, InboxEvent? heard, List<NewPageLink> made, CancellationToken stop)
    {
        var rows = new List<OutboxRow>(2);
        string? page = null;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.OpenPage open:
                    (page, var link) = links.Make(turn.Town, turn.Resident, turn.Cause, open, language, turn.Now);
                    made.Add(link);
                    break;
                case Effect.SetMenu(var spoken):
                    rows.Add(Job(turn, LineKinds.Menu, "menu", LineTasks.Menu(TownMenu.NameFor(spoken, talk.Profile))));
                    break;
                case Effect.LearnLanguage:
                    rows.Add(Job(turn, LineKinds.Profile, "profile", "{}"u8.ToArray()));
                    break;
                case Effect.FetchPhoto(var content):
                    // Of nobody: several pictures sent together are fetched side by side, and one that LINE does not have ready holds up no other.
                    rows.Add(Job(turn, LineKinds.Content, $"content/{content}", LineTasks.Content(content, turn.Resident.Value)) with { Citizen = null });
                    break;
                case Effect.Forget(var message):
                    await PhotoTable.Erase(turn.Transaction, turn.Town, message, turn.Now, stop);
                    break;
                case Effect.CallStaff(var form):
                    await StaffCallTable.Add(turn.Transaction, turn.Town, NamedGuid.From(turn.Cause, "staff"), turn.Resident, form, turn.Now, stop);
                    break;
            }
        }

        if (renderer.Render(effects, talk.Words, language, talk.Profile, _ => page!) is { } body)
        {
            rows.Add(new OutboxRow(
                NamedGuid.From(turn.Cause, "messages"), turn.Resident, Lane.Reply, LineKinds.Messages, body, heard?.ReplyToken, heard?.ReplyUntil, turn.Now));
        }

        return rows;
    }

    private static OutboxRow Job(TurnContext turn, string kind, string part, ReadOnlyMemory<byte> body) =>
        new(NamedGuid.From(turn.Cause, part), turn.Resident, Lane.Notice, kind, body, ReplyToken: null, ReplyUntil: null, turn.Now);
}
