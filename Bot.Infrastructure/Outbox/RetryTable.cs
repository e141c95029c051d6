namespace Bot.Infrastructure.Outbox;

/// <summary>When a row that did not go out is tried again, and when a person must decide instead.</summary>
internal static class RetryTable
{
    /// <summary>LINE and Stripe remember a key for 24 hours; after that a repetition could act twice.</summary>
    internal static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(23);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(3),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(3),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
    ];

    /// <param name="attempts">How many were made; 1 after the first.</param>
    internal static TimeSpan Pause(int attempts) =>
        // Spread by a fifth, so that what failed together does not come again together.
        Pauses[Math.Clamp(attempts - 1, 0, Pauses.Length - 1)] * (0.8 + 0.4 * Random.Shared.NextDouble());

    /// <summary>
    /// For SQL: by attempts made. No shorter than a lease: where nobody notices that its owner is gone (no other process was there to see it,
    /// or an older version holds it, which has no beat), the lease itself must end first.
    /// </summary>
    internal static TimeSpan[] AfterCrash { get; } = [.. Pauses.Select(p => p > OutboxTable.Lease ? p : OutboxTable.Lease)];

    /// <summary>
    /// For SQL: by attempts made, when the owner is known to be gone. A process may have died of anything, so each pause comes twice before the next longer
    /// one: when a machine kills its processes again and again, the first answer in the row is not to wait for minutes, and what stands behind it with it.
    /// </summary>
    internal static TimeSpan[] AfterDeath { get; } = [.. Pauses.SelectMany(p => Enumerable.Repeat(p, 2))];

    /// <summary>No row in anybody's hands is due later than this from now.</summary>
    internal static TimeSpan Longest { get; } = Pauses[^1] + OutboxTable.Lease;
}
