using System.Globalization;

namespace Bot.Grow;

/// <summary>What to measure. Rates are events a second, of one town.</summary>
internal sealed record Order(
    IReadOnlyList<Uri> Webhooks, int LinePort, TimeSpan LineLatency, TimeSpan Length, TimeSpan WarmUp, double Rate, double Times, int Rounds, int Users)
{
    /// <exception cref="FormatException">A word that is none of ours, or a value that is no number.</exception>
    internal static Order From(IReadOnlyList<string> words)
    {
        var given = words.Chunk(2).ToDictionary(
            pair => pair is [{ } name, _] && name.StartsWith("--", StringComparison.Ordinal) ? name[2..] : throw new FormatException($"'{pair[0]}' stands alone"),
            pair => pair[1], StringComparer.Ordinal);
        double Number(string name, double usual) =>
            given.Remove(name, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : usual;
        string Needed(string name) => given.Remove(name, out var value) ? value : throw new FormatException($"--{name} is missing");

        var order = new Order(
            [.. Needed("webhooks").Split(',').Select(u => new Uri(u.TrimEnd('/') + "/webhooks/line/"))],
            int.Parse(Needed("line"), CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(Number("line-ms", 50)),
            TimeSpan.FromSeconds(Number("seconds", 20)), TimeSpan.FromSeconds(Number("warm-up", 5)),
            Number("rate", 40), Number("times", 10), (int)Number("rounds", 3), (int)Number("users", 400));
        return given.Count == 0 ? order : throw new FormatException($"--{given.Keys.First()} is not known");
    }
}
