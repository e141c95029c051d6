using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>Makes the roles and the database on a server of one's own. Where others administer the server, they do this once by hand.</summary>
public static class DatabaseMaker
{
    /// <param name="superuser">Connects to any database of the server.</param>
    /// <param name="owner">How migrations will connect; its password and database name are taken.</param>
    /// <param name="app">How the bot will connect.</param>
    public static async Task Make(string superuser, NpgsqlConnectionStringBuilder owner, NpgsqlConnectionStringBuilder app, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(stop);
        await Roles.Create(connection, stop);
        foreach (var login in new[] { owner, app })
        {
            if (login.Password is { Length: > 0 } password)
            {
                await Execute($"alter role {Quoted(login.Username!)} password {await Literal(password)}");
            }
        }

        var isThere = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from pg_database where datname = @name)", new { name = owner.Database }, cancellationToken: stop));
        if (!isThere)
        {
            await Execute($"create database {Quoted(owner.Database!)} owner {Quoted(owner.Username!)} template template0 encoding 'UTF8' locale 'C.UTF-8'");
        }

        Task<int> Execute(string sql) => connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: stop));

        // A password cannot be a parameter of "alter role"; the server itself quotes it.
        async Task<string> Literal(string text) =>
            (await connection.ExecuteScalarAsync<string>(new CommandDefinition("select quote_literal(@text)", new { text }, cancellationToken: stop)))!;
    }

    private static string Quoted(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);
}
