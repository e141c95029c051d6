namespace Bot.Chaos.Ground;

/// <summary>The demo region for a crowd: the same towns, with room for a thousand requests a day in each zone.</summary>
internal static class TownFolders
{
    /// <returns>The copy.</returns>
    internal static string Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var zones in Directory.EnumerateFiles(to, "zones.csv", SearchOption.AllDirectories))
        {
            // capacity is the last column
            File.WriteAllLines(zones, File.ReadAllLines(zones).Select((line, i) => i == 0 ? line : line[..(line.LastIndexOf(',') + 1)] + "1000"));
        }

        return to;
    }
}
