using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Photos;

/// <summary>What came of a run of the tool.</summary>
internal abstract record ToolRun
{
    private ToolRun() { }

    public sealed record Done(byte[] Output) : ToolRun;

    /// <summary>The tool looked at it and would not have it, or gave back more than was allowed.</summary>
    public sealed record Refused : ToolRun;

    /// <summary>It took too long, or was killed by one of its limits.</summary>
    public sealed record Died : ToolRun;

    /// <summary>It is not installed, or all that may run at once are running.</summary>
    public sealed record NotNow(string Why) : ToolRun;
}

/// <summary>
/// Runs libvips' command in a process of its own, a few at a time: bytes in at one end, bytes out at the other, and no file in between.
/// What it says on its error output may hold what stood in the picture, so that is thrown away.
/// </summary>
public sealed partial class PictureTool(PictureToolSettings settings, ILogger<PictureTool> log) : IDisposable
{
    /// <summary>What to do when the tool is missing, for whoever keeps the server.</summary>
    public const string Missing = "libvips is missing, so no picture can be read: install it (Debian: apt-get install libvips-tools bubblewrap)";

    private readonly SemaphoreSlim _room = new(settings.AtOnce);
    private readonly SemaphoreSlim _asking = new(1);
    private bool? _wraps;

    internal PictureToolSettings Settings => settings;

    internal bool IsInstalled => File.Exists(settings.Command);

    public void Dispose()
    {
        _room.Dispose();
        _asking.Dispose();
    }

    /// <summary>Whether the machine lets us shut the tool off from network and files; asked once.</summary>
    internal async Task<bool> Wraps(CancellationToken stop)
    {
        await _asking.WaitAsync(stop);
        try
        {
            return _wraps ??= File.Exists(settings.Wrap)
                && await Run(PictureCage.Start(settings with { Command = "/usr/bin/true" }, wrapped: true, ours: true, []), default, most: 0, stop) is ToolRun.Done;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <param name="words">The words of the command.</param>
    /// <param name="ours">Whether we made the input ourselves.</param>
    /// <param name="most">Bytes of output.</param>
    /// <param name="stop">Ends the process as well; then <see cref="OperationCanceledException"/>.</param>
    internal async Task<ToolRun> Run(IReadOnlyList<string> words, ReadOnlyMemory<byte> input, bool ours, int most, CancellationToken stop)
    {
        if (!IsInstalled)
        {
            return new ToolRun.NotNow("写真を処理するプログラムがありません");
        }

        var wrapped = await Wraps(stop);
        if (!await _room.WaitAsync(settings.Waiting, stop))
        {
            return new ToolRun.NotNow("写真の処理が混み合っています");
        }

        try
        {
            return await Run(PictureCage.Start(settings, wrapped, ours, words), input, most, stop);
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<ToolRun> Run(ProcessStartInfo start, ReadOnlyMemory<byte> input, int most, CancellationToken stop)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception trouble)
        {
            Log.NotStarted(log, trouble.NativeErrorCode);
            return new ToolRun.NotNow("写真を処理するプログラムを起動できません");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(settings.Longest);
        try
        {
            var feeding = Feed(process, input, limit.Token);
            var silence = process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token);
            var output = await Drain(process, most, limit.Token);
            if (output is not null)
            {
                await Task.WhenAll(feeding, silence);
                await process.WaitForExitAsync(limit.Token);
            }

            return output is null ? new ToolRun.Refused() : Outcome(process.ExitCode, output);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Log.Late(log, settings.Longest.TotalSeconds);
            return new ToolRun.Died();
        }
        finally
        {
            await End(process);
        }
    }

    /// <summary>Nothing of ours outlives its picture, whatever happened.</summary>
    private static async Task End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private ToolRun Outcome(int code, byte[] output)
    {
        switch (code)
        {
            case 0:
                return new ToolRun.Done(output);
            case > 128:
                Log.Killed(log, code - 128);
                return new ToolRun.Died();
            default:
                return new ToolRun.Refused();
        }
    }

    private static async Task Feed(Process process, ReadOnlyMemory<byte> input, CancellationToken stop)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, stop);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough, or is gone; its exit says which.
        }
    }

    private static async Task<byte[]?> Drain(Process process, int most, CancellationToken stop)
    {
        using var output = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int count; (count = await process.StandardOutput.BaseStream.ReadAsync(chunk, stop)) > 0;)
        {
            if (output.Length + count > most)
            {
                return null;
            }

            await output.WriteAsync(chunk.AsMemory(0, count), stop);
        }

        return output.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The picture tool could not be started (errno {Errno})")]
        internal static partial void NotStarted(ILogger log, int errno);

        [LoggerMessage(LogLevel.Warning, "The picture tool took longer than {Seconds} s and was ended")]
        internal static partial void Late(ILogger log, double seconds);

        [LoggerMessage(LogLevel.Warning, "The picture tool was ended by signal {Signal}, as one of its limits does")]
        internal static partial void Killed(ILogger log, int signal);
    }
}
