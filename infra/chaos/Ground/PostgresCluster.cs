using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Bot.Chaos.Ground;

/// <summary>
/// A private PostgreSQL server that keeps what it has promised: fsync and full-page writes are on, as in production.
/// It listens on a socket in its own folder and on 127.0.0.1.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private readonly Leash _leash;
    private readonly string _settings;
    private int _server;

    private PostgresCluster(Leash leash, string folder, int port, string settings) =>
        (_leash, Folder, Port, _settings) = (leash, folder, port, settings);

    /// <summary>Holds <c>data/</c> and <c>server.log</c>; deleted in the end.</summary>
    public string Folder { get; }

    public int Port { get; }

    public string Log => Path.Combine(Folder, "server.log");

    /// <summary>The server's own process; its children serve the connections.</summary>
    public int Pid => _server;

    /// <summary>A superuser's connection, over the socket.</summary>
    public string Admin => new NpgsqlConnectionStringBuilder
    {
        Host = Folder,
        Port = Port,
        Username = "postgres",
        Database = "postgres",
        Pooling = false,
        Timeout = 5,
    }.ConnectionString;

    /// <summary>Where the server's programs are, or null when there are none on this machine.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin"))
            .Where(d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private static bool IsRoot => Environment.UserName == "root";

    /// <param name="parent">Where its folder is made; short, since the path of a socket is.</param>
    /// <param name="settings">More settings as the server's command line takes them, such as <c>-c work_mem=8MB</c>.</param>
    public static async Task<PostgresCluster> Start(Leash leash, string? parent = null, string settings = "")
    {
        if (Programs is null)
        {
            throw new InvalidOperationException("PostgreSQL's programs are not in /usr/lib/postgresql/*/bin");
        }

        var folder = Path.Combine(parent ?? Path.GetTempPath(), $"lbchaos{Guid.NewGuid():n}"[..15]);
        Directory.CreateDirectory(folder);
        leash.HoldFolder(folder);
        if (IsRoot)
        {
            await Finish(Start("chown", "postgres", folder));
        }

        await Finish(AsServer($"'{Programs}/initdb' -D '{folder}/data' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >'{folder}/initdb.log' 2>&1"));
        Signals.AdoptOrphans();
        var cluster = new PostgresCluster(leash, folder, Ports.Free(), settings);
        await cluster.Up();
        return cluster;
    }

    /// <summary>A connection string for a role of this server.</summary>
    public string As(string role, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Folder,
        Port = Port,
        Username = role,
        Password = "chaos",
        Database = database,
    }.ConnectionString;

    /// <summary>Starts the server (again) and waits until it answers.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public async Task Up()
    {
        using var shell = AsServer($"""
            '{Programs}/postgres' -D '{Folder}/data' -k '{Folder}' -p {Port.ToString(CultureInfo.InvariantCulture)} -c listen_addresses=127.0.0.1 -c max_connections=200 -c timezone=UTC -c shared_buffers=64MB -c fsync=on -c full_page_writes=on -c synchronous_commit=on {_settings} >>'{Folder}/server.log' 2>&1 </dev/null &
            echo $!
            """, answers: true);
        _server = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        _leash.Hold(_server);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(Admin);
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException trouble)
            {
                if (tries > 2000 || !Signals.IsAlive(_server))
                {
                    throw new TimeoutException($"PostgreSQL did not start, see {Log}", trouble);
                }

                await Task.Delay(30);
            }
        }
    }

    /// <summary>SIGKILL to the server and all its children, as a power cut would end them; what the kernel holds of its files stays. Returns when all are gone.</summary>
    public async Task Kill()
    {
        // The parent first, and frozen: it must not start new children meanwhile.
        Signals.Freeze(_server);
        int[] all = [_server, .. Signals.Children(_server)];
        foreach (var pid in all)
        {
            Signals.Kill(pid);
        }

        for (var tries = 0; tries < 1000 && all.Any(Signals.IsAlive); tries++)
        {
            await Task.Delay(5);
        }

        // The children become ours once their parent is gone.
        Signals.Reap(_server);
        foreach (var pid in all)
        {
            Signals.Reap(pid);
        }

        _leash.Drop(_server);
    }

    /// <summary>SIGKILL to one of the processes that serve connections; the server then ends all others and recovers by itself.</summary>
    /// <returns>False when nobody was connected.</returns>
    public bool KillOneBackend(Random random)
    {
        var backends = Signals.Children(_server).Where(IsBackend).ToList();
        if (backends.Count == 0)
        {
            return false;
        }

        Signals.Kill(backends[random.Next(backends.Count)]);
        return true;
    }

    /// <summary>Stops the server in order.</summary>
    public async Task Stop()
    {
        Signals.Interrupt(_server);
        for (var tries = 0; tries < 2000 && Signals.IsAlive(_server); tries++)
        {
            await Task.Delay(10);
        }

        Signals.Reap(_server);
        _leash.Drop(_server);
    }

    /// <summary>Stops every process of the server in its tracks: connections stay open and nothing answers.</summary>
    public void Freeze()
    {
        Signals.Freeze(_server);
        foreach (var child in Signals.Children(_server))
        {
            Signals.Freeze(child);
        }
    }

    public void Thaw()
    {
        foreach (var child in Signals.Children(_server))
        {
            Signals.Thaw(child);
        }

        Signals.Thaw(_server);
    }

    public void Dispose()
    {
        if (_server > 0 && Signals.IsAlive(_server))
        {
            Thaw();
            Signals.Quit(_server);
        }
    }

    /// <summary>A client's process is titled "postgres: role database …"; the server's own are titled otherwise.</summary>
    private static bool IsBackend(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline").Contains("linebot", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Process AsServer(string script, bool answers = false) =>
        IsRoot ? Start(answers, "runuser", "-u", "postgres", "--", "bash", "-c", script) : Start(answers, "bash", "-c", script);

    private static Process Start(string program, params string[] arguments) => Start(answers: false, program, arguments);

    private static Process Start(bool answers, string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = answers, UseShellExecute = false, WorkingDirectory = "/" })!;

    private static async Task Finish(Process process)
    {
        await process.WaitForExitAsync();
        var code = process.ExitCode;
        process.Dispose();
        if (code != 0)
        {
            throw new InvalidOperationException($"a program of the private cluster ended with {code.ToString(CultureInfo.InvariantCulture)}");
        }
    }
}
