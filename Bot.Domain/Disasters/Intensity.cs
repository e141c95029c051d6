using Bot.Domain.Kernel;

namespace Bot.Domain.Disasters;

/// <summary>Seismic intensity (震度) as numbers that can be compared: 3 is 30, lower 5 is 50, upper 5 is 55, 7 is 70.</summary>
public static class Intensity
{
    /// <summary>From which intensity on a town may wish to act: as settings write it, with its number and as people say it.</summary>
    public static Items<(string Code, int Rank, string Words)> Choices { get; } =
        [("4", 40, "震度4"), ("5-", 50, "震度5弱"), ("5+", 55, "震度5強"), ("6-", 60, "震度6弱"), ("6+", 65, "震度6強"), ("7", 70, "震度7")];

    /// <returns>Zero for what is no intensity of 3 or more.</returns>
    public static int Rank(string name)
    {
        var plain = JapaneseText.Normal(name);
        return plain.Contains("震度3", StringComparison.Ordinal) ? 30 : Choices.FirstOrDefault(c => plain.Contains(c.Words, StringComparison.Ordinal)).Rank;
    }
}
