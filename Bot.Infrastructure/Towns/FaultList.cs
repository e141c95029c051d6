using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Gathers faults while a folder is read, so that a clerk mends all of them in one go.</summary>
internal sealed class FaultList(string root)
{
    private readonly List<Fault> _faults = [];

    public void Add(string path, int? line, string? column, string message) =>
        _faults.Add(new Fault(Path.GetRelativePath(root, path).Replace('\\', '/'), line, column, message));

    public Loaded<T> Give<T>(T value) => _faults.Count == 0
        ? new Loaded<T>.Good(value)
        : new Loaded<T>.Bad([.. _faults.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line ?? 0)]);
}
