using System.Diagnostics;
using System.Globalization;

namespace Bot.Infrastructure.Postgres;

/// <summary>Named places where a test may end or stop the work, to see that nothing is lost there; nothing happens at them otherwise.</summary>
public sealed class FailPoints(Func<string, Task>? reached = null)
{
    public static FailPoints None { get; } = new();

    /// <summary>The process kills itself at a passage of a point, as if the power went there.</summary>
    /// <param name="setting">A name and which passage of it, counted from 1: <c>before-commit:37</c>.</param>
    /// <exception cref="FormatException">Not of that shape.</exception>
    public static FailPoints Dying(string setting)
    {
        if (setting.Split(':') is not [{ Length: > 0 } name, var count] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var passage) || passage == 0)
        {
            throw new FormatException("FailPoints__Die must be a name and a passage, such as before-commit:37");
        }

        var left = passage;
        return new(reached =>
        {
            if (reached == name && Interlocked.Decrement(ref left) == 0)
            {
                // SIGKILL on Unix: no finally, no flush.
                Process.GetCurrentProcess().Kill();
            }

            return Task.CompletedTask;
        });
    }

    public Task Reach(string name) => reached is null ? Task.CompletedTask : reached(name);
}
