namespace Bot.Infrastructure.Processes;

/// <summary>
/// Whether this process may believe that the others hold it for alive, and what it sees of them.
/// <see cref="Heartbeat"/> feeds it; until the first beat nothing is sure.
/// </summary>
public sealed class Pulse(ProcessRoles roles, TimeProvider time)
{
    /// <summary>Shorter than <see cref="Silence.Death"/>: who is not sure any more has a moment left before others take over.</summary>
    internal static readonly TimeSpan Sureness = TimeSpan.FromMilliseconds(2000);

    private const long Never = long.MinValue / 2;

    private readonly Silence _silence = new(time.TimestampFrequency);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Sight _sight = new(Never, long.MaxValue, [], []);

    /// <summary>Under this name rows are leased.</summary>
    public Guid Process { get; } = Guid.NewGuid();

    public ProcessRoles Roles => roles;

    /// <summary>The others cannot yet have given this process up.</summary>
    internal bool IsSure => Fresh(Volatile.Read(ref _sight));

    /// <summary>The beats have stopped, for whatever reason: the server does not answer. Before the first beat nobody can tell.</summary>
    internal bool IsLost => Volatile.Read(ref _sight) is var sight && sight.Beat != Never && !Fresh(sight);

    /// <summary>Processes that are gone, as long as our own beats are regular; empty when they are not.</summary>
    internal IReadOnlyList<Guid> Gone => Volatile.Read(ref _sight) is var sight && Fresh(sight) ? sight.Gone : [];

    /// <summary>Whether some living process leaves work of this kind to others, who must then look for it.</summary>
    internal bool Lacks(ProcessRoles role) => Volatile.Read(ref _sight).Living.Any(p => !p.Roles.HasFlag(role));

    /// <summary>Whether what a lease of this stamp holds is still ours for certain: we have been alive without a break since.</summary>
    internal bool Covers(long stamp) => Volatile.Read(ref _sight) is var sight && Fresh(sight) && stamp >= sight.Since;

    /// <summary>Our place among the living that do this work, so that several who look for it find different things.</summary>
    internal Share Share(ProcessRoles role)
    {
        Guid[] all = [.. Volatile.Read(ref _sight).Living.Where(p => p.Roles.HasFlag(role)).Select(p => p.Id).Append(Process).Distinct().Order()];
        return new(Array.IndexOf(all, Process), all.Length);
    }

    /// <summary>Returns once it is sure; at once when it is.</summary>
    internal async Task Sure(CancellationToken stop)
    {
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (IsSure)
            {
                return;
            }

            await next.WaitAsync(stop);
        }
    }

    /// <summary>A beat is written.</summary>
    /// <param name="rows">Whom the table showed.</param>
    /// <param name="before">Stamp before the beat was sent: it is no older than that.</param>
    /// <param name="after">Stamp when it was confirmed.</param>
    internal void Beaten(IReadOnlyList<ProcessRow> rows, long before, long after)
    {
        var last = Volatile.Read(ref _sight);
        var unbroken = (after - last.Beat) < Sureness.TotalSeconds * time.TimestampFrequency;
        var gone = _silence.Look([.. rows.Where(r => r.Id != Process)], before, after);
        Volatile.Write(ref _sight, new(
            before, unbroken ? last.Since : after, [.. gone.Select(g => g.Id)], [.. rows.Except(gone).Where(r => r.Id != Process)]));
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private bool Fresh(Sight sight) => time.GetTimestamp() - sight.Beat < Sureness.TotalSeconds * time.TimestampFrequency;

    /// <param name="Beat">The last beat is no older.</param>
    /// <param name="Since">Since when no gap between beats was long enough to be given up in.</param>
    private sealed record Sight(long Beat, long Since, IReadOnlyList<Guid> Gone, IReadOnlyList<ProcessRow> Living);
}

/// <summary>One's part of what is shared out by name.</summary>
internal readonly record struct Share(int Place, int Of)
{
    /// <summary>The same in every process, unlike the hash codes of the runtime.</summary>
    internal bool Holds(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return Of <= 1 || hash % (uint)Of == Place;
    }
}
