using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Infrastructure.Processes;

/// <summary>The rows of who is at work.</summary>
internal static class ProcessTable
{
    /// <summary>Beats and answers whom the table shows, ourselves among them; one round trip.</summary>
    internal static async Task<IReadOnlyList<ProcessRow>> Beat(Database database, ProcessRow self, CancellationToken stop)
    {
        const string beat = """
            insert into process (process_id, roles, beats, beat_at) values ($1, $2, $3, clock_timestamp())
            on conflict (process_id) do update set roles = excluded.roles, beats = excluded.beats, beat_at = excluded.beat_at
            """;
        const string look = """
            select process_id, roles, beats
              from process
            """;

        await using var connection = await database.Connect(stop);
        await using var batch = Statement.Batch(connection, null,
            new("begin"),
            new(As(self.Id)),
            Statement.Of(beat, Statement.With(self.Id), Statement.With(Written(self.Roles)), Statement.With(self.Beats)),
            new(look),
            new("commit"));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var rows = new List<ProcessRow>();
        while (await reader.ReadAsync(stop))
        {
            rows.Add(new(reader.GetGuid(0), Read(reader.GetString(1)), reader.GetInt64(2)));
        }

        // Reads on past the commit: a beat that failed there was none.
        while (await reader.NextResultAsync(stop))
        {
        }

        return rows;
    }

    /// <summary>Takes our own row out, so that nobody waits for its next beat.</summary>
    internal static async Task Leave(Database database, Guid process, CancellationToken stop)
    {
        const string sql = """
            delete from process where process_id = $1
            """;

        await using var connection = await database.Connect(stop);
        await using var batch = Statement.Batch(connection, null, new("begin"), new(As(process)), Statement.Of(sql, Statement.With(process)), new("commit"));
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Clears away what has been silent for minutes; by then others have taken over all that it held.</summary>
    internal static async Task Clear(Database database, CancellationToken stop)
    {
        const string sql = """
            delete from process where beat_at < clock_timestamp() - interval '2 minutes'
            """;

        await using var connection = await database.Connect(stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static string As(Guid process) => $"set local app.process_id = '{process}'";

    private static string Written(ProcessRoles roles) => roles.ToString().ToLowerInvariant();

    /// <summary>A role that a later version has and we do not know is passed over.</summary>
    private static ProcessRoles Read(string written) => written.Split(", ").Aggregate(
        ProcessRoles.None, (all, name) => Enum.TryParse<ProcessRoles>(name, ignoreCase: true, out var role) ? all | role : all);
}
