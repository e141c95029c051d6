using System.Diagnostics;
using System.Globalization;

namespace Bot.Infrastructure.Photos;

/// <summary>
/// How the tool is started: under limits that the kernel keeps (util-linux' <c>prlimit</c>), without a single byte to write to a file, without our
/// environment, in which secrets stand, and without rights. Where the machine allows it, bubblewrap adds a world of its own: no network, no files but the
/// system's programs to read, no sight of other processes. Containers often refuse that; the rest holds everywhere.
/// </summary>
internal static class PictureCage
{
    /// <param name="wrapped">With bubblewrap.</param>
    /// <param name="ours">The input was written by us, so formats may be read that are closed to strangers.</param>
    public static ProcessStartInfo Start(PictureToolSettings settings, bool wrapped, bool ours, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("/usr/bin/prlimit")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/",
        };
        string[] limits =
        [
            Limit("as", settings.Memory), Limit("cpu", (long)Math.Ceiling(settings.Computing.TotalSeconds)), Limit("fsize", 0), Limit("core", 0), Limit("nofile", 64), "--",
        ];
        foreach (var word in limits.Concat(wrapped ? Wrapped(settings) : Bare()).Append(settings.Command).Concat(words))
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        // What is large is kept in memory, where the limit is; the vector code would want a file to write itself into.
        start.Environment["VIPS_DISC_THRESHOLD"] = "4g";
        start.Environment["VIPS_NOVECTOR"] = "1";
        if (!ours)
        {
            start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        }

        return start;
    }

    private static string Limit(string what, long most) => string.Create(CultureInfo.InvariantCulture, $"--{what}={most}");

    private static IEnumerable<string> Wrapped(PictureToolSettings settings)
    {
        string[] words =
        [
            settings.Wrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr",
            "--symlink", "usr/lib", "/lib", "--symlink", "usr/bin", "/bin", "--proc", "/proc", "--dev", "/dev", "--chdir", "/",
        ];
        // On 64-bit Intel the loader is found there; on ARM it is in /lib.
        var loader = Directory.Exists("/usr/lib64") ? (string[])["--symlink", "usr/lib64", "/lib64"] : [];
        var home = Path.GetDirectoryName(settings.Command)!;
        var beside = home.StartsWith("/usr/", StringComparison.Ordinal) ? (string[])[] : ["--ro-bind", home, home];
        return [.. words, .. loader, .. beside, "--"];
    }

    /// <summary>As root it would be root in the cage: then it is nobody.</summary>
    private static string[] Bare() => Environment.IsPrivilegedProcess
        ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--"]
        : ["/usr/bin/setpriv", "--no-new-privs", "--"];
}
