using System.Globalization;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Morning;

/// <summary>A morning at one school.</summary>
/// <param name="Guardians">How many report, each one child.</param>
/// <param name="Length">Between the first and the last who begins.</param>
/// <param name="Kills">How often a process of the bot dies meanwhile.</param>
public sealed record MorningOptions(SiteOptions Site, int Guardians, TimeSpan Length, int Kills, int Seed)
{
    /// <exception cref="FormatException">A word that is not known, or a value that is none.</exception>
    public static MorningOptions Parse(IReadOnlyList<string> words)
    {
        var (bot, root, folder) = ("", Directory.GetCurrentDirectory(), "");
        var options = new MorningOptions(new SiteOptions("", "", ""), Guardians: 600, TimeSpan.FromMinutes(30), Kills: 0, Seed: 1);
        for (var i = 0; i < words.Count; i++)
        {
            string Value() => ++i < words.Count ? words[i] : throw new FormatException($"{words[i - 1]} needs a value");
            switch (words[i])
            {
                case "--guardians": options = options with { Guardians = Number(Value()) }; break;
                case "--seconds": options = options with { Length = TimeSpan.FromSeconds(Number(Value())) }; break;
                case "--kills": options = options with { Kills = Number(Value()) }; break;
                case "--seed": options = options with { Seed = Number(Value()) }; break;
                case "--bot": bot = Value(); break;
                case "--root": root = Value(); break;
                case "--folder": folder = Value(); break;
                default: throw new FormatException($"{words[i]} is not known");
            }
        }

        return bot.Length == 0
            ? throw new FormatException("--bot must name the built Bot.Api.dll")
            : options with { Site = new(bot, root, folder.Length > 0 ? folder : Path.Combine(root, ".data", "chaos", "morning")) };
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"{text} is no number");
}
