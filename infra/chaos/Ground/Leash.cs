using System.Diagnostics;
using System.Globalization;

namespace Bot.Chaos.Ground;

/// <summary>
/// Ends what we have started even when we are killed ourselves: a shell that is told the ids of our processes and folders on its input,
/// and kills and deletes them when that input closes.
/// </summary>
public sealed class Leash : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        declare -A pids folders
        while read -r word what; do
          case "$word" in
            +) pids[$what]=1 ;;
            -) unset "pids[$what]" ;;
            folder) folders[$what]=1 ;;
            keep) unset "folders[$what]" ;;
          esac
        done
        for pid in "${!pids[@]}"; do kill -KILL $pid $(pgrep -P $pid) 2>/dev/null; done
        sleep 0.2
        for folder in "${!folders[@]}"; do rm -rf -- "$folder"; done
        """;

    private readonly Lock _lock = new();
    private readonly Process _shell = Process.Start(new ProcessStartInfo("bash", ["-c", Script])
    {
        RedirectStandardInput = true,
        UseShellExecute = false,
        WorkingDirectory = "/",
    })!;

    public void Hold(int pid) => Tell("+ " + pid.ToString(CultureInfo.InvariantCulture));

    public void Drop(int pid) => Tell("- " + pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>The folder goes with us.</summary>
    public void HoldFolder(string folder) => Tell("folder " + folder);

    /// <summary>The folder stays after all.</summary>
    public void KeepFolder(string folder) => Tell("keep " + folder);

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit(10_000);
        _shell.Dispose();
    }

    private void Tell(string line)
    {
        lock (_lock)
        {
            _shell.StandardInput.WriteLine(line);
            _shell.StandardInput.Flush();
        }
    }
}
