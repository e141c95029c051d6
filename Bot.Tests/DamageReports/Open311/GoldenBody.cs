using System.Text.RegularExpressions;
using Bot.Tests.House;
using Shouldly;

namespace Bot.Tests.DamageReports.Open311;

/// <summary>Bodies as they were reviewed. UPDATE_GOLDEN=1 writes what came out; the diff is then reviewed like code.</summary>
internal static partial class GoldenBody
{
    /// <summary>Compares, with our address, moments and made-up ids put aside.</summary>
    public static void Check(string name, string body)
    {
        var file = Path.Combine(Sources.Root, "Bot.Tests", "DamageReports", "Open311", "Golden", name);
        var now = Id.Replace(Moment.Replace(Address.Replace(body, "https://bot.example/"), "2026-11-27T12:00:00+09:00"), "0123456789abcdef0123456789abcdef") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, now);
        }

        now.ShouldBe(File.ReadAllText(file), name);
    }

    [GeneratedRegex(@"http://localhost:\d+/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Moment { get; }

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id { get; }
}
