using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;
using NUnit.Framework;

namespace Bot.Tests.Postgres;

/// <summary>
/// An empty database with the schema of this build and two towns and a union in it, for one test class; dropped at the end.
/// The server is that of <c>LINEBOT_TEST_DB</c> (a superuser's connection string) or a private one started for the run.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public static readonly TownId Hoshimi = new("hoshimi");
    public static readonly TownId Kawabe = new("kawabe");
    public static readonly TownId Union = new("mizuho-union");

    private static readonly SemaphoreSlim One = new(1);
    private static ScratchCluster? _scratch;
    private static string? _server;

    private readonly string _name;
    private readonly Database _forKeys;
    private readonly string _serverString;

    private TestDatabase(string server, string name)
    {
        (_serverString, _name) = (server, name);
        AppConnectionString = As("linebot_app");
        OwnerConnectionString = As("linebot_owner");
        SuperuserConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString;
        Database = Database.Open(AppConnectionString);
        _forKeys = Database.Open(AppConnectionString, connections: 2);
        Keys = new TownKeys(_forKeys, new MasterKeys(MasterKey), TimeProvider.System);
        Sealer = new Sealer(Keys);
    }

    /// <summary>As the bot sees it: the role linebot_app.</summary>
    public Database Database { get; }

    public string AppConnectionString { get; }

    public string OwnerConnectionString { get; }

    /// <summary>What the keys of this database's towns are wrapped with.</summary>
    public static byte[] MasterKey { get; } = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    public TownKeys Keys { get; }

    public Sealer Sealer { get; }

    /// <summary>For looking behind the curtain: row-level security does not hold here.</summary>
    public string SuperuserConnectionString { get; }

    /// <param name="on">A server of one's own, for tests that stop it.</param>
    public static async Task<TestDatabase> New(ScratchCluster? on = null)
    {
        await One.WaitAsync();
        try
        {
            var server = on?.ConnectionString ?? (_server ??= await Server());
            var template = await Template(server);
            var name = $"linebot_test_{Guid.NewGuid():n}";
            await OnServer(server, $"create database {name} template {template} owner linebot_owner");
            return new(server, name);
        }
        finally
        {
            One.Release();
        }
    }

    /// <summary>Runs a query as superuser, across all towns.</summary>
    public async Task<IReadOnlyList<T>> Peek<T>(string sql, object? with = null)
    {
        await using var source = NpgsqlDataSource.Create(SuperuserConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, with)];
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _forKeys.DisposeAsync();
        await OnServer(_serverString, $"drop database if exists {_name} with (force)");
    }

    /// <summary>A server to test on, or the end of the test: ignored on a laptop without PostgreSQL, failed in CI.</summary>
    private static async Task<string> Server()
    {
        if (Environment.GetEnvironmentVariable("LINEBOT_TEST_DB") is { Length: > 0 } given)
        {
            return given;
        }

        SkipWithoutPrograms();
        _scratch = await ScratchCluster.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _scratch.Dispose();
        return _scratch.ConnectionString;
    }

    /// <summary>Ends the test when there are no PostgreSQL programs on this machine.</summary>
    public static void SkipWithoutPrograms()
    {
        if (ScratchCluster.Programs is null)
        {
            const string missing = "no PostgreSQL here: install it, or set LINEBOT_TEST_DB to a superuser's connection string";
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            {
                Assert.Fail(missing);
            }

            Assert.Ignore(missing);
        }
    }

    /// <summary>The database that all others are copied from; made once per server and schema.</summary>
    private static async Task<string> Template(string server)
    {
        var schema = string.Concat(Migration.Embedded.Select(m => m.Checksum)) + Roles.Sql;
        var name = $"linebot_template_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..12]}";

        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync();
        // Other test runs may share this server.
        await connection.ExecuteAsync("select pg_advisory_lock(7201443)");
        if (await connection.ExecuteScalarAsync<bool>("select exists (select from pg_database where datname = @name)", new { name }))
        {
            return name;
        }

        await Roles.Create(connection, default);
        foreach (var role in (string[])["linebot_owner", "linebot_app"])
        {
            await connection.ExecuteAsync($"alter role {role} password 'linebot-test'");
        }

        var draft = $"{name}_draft";
        await connection.ExecuteAsync($"drop database if exists {draft} with (force)");
        await connection.ExecuteAsync($"create database {draft} owner linebot_owner template template0 encoding 'UTF8'");
        var owner = new NpgsqlConnectionStringBuilder(server) { Database = draft, Username = "linebot_owner", Password = "linebot-test", Pooling = false };
        await Migrator.Run(owner.ConnectionString, default);
        await using (var draftSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = draft, Pooling = false }))
        await using (var inside = await draftSource.OpenConnectionAsync())
        {
            await inside.ExecuteAsync("""
                insert into town (town_id, kind) values ('hoshimi', 'town'), ('kawabe', 'town'), ('mizuho-union', 'union');
                insert into operator_town (town_id, member_town_id) values ('mizuho-union', 'hoshimi'), ('mizuho-union', 'kawabe');
                """);
        }

        // The true name comes last, so that nobody copies a half-made template.
        await connection.ExecuteAsync($"alter database {draft} rename to {name}");
        return name;
    }

    private string As(string role) => new NpgsqlConnectionStringBuilder(_serverString)
    {
        Database = _name,
        Username = role,
        Password = "linebot-test",
    }.ConnectionString;

    private static async Task OnServer(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }
}
