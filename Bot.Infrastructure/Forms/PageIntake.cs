using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.Forms;

/// <summary>What the page of a one-time link needs of the house: to be opened, and to hand its answers to the talk.</summary>
public sealed class PageIntake(Database database, InboxWriter inbox, Sealer sealer, TimeProvider clock)
{
    /// <summary>A browser asks for the page.</summary>
    public Task<(PageVisit Visit, Answers Before)> Open(TownId town, string token, string? browser, bool opens, CancellationToken stop) =>
        database.InTown(town, async tx =>
        {
            var visit = await PageLinks.Visit(tx, town, token, browser, opens, clock.GetUtcNow(), stop);
            if (visit is not PageVisit.Open(var link))
            {
                return (visit, Answers.None);
            }

            return await DraftSearch.Find(tx, sealer, town, link, stop) is { } draft
                ? (visit, draft.Answers)
                : (new PageVisit.Over(link.Language), Answers.None);
        }, stop);

    /// <summary>A browser sends what was typed; whether it may.</summary>
    public Task<PageVisit> Receive(TownId town, string token, string? browser, CancellationToken stop) =>
        database.InTown(town, tx => PageLinks.Receive(tx, town, token, browser, clock.GetUtcNow(), stop), stop);

    /// <summary>
    /// Hands the answers to the talk, once. The event comes first: after a crash between the two the page is sent again,
    /// and the event that is there already stays as it is.
    /// </summary>
    /// <exception cref="InboxUnavailableException">They may not have been kept; sending again is safe.</exception>
    public async Task Take(TownId town, string token, PageLink link, Answers answers, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var filled = new Input.Filled(link.Form, link.Began, answers);
        await inbox.Write(
            town, [new InboxEvent(link.EventId, link.Citizen, "form", now, now, InputCodec.Write(filled), ReplyToken: null, ReplyUntil: null)], stop);
        await database.InTown(town, tx => PageLinks.Close(tx, town, token, now, stop), stop);
    }
}
