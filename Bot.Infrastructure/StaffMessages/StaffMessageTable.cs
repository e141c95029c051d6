using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>A message on its way to one recipient.</summary>
/// <param name="Id">Also its row's in the outbox.</param>
public sealed record SentMessage(
    Guid Id, Guid Batch, string Department, MessageReason Reason, string Channel, string Recipient, string Subject, int Cases, DateTimeOffset MadeAt, Guid? AgainOf = null);

/// <summary>A message, and what became of it.</summary>
/// <param name="Failure">Why the last try failed, or why it was given up.</param>
/// <param name="IsAgain">It was sent again as another message.</param>
public sealed record ShownMessage(SentMessage Message, DateTimeOffset? SentAt, DateTimeOffset? FailedAt, string? Failure, int Attempts, bool IsAgain);

/// <summary>What was sent to staff, as long as the outbox remembers it.</summary>
public static class StaffMessageTable
{
    /// <returns>Whether it is new.</returns>
    internal static async Task<bool> Add(NpgsqlTransaction tx, TownId town, SentMessage m, CancellationToken stop)
    {
        const string sql = """
            insert into staff_message (town_id, message_id, batch, department, reason, channel, recipient, subject, cases, made_at, again_of)
            values (@town, @Id, @Batch, @Department, @reason, @Channel, @Recipient, @Subject, @Cases, @MadeAt, @AgainOf)
            on conflict (town_id, message_id) do nothing
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new { town, m.Id, m.Batch, m.Department, reason = Code(m.Reason), m.Channel, m.Recipient, m.Subject, m.Cases, m.MadeAt, m.AgainOf },
            tx,
            cancellationToken: stop)) == 1;
    }

    /// <summary>When each department last got a message of each kind.</summary>
    internal static async Task<IReadOnlyDictionary<string, LastMessages>> Last(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select department, max(made_at) filter (where reason = 'new') as new, max(made_at) filter (where reason = 'danger') as danger,
                   max(made_at) filter (where reason = 'overdue') as overdue
              from staff_message where town_id = @town and again_of is null group by department
            """;

        return (await tx.Connection!.QueryAsync<LastRow>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)))
            .ToDictionary(r => r.Department, r => new LastMessages(r.New, r.Danger, r.Overdue is { } at ? JapanTime.Day(at) : null), StringComparer.Ordinal);
    }

    /// <summary>The newest of a department, with what became of them.</summary>
    public static Task<IReadOnlyList<ShownMessage>> Latest(NpgsqlTransaction tx, TownId town, string department, int most, CancellationToken stop)
    {
        const string sql = $"""
            {Shown} where m.town_id = @town and m.department = @department order by m.made_at desc, m.message_id limit @most
            """;

        return Read(tx, sql, new { town, department, most }, stop);
    }

    /// <summary>One message; <c>null</c> when the town has none of that id.</summary>
    public static async Task<ShownMessage?> One(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"""
            {Shown} where m.town_id = @town and m.message_id = @id
            """;

        return (await Read(tx, sql, new { town, id }, stop)).SingleOrDefault();
    }

    /// <summary>How many messages of each department did not arrive and were not sent again.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> Failed(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select m.department, count(*)::int as count
              from staff_message m join outbox o on (o.town_id, o.outbox_id) = (m.town_id, m.message_id)
             where m.town_id = @town and o.failed_at is not null
               and not exists (select from staff_message a where a.town_id = m.town_id and a.again_of = m.message_id)
             group by m.department
            """;

        return (await tx.Connection!.QueryAsync<(string Department, int Count)>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)))
            .ToDictionary(r => r.Department, r => r.Count, StringComparer.Ordinal);
    }

    /// <summary>Deletes a page of messages made before a moment; answers how many.</summary>
    internal static Task<int> Forget(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int page, CancellationToken stop)
    {
        const string sql = """
            with c as materialized (
                select message_id from staff_message where town_id = @town and made_at < @before limit @page)
            delete from staff_message t using c where t.town_id = @town and t.message_id = c.message_id
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, before, page }, tx, cancellationToken: stop));
    }

    private const string Shown = """
        select m.message_id, m.batch, m.department, m.reason, m.channel, m.recipient, m.subject, m.cases, m.made_at, m.again_of,
               o.sent_at, o.failed_at, o.failure, coalesce(o.attempts, 0) as attempts,
               exists (select from staff_message a where a.town_id = m.town_id and a.again_of = m.message_id) as is_again
          from staff_message m left join outbox o on (o.town_id, o.outbox_id) = (m.town_id, m.message_id)
        """;

    private static string Code(MessageReason reason) => reason switch
    {
        MessageReason.New => "new",
        MessageReason.Danger => "danger",
        MessageReason.Unread => "unread",
        MessageReason.Overdue => "overdue",
        _ => "test",
    };

    private static async Task<IReadOnlyList<ShownMessage>> Read(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
    [
        .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).Select(r => new ShownMessage(
            new SentMessage(r.MessageId, r.Batch, r.Department, Enum.Parse<MessageReason>(r.Reason, ignoreCase: true), r.Channel, r.Recipient, r.Subject, r.Cases, r.MadeAt, r.AgainOf),
            r.SentAt, r.FailedAt, r.Failure, r.Attempts, r.IsAgain)),
    ];

    private sealed record LastRow(string Department, DateTimeOffset? New, DateTimeOffset? Danger, DateTimeOffset? Overdue);

    private sealed record Row(
        Guid MessageId, Guid Batch, string Department, string Reason, string Channel, string Recipient, string Subject, int Cases, DateTimeOffset MadeAt, Guid? AgainOf,
        DateTimeOffset? SentAt, DateTimeOffset? FailedAt, string? Failure, int Attempts, bool IsAgain);
}
