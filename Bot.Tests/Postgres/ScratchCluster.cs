using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Bot.Tests.Postgres;

/// <summary>A private PostgreSQL server in a temporary directory. It dies with the test run, even with one that is killed.</summary>
public sealed class ScratchCluster : IDisposable
{
    private readonly string _folder;
    private readonly bool _durable;
    private Process? _shell;

    private ScratchCluster(string folder, bool durable) => (_folder, _durable) = (folder, durable);

    public string ConnectionString => $"Host={_folder};Username=postgres;Database=postgres";

    /// <summary>Where the server's programs are, or null when there are none on this machine.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin"))
            .Where(d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <param name="durable">False turns fsync off: faster, and right for all tests but those of durability.</param>
    public static async Task<ScratchCluster> Start(bool durable = false)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"lbpg{Guid.NewGuid():n}"[..14]);
        Directory.CreateDirectory(folder);
        var cluster = new ScratchCluster(folder, durable);
        if (IsRoot)
        {
            await Finish(Run("chown", "postgres", folder));
        }

        await Finish(AsServer($"'{Programs}/initdb' -D '{folder}/data' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >'{folder}/initdb.log' 2>&1"));
        await cluster.Up();
        return cluster;
    }

    /// <summary>Starts the server (again) and waits until it answers.</summary>
    public async Task Up()
    {
        var settings = "-c listen_addresses='' -c max_connections=200 -c timezone=UTC -c shared_buffers=64MB"
            + (_durable ? "" : " -c fsync=off -c full_page_writes=off");
        // The shell ends the server when our end of its input closes: nothing is left behind by a crashed run.
        _shell = AsServer($$"""
            '{{Programs}}/postgres' -D '{{_folder}}/data' -k '{{_folder}}' {{settings}} >>'{{_folder}}/server.log' 2>&1 </dev/null & server=$!
            cat >/dev/null; kill -CONT $server $(pgrep -P $server) 2>/dev/null; kill -QUIT $server; wait $server; [ -e '{{_folder}}/keep' ] || rm -rf '{{_folder}}'
            """);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Timeout=5");
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (tries < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Ends the server at once, as a power cut would; <see cref="Up"/> brings it back.</summary>
    public async Task Kill()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keep"), "");
        _shell!.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        _shell = null;
        File.Delete(Path.Combine(_folder, "keep"));
    }

    /// <summary>Stops every process of the server in its tracks: connections stay open and nothing answers.</summary>
    public Task Freeze() => Signal("-STOP");

    public Task Thaw() => Signal("-CONT");

    public void Dispose()
    {
        if (_shell is not null)
        {
            _shell.StandardInput.Close();
            _shell.WaitForExit(5000);
            _shell.Dispose();
        }
    }

    private async Task Signal(string signal)
    {
        var server = (await File.ReadAllLinesAsync(Path.Combine(_folder, "data", "postmaster.pid")))[0];
        var parent = int.Parse(server, CultureInfo.InvariantCulture);
        // The parent first: it must not start new processes while its children are being stopped.
        await Finish(Run("bash", "-c", $"kill {signal} {parent}; kill {signal} $(pgrep -P {parent})"));
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static Process AsServer(string script) =>
        IsRoot ? Run("runuser", "-u", "postgres", "--", "bash", "-c", script) : Run("bash", "-c", script);

    private static Process Run(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" })!;

    private static async Task Finish(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var code = process.ExitCode;
        process.Dispose();
        if (code != 0)
        {
            throw new InvalidOperationException($"a program of the scratch cluster ended with {code}");
        }
    }
}
