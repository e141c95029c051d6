using System.Globalization;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Kills;

/// <summary>What <c>scripts/chaos --kills</c> was asked for.</summary>
/// <param name="Kills">How many processes or servers die.</param>
public sealed record KillOptions(SiteOptions Site, int Kills, int Seed)
{
    /// <summary>Of <c>app</c>, <c>postgres</c>, <c>both</c> and <c>freeze</c>.</summary>
    public IReadOnlyList<string> Mix { get; init; } = ["app", "postgres", "both"];

    /// <summary>Every life of a bot ends at a named point, each in turn; nothing is killed at random but what never reaches its point.</summary>
    public bool Points { get; init; }

    /// <summary>The only point at which lives end that do not end at random.</summary>
    public string? Point { get; init; }

    /// <summary>Events a second that residents write at most.</summary>
    public double Rate { get; init; } = 250;

    /// <summary>After so many kills everything comes to rest and is compared.</summary>
    public int Watch { get; init; } = 200;

    /// <summary>The mean time between two kills.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromMilliseconds(900);

    /// <exception cref="FormatException">A word that is not known, or a value that is none.</exception>
    public static KillOptions Parse(IReadOnlyList<string> words)
    {
        var (bot, root, folder) = ("", Directory.GetCurrentDirectory(), "");
        var options = new KillOptions(new SiteOptions("", "", ""), Kills: 40, Seed: 1);
        for (var i = 0; i < words.Count; i++)
        {
            string Value() => ++i < words.Count ? words[i] : throw new FormatException($"{words[i - 1]} needs a value");
            options = words[i] switch
            {
                "--kills" => options with { Kills = Number(Value()) },
                "--seed" => options with { Seed = Number(Value()) },
                "--mix" => options with { Mix = Known(Value().Split(',')) },
                "--points" => options with { Points = true },
                "--point" => options with { Point = Value() },
                "--rate" => options with { Rate = Number(Value()) },
                "--watch" => options with { Watch = Number(Value()) },
                "--round" => options with { Round = TimeSpan.FromMilliseconds(Number(Value())) },
                "--bot" => Also(options, bot = Value()),
                "--root" => Also(options, root = Value()),
                "--folder" => Also(options, folder = Value()),
                var unknown => throw new FormatException($"{unknown} is not known"),
            };
        }

        return bot.Length == 0
            ? throw new FormatException("--bot must name the built Bot.Api.dll")
            : options with { Site = new(bot, root, folder.Length > 0 ? folder : Path.Combine(root, ".data", "chaos", $"kills-{options.Seed.ToString(CultureInfo.InvariantCulture)}")) };
    }

    private static KillOptions Also(KillOptions options, string _) => options;

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new FormatException($"{text} is no number");

    private static string[] Known(string[] mix) =>
        mix.All(m => m is "app" or "postgres" or "both" or "freeze") ? mix : throw new FormatException("--mix takes app, postgres, both and freeze");
}
