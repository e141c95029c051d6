using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Bot.Chaos.Faults;

/// <summary>
/// A PgBouncer in transaction mode with few connections, in front of one server; it dies with us. The bot must connect through it with
/// <c>Max Auto Prepare=0</c>: before 1.21 PgBouncer hands the next transaction to another connection, which does not know what was prepared.
/// </summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private PgBouncer(string folder, int port, Process process) => (_folder, Port, _process) = (folder, port, process);

    public int Port { get; }

    /// <summary>Where the program is, or null when it is not on this machine.</summary>
    public static string? Program { get; } = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer" }.FirstOrDefault(File.Exists);

    /// <param name="server">How the bot reaches the server itself; its user, password and database are taken over.</param>
    /// <param name="connections">The most that PgBouncer opens to the server for one user.</param>
    public static async Task<PgBouncer> Start(string server, int connections, CancellationToken stop)
    {
        var to = new NpgsqlConnectionStringBuilder(server);
        var folder = Path.Combine(Path.GetTempPath(), $"lbpb{Guid.NewGuid():n}"[..14]);
        Directory.CreateDirectory(folder);
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"\"{to.Username}\" \"{to.Password}\"\n", stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "ini"), string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            {to.Database} = host={to.Host} port={to.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {folder}/users
            pool_mode = transaction
            default_pool_size = {connections}
            max_client_conn = 1000
            server_login_retry = 1
            server_connect_timeout = 2
            query_wait_timeout = 10
            """), stop);
        await OwnProgram.Hand(folder, stop);
        var bouncer = new PgBouncer(folder, port, OwnProgram.Start($"'{Program}' -q '{folder}/ini' >'{folder}/log' 2>&1"));
        await bouncer.Ready(server, stop);
        return bouncer;
    }

    /// <summary>The same connection string, but by way of PgBouncer.</summary>
    public string Through(string server) => new NpgsqlConnectionStringBuilder(server)
    {
        Host = "127.0.0.1",
        Port = Port,
        MaxAutoPrepare = 0,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await OwnProgram.End(_process);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Ready(string server, CancellationToken stop)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(Through(server) + ";Pooling=false;Timeout=5");
                await using var connection = await source.OpenConnectionAsync(stop);
                return;
            }
            catch (NpgsqlException) when (tries < 100)
            {
                await Task.Delay(50, stop);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
