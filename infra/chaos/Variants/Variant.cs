namespace Bot.Chaos.Variants;

/// <summary>The product with one mistake in it, as a patch.</summary>
/// <param name="What">The mistake, in a sentence.</param>
/// <param name="Mix">What is killed to show it.</param>
/// <param name="Point">The point at which processes die, where only one will do.</param>
public sealed record Variant(string Name, string Patch, string What, IReadOnlyList<string> Mix, string? Point)
{
    /// <summary>All of them, by name. The head of a patch says what it does: <c>What:</c>, <c>Mix:</c> and perhaps <c>Point:</c>.</summary>
    public static IReadOnlyList<Variant> All(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, "infra", "chaos", "broken"), "*.patch").Order(StringComparer.Ordinal).Select(Read)];

    private static Variant Read(string patch)
    {
        var head = File.ReadLines(patch).TakeWhile(line => line.Length > 0).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new(Path.GetFileNameWithoutExtension(patch), patch, head["What"], head["Mix"].Split(','), head.GetValueOrDefault("Point"));
    }
}
