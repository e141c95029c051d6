namespace Bot.Chaos.Variants;

/// <summary><c>broken</c>: proves that the checker finds what it claims to find.</summary>
internal static class BrokenVerb
{
    internal static async Task<int> Run(string[] words, TextWriter output)
    {
        await output.WriteLineAsync(string.Join(' ', words));
        return 2;
    }
}
