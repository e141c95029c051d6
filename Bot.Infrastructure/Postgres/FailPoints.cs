namespace Bot.Infrastructure.Postgres;

/// <summary>Named places where a test may end or stop the work, to see that nothing is lost there; nothing happens at them otherwise.</summary>
public sealed class FailPoints(Func<string, Task>? reached = null)
{
    public static FailPoints None { get; } = new();

    internal Task Reach(string name) => reached is null ? Task.CompletedTask : reached(name);
}
