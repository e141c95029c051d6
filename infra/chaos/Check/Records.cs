namespace Bot.Chaos.Check;

/// <summary>What the bot's database holds once everything is quiet.</summary>
public sealed record Records(
    IReadOnlyList<LedgerSql.InboxRow> Inbox, IReadOnlyList<LedgerSql.OutboxRow> Outbox,
    IReadOnlyList<LedgerSql.ConversationRow> Conversations, IReadOnlyList<LedgerSql.RequestRow> Requests)
{
    /// <param name="since">Rows from then on; a little early does no harm.</param>
    public static async Task<Records> Read(string admin, DateTimeOffset since, CancellationToken stop) => new(
        await LedgerSql.Inbox(admin, since, stop),
        await LedgerSql.Outbox(admin, since, stop),
        await LedgerSql.Conversations(admin, stop),
        await LedgerSql.Requests(admin, stop));
}
