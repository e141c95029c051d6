using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bot.Simulator.Weather;

/// <summary>What is to be said of a municipality.</summary>
/// <param name="Area">Its code, of seven digits.</param>
/// <param name="What">A key of <see cref="WeatherKinds"/>, or <c>clear</c>.</param>
/// <param name="Status">通常, 訓練 or 試験.</param>
/// <param name="Change">発表, 訂正 or 取消.</param>
/// <param name="MinutesAgo">How long ago it was issued, for what comes late.</param>
/// <param name="EventId">For a further report of the same earthquake or river; a new one when absent.</param>
public sealed record WeatherOrder(string Area, string What, string Status = "通常", string Change = "発表", int MinutesAgo = 0, string? EventId = null);

/// <summary>A stand-in for the weather agency: two feeds, and reports in the shape of 防災情報XML. Nothing in it is true.</summary>
public sealed class FakeWeather(SimulatorClock clock)
{
    private readonly Lock gate = new();
    private readonly List<Issued> issued = [];
    private readonly Dictionary<(string Type, string Area), string> standing = [];

    /// <summary>While set, every call fails.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often something was asked for, by name.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (gate) return [.. asked];
        }
    }

    private readonly List<string> asked = [];

    /// <returns>The names of the reports that were issued.</returns>
    public IReadOnlyList<string> Issue(WeatherOrder order)
    {
        lock (gate)
        {
            if (order.What == "clear")
            {
                return [.. standing.Keys.Where(k => k.Area == order.Area).ToList().Select(k =>
                {
                    standing.Remove(k);
                    return Add(order, k.Type, "00");
                })];
            }

            var kind = WeatherKinds.Find(order.What) ?? throw new ArgumentException("what: " + string.Join(", ", WeatherKinds.All.Select(k => k.Key)), nameof(order));
            if (order.Status == "通常" && order.Change != "取消" && !kind.IsQuake) standing[(kind.Type, order.Area)] = kind.Code;
            return [Add(order, kind.Type, kind.Code)];
        }
    }

    public string? Report(string name)
    {
        lock (gate)
        {
            asked.Add(name);
            return issued.Find(i => i.Name == name)?.Xml;
        }
    }

    /// <returns>The feed with its mark, which changes when the feed does.</returns>
    public (string Xml, string ETag) Feed(string name, string home)
    {
        lock (gate)
        {
            asked.Add(name);
            var entries = issued.Where(i => i.Feed == name).OrderByDescending(i => i.At).Select(i => $"""
                <entry><title>{i.Title}</title><id>{home}/data/{i.Name}</id><updated>{i.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</updated><author><name>みずほ気象台</name></author><link type="application/xml" href="{home}/data/{i.Name}"/><content type="text">見本の情報です。</content></entry>
                """);
            var xml = $"""
                <?xml version="1.0" encoding="utf-8"?>
                <feed xmlns="http://www.w3.org/2005/Atom" lang="ja"><title>見本のフィード</title><id>urn:linebot:{name}</id>{string.Concat(entries)}</feed>
                """;
            return (xml, $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(xml)))[..16]}\"");
        }
    }

    private string Add(WeatherOrder order, string type, string code)
    {
        var at = clock.GetUtcNow().AddMinutes(-order.MinutesAgo);
        var kind = WeatherKinds.Of(type, code);
        var region = order.Area.Length >= 2 ? order.Area[..2] + "0000" : "990000";
        var name = string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMddHHmmss}_{issued.Count}_{type}_{region}.xml");
        var all = standing.Where(s => s.Key.Type == type && s.Key.Area != order.Area).Select(s => (s.Key.Area, Code: s.Value)).Append((order.Area, Code: code)).ToList();
        issued.Add(new Issued(name, kind.IsQuake ? "eqvol" : "extra", kind.Title, at, WeatherReportXml.Write(order, type, kind.Title, at, order.EventId ?? $"{at.UtcDateTime:yyyyMMddHHmmss}{issued.Count}", issued.Count, all)));
        return name;
    }

    private sealed record Issued(string Name, string Feed, string Title, DateTimeOffset At, string Xml);
}
