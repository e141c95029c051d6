namespace Bot.Infrastructure.Processes;

/// <summary>
/// Says which of the others are gone: those whose number of beats stood still while we looked on without a break. It goes by our own monotonic time
/// alone, so neither a clock that jumps nor a database that was away makes anybody look dead: after a break the watch begins anew.
/// </summary>
/// <param name="frequency">Stamps a second.</param>
internal sealed class Silence(long frequency)
{
    /// <summary>So long a number must stand still.</summary>
    internal static readonly TimeSpan Death = TimeSpan.FromMilliseconds(2500);

    /// <summary>Looks further apart than this are no watch.</summary>
    internal static readonly TimeSpan Break = TimeSpan.FromMilliseconds(1500);

    private readonly Dictionary<Guid, (long Beats, long Since)> _seen = [];
    private long? _last;

    /// <param name="before">Stamp before the table was asked.</param>
    /// <param name="after">Stamp when the answer was there.</param>
    /// <returns>Those that are gone.</returns>
    internal IReadOnlyList<ProcessRow> Look(IReadOnlyList<ProcessRow> rows, long before, long after)
    {
        var broken = _last is not { } last || after - last > Break.TotalSeconds * frequency;
        _last = after;
        var gone = new List<ProcessRow>();
        foreach (var row in rows)
        {
            if (broken || !_seen.TryGetValue(row.Id, out var seen) || seen.Beats != row.Beats)
            {
                // When it came is unknown; the answer's time is the latest, so nobody is judged too early.
                _seen[row.Id] = (row.Beats, after);
            }
            else if (before - seen.Since >= Death.TotalSeconds * frequency)
            {
                gone.Add(row);
            }
        }

        foreach (var left in _seen.Keys.Except(rows.Select(r => r.Id)).ToList())
        {
            _seen.Remove(left);
        }

        return gone;
    }
}
