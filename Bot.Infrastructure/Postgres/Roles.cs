using System.Reflection;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>The two roles: <c>linebot_owner</c> owns the schema, <c>linebot_app</c> is what the bot connects as.</summary>
public static class Roles
{
    /// <summary>The text of <c>Roles.sql</c>, which scripts give to psql.</summary>
    public static string Sql { get; } = Read();

    /// <summary>Creates or repairs both roles; needs a superuser.</summary>
    public static async Task Create(NpgsqlConnection superuser, CancellationToken stop) =>
        await superuser.ExecuteAsync(new CommandDefinition(Sql, cancellationToken: stop));

    private static string Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly()
            .GetManifestResourceStream("Bot.Infrastructure.Postgres.Roles.sql")!);
        return reader.ReadToEnd();
    }
}
