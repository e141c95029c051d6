using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Gathers faults while a folder is read, so that a clerk mends all of them in one go.</summary>
/// <param name="files">The files by their path from <paramref name="root"/> when they are held in memory; <c>null</c> when they stand on the disk.</param>
internal sealed class FaultList(string root, IReadOnlyDictionary<string, byte[]>? files = null)
{
    /// <summary>Where files that are held in memory seem to stand.</summary>
    public static readonly string Nowhere = Path.GetFullPath("/towns");

    private readonly List<Fault> _faults = [];

    public bool InMemory => files is not null;

    public byte[]? Bytes(string path) => files is not null ? files.GetValueOrDefault(Relative(path)) : File.Exists(path) ? File.ReadAllBytes(path) : null;

    public void Add(string path, int? line, string? column, string message) =>
        _faults.Add(new Fault(Relative(path), line, column, message));

    public Loaded<T> Give<T>(T value) => _faults.Count == 0
        ? new Loaded<T>.Good(value)
        : new Loaded<T>.Bad([.. _faults.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line ?? 0)]);

    private string Relative(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
