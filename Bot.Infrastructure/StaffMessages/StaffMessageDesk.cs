using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>
/// Looks at a town's open cases and writes the messages that its departments get now. Marks and messages are written in one transaction, department by
/// department under a lock; so any number of processes may look at any time.
/// </summary>
/// <param name="publicBase">Where staff reach the console.</param>
public sealed class StaffMessageDesk(IReadOnlyList<WaitingSource> sources, LiveRegion live, Uri publicBase, TimeProvider clock)
{
    /// <param name="now">By the clock of the database: whose own is wrong must not tell of cases that are not late.</param>
    /// <returns>How many rows were written.</returns>
    public async Task<int> Round(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        var departments = await NoticeRuleTable.Lock(tx, town, stop);
        if (departments.Count == 0)
        {
            return 0;
        }

        var cases = await Waiting(tx, town, departments.Select(d => d.Department).ToHashSet(StringComparer.Ordinal), stop);
        var last = await StaffMessageTable.Last(tx, town, stop);
        var written = 0;
        foreach (var (department, rules, since) in departments)
        {
            var plan = MessagePlan.Of(
                rules, [.. cases[department]], last.GetValueOrDefault(department) ?? new LastMessages(null, null, null), since, now, live.Now.Holidays.Contains);
            foreach (var message in plan)
            {
                written += await Write(tx, town, department, message, Cause(message, now), now, stop);
            }
        }

        return written;
    }

    /// <summary>Tries whether messages arrive, everywhere the department is told.</summary>
    /// <param name="id">Made with the form, so that a form sent twice is one try.</param>
    public Task<int> Test(NpgsqlTransaction tx, TownId town, string department, NoticeRules rules, Guid id, CancellationToken stop)
    {
        var steps = rules.Steps.SelectMany(s => s.Mails).Concat(rules.OnCallAt(clock.GetUtcNow()) is { } turn ? [turn.Mail] : []).Select(a => new Recipient.Mail(a));
        var message = new StaffMessage(MessageReason.Test, 0, [.. MessagePlan.Department(rules).Concat(steps).Distinct()], [], []);
        return Write(tx, town, department, message, $"test/{id:n}", clock.GetUtcNow(), stop);
    }

    /// <summary>Sends once more what did not arrive, as a message of its own.</summary>
    /// <returns>Whether there was something to send.</returns>
    public async Task<bool> Again(NpgsqlTransaction tx, TownId town, ShownMessage failed, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (failed is not { FailedAt: not null, Message: var was } || await OutboxTable.FailedBody(tx, town, was.Id, stop) is not { } body)
        {
            return false;
        }

        var again = was with { Id = NamedGuid.From(was.Id, "again"), MadeAt = now, AgainOf = was.Id };
        if (await StaffMessageTable.Add(tx, town, again, stop))
        {
            await OutboxTable.Add(tx, town, [Row(again, body, was.Reason == MessageReason.Danger, now)], stop);
        }

        return true;
    }

    private async Task<ILookup<string, WaitingCase>> Waiting(NpgsqlTransaction tx, TownId town, HashSet<string> departments, CancellationToken stop)
    {
        var cases = new List<(string Department, WaitingCase Case)>();
        foreach (var source in sources)
        {
            cases.AddRange((await source(tx, town, stop)).Where(c => departments.Contains(c.Department)));
        }

        var told = await ToldTable.Of(tx, town, cases, stop);
        return cases.ToLookup(c => c.Department, c => c.Case with { Told = [.. told[(c.Department, c.Case.Module, c.Case.Subject)]] }, StringComparer.Ordinal);
    }

    private async Task<int> Write(NpgsqlTransaction tx, TownId town, string department, StaffMessage message, string cause, DateTimeOffset now, CancellationToken stop)
    {
        var to = await StaffRecipients.Of(tx, town, department, message.To, stop);
        if (to.Count == 0)
        {
            // Nowhere to send to is no sending: as soon as somebody enters an address it is told.
            return 0;
        }

        var batch = NamedGuid.From($"{town}/{department}", cause);
        var words = new MessageWords(Name(town), new Uri(publicBase, $"/console/{town}/"), department);
        var subject = words.Subject(message);
        var rows = new List<OutboxRow>();
        foreach (var (channel, address, shown) in to)
        {
            var text = channel switch
            {
                "hook" => HookText.Of(message, batch, town, department, words, now),
                "line" => $"{subject}\n\n{words.Text(message)}".TrimEnd(),
                _ => $"{words.Text(message)}\n{words.Foot()}",
            };
            var sent = new SentMessage(NamedGuid.From(batch, $"{channel}/{address}"), batch, department, message.Reason, channel, shown, subject, message.Cases.Count, now);
            if (await StaffMessageTable.Add(tx, town, sent, stop))
            {
                rows.Add(Row(sent, new StaffBody(batch, department, address, subject, text).Write(), message.IsUrgent, now));
            }
        }

        await ToldTable.Add(tx, town, department, batch, [.. message.Cases.Zip(message.Marks).SelectMany(p => p.Second.Select(mark => (p.First, mark)))], now, stop);
        await OutboxTable.Add(tx, town, rows, stop);
        return rows.Count;
    }

    /// <summary>Each mark is set once, so the first case with its marks names the message; a list of what is late is named by its day.</summary>
    private static string Cause(StaffMessage message, DateTimeOffset now) => message.Reason == MessageReason.Overdue
        ? $"overdue/{JapanTime.Day(now):yyyy-MM-dd}"
        : $"{message.Reason}/{message.Cases[0].Module}/{message.Cases[0].Subject}/{string.Join('+', message.Marks[0])}";

    private static OutboxRow Row(SentMessage sent, ReadOnlyMemory<byte> body, bool isUrgent, DateTimeOffset now) =>
        new(sent.Id, null, isUrgent ? Lane.Alert : Lane.Notice, StaffKinds.Of(sent.Channel), body, null, null, now);

    private string Name(TownId town) => live.Now.Find(town)?.Name.Ja ?? town.Value;
}
