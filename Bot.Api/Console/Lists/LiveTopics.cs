using System.Collections.Concurrent;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Api.Console.Lists;

/// <summary>Something of which lists want to know when it changes.</summary>
/// <param name="Name">As addresses call it, such as <c>calls</c>.</param>
/// <param name="Right">Who may listen.</param>
/// <param name="Mark">
/// How things stand, as any short text that changes when they do and tells nothing else; asked every two seconds while somebody listens, so it must be
/// one look into an index.
/// </param>
public sealed record LiveTopic(string Name, Right Right, Func<NpgsqlTransaction, TownId, CancellationToken, Task<string>> Mark);

/// <summary>
/// Knows how things stand by looking, never by being told: whichever process writes, all see it. One look serves all who listen in this process.
/// </summary>
public sealed class LiveTopics(IEnumerable<LiveTopic> topics, Database database, TimeProvider clock)
{
    public const string Calls = "calls";
    public const string Replies = "replies";

    /// <summary>So long a look counts.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, LiveTopic> _topics = topics.ToDictionary(t => t.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(TownId Town, string Topic), Look> _looks = new();

    /// <summary>A topic that the visitor may listen to.</summary>
    public LiveTopic? Find(Visit visit, string name) => _topics.TryGetValue(name, out var topic) && visit.May(topic.Right) ? topic : null;

    /// <summary>How things stand now, for a page that is being made; <c>null</c> for what is no topic.</summary>
    public async Task<string?> Mark(Visit visit, string name) => Find(visit, name) is { } topic
        ? await database.ReadInTown(visit.TownId, tx => topic.Mark(tx, visit.TownId, visit.Stop), visit.Stop)
        : null;

    /// <summary>How things stood at most <see cref="Fresh"/> ago.</summary>
    internal async Task<string> Latest(LiveTopic topic, TownId town, CancellationToken stop)
    {
        var key = (town, topic.Name);
        while (true)
        {
            var look = _looks.GetOrAdd(key, _ => new Look(clock.GetTimestamp(), Ask(topic, town)));
            if (clock.GetElapsedTime(look.At) < Fresh)
            {
                return await look.Mark.WaitAsync(stop);
            }

            _looks.TryRemove(KeyValuePair.Create(key, look));
        }
    }

    /// <summary>Not ended by the one who asked first: others wait for the same answer.</summary>
    private Task<string> Ask(LiveTopic topic, TownId town) =>
        database.ReadInTown(town, tx => topic.Mark(tx, town, CancellationToken.None), CancellationToken.None);

    private sealed record Look(long At, Task<string> Mark);
}
