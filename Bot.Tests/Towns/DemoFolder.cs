using Shouldly;

namespace Bot.Tests.Towns;

/// <summary>The demo region as it stands in the tree, and copies of it that a test may break.</summary>
internal sealed class DemoFolder : IDisposable
{
    private DemoFolder(string path) => Path = path;

    public static string Real { get; } = System.IO.Path.Combine(Root(), "infra", "towns");

    public string Path { get; }

    public static DemoFolder Copy()
    {
        var copy = Directory.CreateTempSubdirectory("towns-").FullName;
        foreach (var file in Directory.GetFiles(Real, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(Real, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new DemoFolder(copy);
    }

    /// <summary>Replaces the first occurrence; a test that changes nothing would prove nothing.</summary>
    public void Change(string file, string from, string to)
    {
        var path = System.IO.Path.Combine(Path, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{file} does not hold {from}");
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "LineBot.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
