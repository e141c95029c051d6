using Bot.Chaos.Simulation;

namespace Bot.Chaos.Fuzz;

/// <summary>What PostgreSQL takes as text: no NUL, no half of a surrogate pair.</summary>
internal static class Storable
{
    public static void Must(string? text, string what)
    {
        if (text is not null && (text.Contains('\0', StringComparison.Ordinal) || Bot.Domain.Kernel.JapaneseText.Whole(text) != text))
        {
            throw new Violation($"{what} cannot be stored");
        }
    }
}
