using System.Globalization;
using System.Runtime.InteropServices;

namespace Bot.Chaos.Ground;

/// <summary>Signals to processes of ours, by their ids. None of them starts a program, so a kill takes microseconds.</summary>
public static class Signals
{
    private const int SigInt = 2;
    private const int SigQuit = 3;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int SetChildSubreaper = 36;
    private const int NoHang = 1;

    /// <summary>SIGKILL: the process has no say in it.</summary>
    public static void Kill(int pid) => Send(pid, SigKill);

    /// <summary>SIGTERM: the process is asked to finish.</summary>
    public static void Terminate(int pid) => Send(pid, SigTerm);

    /// <summary>SIGINT; PostgreSQL ends its sessions and stops in order.</summary>
    public static void Interrupt(int pid) => Send(pid, SigInt);

    /// <summary>SIGQUIT; PostgreSQL stops at once and recovers at the next start.</summary>
    public static void Quit(int pid) => Send(pid, SigQuit);

    public static void Freeze(int pid) => Send(pid, SigStop);

    public static void Thaw(int pid) => Send(pid, SigCont);

    /// <summary>The children of a process, now.</summary>
    public static IReadOnlyList<int> Children(int parent)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Stat(pid) is { } stat && stat.Parent == parent)
            {
                children.Add(pid);
            }
        }

        return children;
    }

    /// <summary>
    /// From now on orphans below us become our children. Where nobody else would reap them, a server that was killed would stay in the
    /// table of processes for ever, and its successor would refuse to start because of it.
    /// </summary>
    public static void AdoptOrphans() => _ = prctl(SetChildSubreaper, 1, 0, 0, 0);

    /// <summary>Takes an adopted process that has ended out of the table.</summary>
    public static void Reap(int pid) => _ = waitpid(pid, 0, NoHang);

    /// <summary>Whether there is such a process and it has not ended; one that waits to be reaped has.</summary>
    public static bool IsAlive(int pid) => Stat(pid) is { State: not 'Z' };

    private static (char State, int Parent)? Stat(int pid)
    {
        try
        {
            // The name stands in brackets and may hold anything; what is wanted follows the last bracket.
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Send(int pid, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pid, 1);

        // A process that has ended meanwhile is no error.
        _ = kill(pid, signal);
    }

#pragma warning disable SYSLIB1054, IDE1006 // numbers need no generated marshalling; the names are the C library's
    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int prctl(int option, nint first, nint second, nint third, nint fourth);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int waitpid(int pid, nint status, int options);
#pragma warning restore SYSLIB1054, IDE1006
}
