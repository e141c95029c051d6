namespace Bot.Tests.House;

/// <summary>The source files of the repository.</summary>
internal static class Sources
{
    internal static string Root { get; } = FindRoot();

    internal static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal)),
    ];

    private static string FindRoot()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (here is not null && !File.Exists(Path.Combine(here.FullName, "Directory.Packages.props")))
        {
            here = here.Parent;
        }

        return here?.FullName ?? throw new InvalidOperationException("not inside the repository");
    }
}
