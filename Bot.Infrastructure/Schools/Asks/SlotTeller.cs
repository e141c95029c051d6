using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Schools.Letters;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>Tells guardians of interviews: that something changed, and the day before. LINE carries neither hour nor child, only the way to the page.</summary>
public sealed class SlotTeller(LetterCodes codes, Teller teller)
{
    /// <summary>From this time on, guardians are reminded of the next day.</summary>
    public static readonly TimeOnly RemindAt = new(17, 0);

    /// <summary>The rows that tell that staff changed something.</summary>
    public Task<IReadOnlyList<OutboxRow>> Changed(NpgsqlTransaction tx, TownId town, Guid letter, IReadOnlyList<ChildId> children, DateTimeOffset now, CancellationToken stop) =>
        Rows(tx, town, letter, children, "school-ask.slots.changed", $"changed/{now.UtcTicks}", now, stop);

    /// <summary>Reminds of tomorrow's interviews, each booking once.</summary>
    /// <returns>How many messages were written.</returns>
    public async Task<int> Remind(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        var (today, from) = (JapanTime.Day(now), JapanTime.At(JapanTime.Day(now), RemindAt));
        if (now < from)
        {
            return 0;
        }

        var rows = new List<OutboxRow>();
        foreach (var letter in (await BookingTable.TakeReminders(tx, town, today.AddDays(1), from, now, stop)).GroupBy(r => r.Letter))
        {
            rows.AddRange(await Rows(tx, town, letter.Key, [.. letter.Select(r => r.Child)], "school-ask.slots.tomorrow", $"tomorrow/{today:yyyy-MM-dd}", now, stop));
        }

        await OutboxTable.Add(tx, town, rows, stop);
        return rows.Count;
    }

    private async Task<IReadOnlyList<OutboxRow>> Rows(NpgsqlTransaction tx, TownId town, Guid letter, IReadOnlyList<ChildId> children, string words, string what, DateTimeOffset now, CancellationToken stop)
    {
        var readers = await LetterReaderTable.Of(tx, town, letter, stop);
        var rows = new List<OutboxRow>();
        foreach (var reader in (await GuardianTable.OfAll(tx, town, children, stop)).Select(g => readers.GetValueOrDefault(g.Citizen)).OfType<LetterReader>().Distinct())
        {
            Effect[] said = [new Effect.Say(Words.Of(words), [new Button.Page($"school-letter/{codes.For(town, reader.Id)}", Words.Of("school-ask.open"))])];
            rows.Add(await teller.Tell(tx, town, reader.Citizen, $"school-slot/{reader.Id:n}/{what}", new Items<Effect>(said), now, stop));
        }

        return rows;
    }
}
