using System.Diagnostics;
using System.Globalization;

namespace Bot.Chaos.Ground;

/// <summary>One run of a bot, from its start to its end.</summary>
/// <param name="Number">From 1 on.</param>
public sealed record BotLife(int Number, int Pid, Task Ended);

/// <summary>The real bot in a process of its own, as <c>scripts/run</c> starts it: settings by environment, one port. It may be started many times.</summary>
/// <param name="dll">The built <c>Bot.Api.dll</c>.</param>
/// <param name="content">The folder of the project Bot.Api, where the bot finds its <c>wwwroot</c>.</param>
public sealed class BotProcess(Leash leash, string dll, string content, string name, int port, IReadOnlyDictionary<string, string> settings, LogFile log) : IDisposable
{
    private static readonly HttpClient Doctor = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(1) };
    private Process? _process;

    public string Name => name;

    public Uri Address { get; } = new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    public LogFile Log => log;

    /// <summary>How often it was started.</summary>
    public int Lives { get; private set; }

    /// <summary>0 while it does not run.</summary>
    public int Pid => IsRunning ? _process!.Id : 0;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The life that was begun last; null before the first.</summary>
    public BotLife? Now { get; private set; }

    /// <summary>Ends when the life that was begun last ends.</summary>
    public Task Ended => Now?.Ended ?? Task.CompletedTask;

    /// <param name="more">Settings of this life alone, such as the fail point at which it is to die.</param>
    public void Start(IReadOnlyDictionary<string, string>? more = null)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"{name} runs already");
        }

        _process?.Dispose();
        var how = new ProcessStartInfo("dotnet", [dll, "--urls", Address.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = content,
        };
        foreach (var (key, value) in settings.Concat(more ?? new Dictionary<string, string>()))
        {
            how.Environment[key] = value;
        }

        Lives++;
        log.Line($"--- {name}, life {Lives.ToString(CultureInfo.InvariantCulture)} ---");
        _process = new Process { StartInfo = how };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.Start();
        leash.Hold(_process.Id);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
        Now = new BotLife(Lives, _process.Id, End(_process));
    }

    /// <summary>Whether it can do its work now.</summary>
    public async Task<bool> IsReady(CancellationToken stop = default)
    {
        try
        {
            using var answer = await Doctor.GetAsync(new Uri(Address, "/health/ready"), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until it can do its work.</summary>
    /// <returns>False when it has ended or did not become ready in time.</returns>
    public async Task<bool> Ready(TimeSpan patience, CancellationToken stop = default)
    {
        var end = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        while (IsRunning && Stopwatch.GetTimestamp() < end)
        {
            if (await IsReady(stop))
            {
                return true;
            }

            await Task.Delay(25, stop);
        }

        return false;
    }

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public async Task Kill()
    {
        if (Now is not { } life)
        {
            return;
        }

        if (!life.Ended.IsCompleted)
        {
            Signals.Kill(life.Pid);
        }

        await life.Ended;
    }

    /// <summary>SIGTERM; returns when the process has finished what it had in hand, or after a time is killed.</summary>
    /// <returns>Whether it ended by itself, with success.</returns>
    public async Task<bool> Stop(TimeSpan patience)
    {
        if (_process is null || _process.HasExited)
        {
            return false;
        }

        Signals.Terminate(_process.Id);
        try
        {
            await Ended.WaitAsync(patience);
            return _process.ExitCode is 0 or 143;
        }
        catch (TimeoutException)
        {
            await Kill();
            return false;
        }
    }

    public void Freeze() => Signals.Freeze(Pid);

    public void Thaw() => Signals.Thaw(Pid);

    /// <summary>Runs one of the bot's commands, such as <c>database prepare</c>, to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; its output stands in the log.</exception>
    public static async Task Command(string dll, string content, IReadOnlyDictionary<string, string> settings, LogFile log, params string[] words)
    {
        var how = new ProcessStartInfo("dotnet", [dll, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = content };
        foreach (var (key, value) in settings)
        {
            how.Environment[key] = value;
        }

        using var process = Process.Start(how)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        log.Line(string.Concat(output));
        log.Flush();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}: {output[1]} {output[0]}");
        }
    }

    public void Dispose() => _process?.Dispose();

    private async Task End(Process process)
    {
        await process.WaitForExitAsync();
        leash.Drop(process.Id);
    }

    private void Write(string? line)
    {
        if (line is not null)
        {
            log.Line(line);
        }
    }
}
