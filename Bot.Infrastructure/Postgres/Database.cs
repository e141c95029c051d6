using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>The only door to Postgres: a unit of work is one call, and it sees the rows of one town.</summary>
public sealed class Database(NpgsqlDataSource source) : IAsyncDisposable
{
    static Database() => DapperSetup.Apply();

    /// <summary>Whether the server is known not to answer: a unit of work then fails at once instead of waiting with the person who asked for it.</summary>
    internal Func<bool> IsAway { get; init; } = () => false;

    /// <param name="connections">The most connections that the pool may hold; <c>null</c> leaves it to the connection string.</param>
    /// <param name="isAway">See <see cref="IsAway"/>; <c>null</c> for those who must try nevertheless.</param>
    public static Database Open(string connectionString, int? connections = null, Func<bool>? isAway = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Nothing here changes a session (only "set local" is used), so there is nothing to reset.
            NoResetOnClose = true,
            // A server that does not even answer a cancel request is given up after this time.
            CancellationTimeout = 500,
        };
        settings.ApplicationName ??= "linebot";
        // ContainsKey would be true of every key that there is.
        var given = settings.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!given.Contains("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = 200;
        }

        if (!given.Contains("Timeout"))
        {
            // For a new connection, and for a request to cancel, during which a thread waits: on a stopped server they must not gather.
            settings.Timeout = 3;
        }

        settings.MaxPoolSize = connections ?? settings.MaxPoolSize;
        return new(NpgsqlDataSource.Create(settings)) { IsAway = isAway ?? (() => false) };
    }

    /// <summary>Begins a transaction, enters the town, does the work and commits; what throws leaves no trace.</summary>
    public async Task<T> InTown<T>(TownId town, Func<NpgsqlTransaction, Task<T>> work, CancellationToken stop)
    {
        Present();
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(transaction, stop, Enter(town));
        var result = await work(transaction);
        await Commit(transaction);
        return result;
    }

    public Task InTown(TownId town, Func<NpgsqlTransaction, Task> work, CancellationToken stop) =>
        InTown(town, async transaction =>
        {
            await work(transaction);
            return true;
        }, stop);

    /// <summary>The same for reading: a write inside fails.</summary>
    public async Task<T> ReadInTown<T>(TownId town, Func<NpgsqlTransaction, Task<T>> work, CancellationToken stop)
    {
        Present();
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(transaction, stop, "set transaction read only", Enter(town));
        var result = await work(transaction);
        await transaction.CommitAsync(stop);
        return result;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>A bare connection, for paths that send begin, town, work and commit in one round trip.</summary>
    internal ValueTask<NpgsqlConnection> Connect(CancellationToken stop) => source.OpenConnectionAsync(stop);

    /// <summary>A bare connection for the few synchronous paths.</summary>
    internal NpgsqlConnection ConnectNow() => source.OpenConnection();

    /// <summary>The statement that enters a town. A literal, since Citus hands on nothing else; a <see cref="TownId"/> is a slug and safe.</summary>
    internal static string Enter(TownId town) =>
        $"set local app.town_id = '{town.Value ?? throw new ArgumentException("no town", nameof(town))}'";

    /// <summary>Before a commit: cancelling a commit that waits for a standby would look like success, so no timeout runs there.</summary>
    internal const string NoTimeout = "set local statement_timeout = 0";

    private void Present()
    {
        if (IsAway())
        {
            throw new DatabaseAwayException();
        }
    }

    /// <summary>Commits in one round trip. The first statement also fails in an aborted transaction, where a bare commit would silently roll back.</summary>
    private static Task Commit(NpgsqlTransaction transaction) => Run(transaction, CancellationToken.None, NoTimeout, "commit");

    private static async Task Run(NpgsqlTransaction transaction, CancellationToken stop, params string[] statements)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction) { Timeout = 60 };
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        }

        await batch.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>The server has not answered for some time; nothing was tried. It is an outage like any other: come again.</summary>
public sealed class DatabaseAwayException() : Exception("the database does not answer");
