using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>
/// Keeps what came in before anybody is told that it was received. Requests that come together share one commit.
/// </summary>
public sealed class InboxWriter(Database database, InboxQueue queue, Sealer sealer, TimeProvider time, FailPoints? points = null)
{
    /// <summary>LINE waits two seconds; a refusal must leave it time to note that it should deliver again.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromMilliseconds(450);

    private readonly GroupCommit<IReadOnlyList<InboxEvent>, IReadOnlyList<InboxEvent>> _groups =
        new(500, events => events.Count, (town, requests) => Insert(database, sealer, points ?? FailPoints.None, town, requests));

    /// <summary>Returns those that are new once they are safe on disk, and hands them to the workers.</summary>
    /// <exception cref="InboxUnavailableException">They may not have been kept: the caller answers 503 and the sender comes again.</exception>
    /// <exception cref="ArgumentException">An event that no database can keep.</exception>
    public async Task<IReadOnlyList<InboxEvent>> Write(TownId town, IReadOnlyList<InboxEvent> events, CancellationToken stop)
    {
        if (events.Count == 0)
        {
            return [];
        }

        foreach (var entry in events)
        {
            Check(entry);
        }

        var waiting = _groups.Submit(town, events);
        IReadOnlyList<InboxEvent> fresh;
        try
        {
            fresh = await waiting.Answer.WaitAsync(AnswerWithin, time, stop);
        }
        catch (Exception thrown) when (thrown is not ArgumentException)
        {
            waiting.Abandon();
            throw new InboxUnavailableException(thrown);
        }

        queue.Offer(town, fresh.Select(e => e.Citizen).Where(c => c != InboxEvent.Nobody));
        return fresh;
    }

    /// <summary>One transaction, one round trip. Answers for each request which of its events are new.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<InboxEvent>>> Insert(
        Database database, Sealer sealer, FailPoints points, TownId town, IReadOnlyList<IReadOnlyList<InboxEvent>> requests)
    {
        // In the order of ids, so that two processes that hold the same events cannot wait for each other.
        InboxEvent[] events = [.. requests.SelectMany(r => r).OrderBy(e => e.EventId, StringComparer.Ordinal)];
        try
        {
            var added = await Insert(database, sealer, points, town, events);
            return [.. requests.Select(request => (IReadOnlyList<InboxEvent>)[.. request.Where(e => added.Remove(e.EventId))])];
        }
        catch (PostgresException thrown) when (DatabaseTrouble.IsBadValue(thrown) && requests.Count > 1)
        {
            // One request's fault must not cost the others their answer.
            var answers = new List<IReadOnlyList<InboxEvent>>();
            foreach (var request in requests)
            {
                answers.Add((await Insert(database, sealer, points, town, [request]))[0]);
            }

            return answers;
        }
    }

    private static async Task<HashSet<string>> Insert(Database database, Sealer sealer, FailPoints points, TownId town, InboxEvent[] events)
    {
        // A server that is stopped or slow must not hold this path for longer than the callers wait anyway.
        using var limit = new TimeLimit(TimeSpan.FromMilliseconds(1300));
        await using var connection = await database.Connect(limit.Token);
        await using var batch = Statement.Batch(connection, null,
            new("begin"),
            new("set local lock_timeout = 800"),
            new("set local statement_timeout = 1200"),
            new(Database.Enter(town)),
            new(Statement.OnePlan),
            InboxTable.Insert(sealer, town, events),
            new(Database.NoTimeout),
            new("commit"));
        var added = new HashSet<string>(StringComparer.Ordinal);
        await points.Reach("ack-before-write");
        var underway = batch.ExecuteReaderAsync(limit.Token);
        await points.Reach("ack-under-way");
        await using var reader = await underway;
        while (await reader.ReadAsync(limit.Token))
        {
            added.Add(reader.GetString(0));
        }

        // Reads on past the commit: an error there must not pass for success.
        while (await reader.NextResultAsync(limit.Token))
        {
        }

        await points.Reach("ack-after-commit");
        return added;
    }

    /// <exception cref="ArgumentException">No database can keep it.</exception>
    internal static void Check(InboxEvent entry)
    {
        if (entry.EventId.Length is 0 or > 200 || entry.Citizen.Value is not { Length: > 0 and <= 100 } || entry.ReplyToken is { Length: > 500 }
            || entry.Source is not ("line" or "form" or "system")
            || Unstorable(entry.EventId) || Unstorable(entry.Citizen.Value) || Unstorable(entry.ReplyToken))
        {
            throw new ArgumentException("an event whose ids cannot be stored", nameof(entry));
        }
    }

    private static bool HasHalfCharacter(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Postgres has no NUL in texts, and half a surrogate is no character.</summary>
    private static bool Unstorable(string? text) => text is not null && (text.Contains('\0', StringComparison.Ordinal) || HasHalfCharacter(text));
}

/// <summary>The events may not have been kept. Nothing is lost as long as the sender is not told "received".</summary>
public sealed class InboxUnavailableException(Exception inner) : Exception("the inbox cannot be written now", inner);
