using Bot.Domain.Kernel;

namespace Bot.Api.Console.SignIn;

/// <summary>Where somebody goes after signing in: a page of their town's console, never a foreign address that somebody slipped into a link.</summary>
internal static class LocalPath
{
    private static readonly string[] Gates = ["sign-in", "sign-out", "prove", "invitation"];

    public static string Of(string? wished, TownId town)
    {
        var root = $"{ConsoleGate.Root}/{town.Value}/";
        return wished is { Length: <= 2000 }
            && wished.StartsWith(root, StringComparison.Ordinal)
            && !wished.Contains("//", StringComparison.Ordinal)
            && !wished.Contains('\\', StringComparison.Ordinal)
            && wished.All(c => c is > ' ' and < (char)127)
            && !Gates.Any(g => wished.AsSpan(root.Length).StartsWith(g, StringComparison.Ordinal))
                ? wished
                : root;
    }
}
