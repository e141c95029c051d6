using System.Diagnostics;

namespace Bot.Chaos.Faults;

/// <summary>Programs that refuse to run as root: then as the user postgres. Each ends when we do, however we end.</summary>
internal static class OwnProgram
{
    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>A shell waits beside the program; when our end of its input closes, the program is told to go.</summary>
    internal static Process Start(string command) => Run($$"""
        {{command}} </dev/null & program=$!
        cat >/dev/null; kill -TERM $program 2>/dev/null; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 $program 2>/dev/null || exit 0; sleep 0.2; done; kill -KILL $program
        """);

    internal static async Task End(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Gives a folder to the user that such programs run as.</summary>
    internal static async Task Hand(string folder, CancellationToken stop)
    {
        if (IsRoot)
        {
            await Finish("chown", stop, "-R", "postgres", folder);
        }
    }

    /// <returns>The exit code, and what was said on the error output.</returns>
    internal static async Task<(int Code, string Trouble)> Finish(string program, CancellationToken stop, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var trouble = await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, trouble.Trim());
    }

    private static Process Run(string script)
    {
        string[] words = IsRoot ? ["runuser", "-u", "postgres", "--", "bash", "-c", script] : ["bash", "-c", script];
        return Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" })!;
    }
}
