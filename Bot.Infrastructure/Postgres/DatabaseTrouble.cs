using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>Tells a database that is away from one that refuses our work: the first is waited for, the second counts as a failed attempt.</summary>
public static class DatabaseTrouble
{
    public static bool IsOutage(Exception thrown) => thrown switch
    {
        // 08 connection, 53 out of resources (disk, memory, connections), 57P shutting down or starting, 25006 a standby
        PostgresException { SqlState: var state } =>
            state.StartsWith("08", StringComparison.Ordinal)
            || state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("57P", StringComparison.Ordinal)
            || state == PostgresErrorCodes.ReadOnlySqlTransaction,
        // A broken or unobtainable connection (the first one of a pool times out with a bare exception); other errors of the client are faults of our code.
        NpgsqlException { IsTransient: true } or DatabaseAwayException or TimeoutException => true,
        _ => thrown.InnerException is { } inner && IsOutage(inner),
    };

    /// <summary>Two units of work met; the loser only has to try again.</summary>
    public static bool IsCollision(Exception thrown) => thrown is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable,
    };

    /// <summary>A value that this database can never store, such as a character it does not know.</summary>
    public static bool IsBadValue(Exception thrown) =>
        thrown is PostgresException { SqlState: var state }
        && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal));
}
