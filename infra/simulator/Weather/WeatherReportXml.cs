using System.Xml.Linq;

namespace Bot.Simulator.Weather;

/// <summary>Writes a report in the shape of the agency's XML, with the parts that readers of warnings look at.</summary>
internal static class WeatherReportXml
{
    private static readonly XNamespace Jmx = "http://xml.kishou.go.jp/jmaxml1/";
    private static readonly XNamespace Basis = "http://xml.kishou.go.jp/jmaxml1/informationBasis1/";
    private static readonly XNamespace Meteorology = "http://xml.kishou.go.jp/jmaxml1/body/meteorology1/";

    /// <param name="all">What holds in each municipality from now on: a report of the weather says it of all.</param>
    public static string Write(WeatherOrder order, string type, string title, DateTimeOffset at, string eventId, int serial, IReadOnlyList<(string Area, string Code)> all)
    {
        var own = WeatherKinds.Find(order.What);
        var isWeather = type.StartsWith("VPWW", StringComparison.Ordinal);
        var time = at.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        var head = new XElement(Basis + "Head",
            new XElement(Basis + "Title", own?.IsRiver == true ? $"みずほ川{own.Name}" : title),
            new XElement(Basis + "ReportDateTime", time),
            new XElement(Basis + "TargetDateTime", time),
            new XElement(Basis + "EventID", isWeather ? "" : eventId),
            new XElement(Basis + "InfoType", order.Change),
            new XElement(Basis + "Serial", isWeather ? "" : serial),
            new XElement(Basis + "InfoKind", isWeather ? "気象警報・注意報" : title),
            new XElement(Basis + "InfoKindVersion", "1.5_0"),
            new XElement(Basis + "Headline", new XElement(Basis + "Text", "これは見本の情報です。"), order.Change == "取消" ? null : Headline(type, own, all)));
        var body = new XElement(Meteorology + "Body", type.StartsWith("VXKO", StringComparison.Ordinal) && own is not null
            ? new XElement(Meteorology + "Warning", new XAttribute("type", "指定河川洪水予報"), new XElement(Meteorology + "Item", new XElement(Meteorology + "Areas",
                new XElement(Meteorology + "Area", new XElement(Meteorology + "City", "見本の町"), new XElement(Meteorology + "CityCode", order.Area)))))
            : null);
        return new XDeclaration("1.0", "utf-8", null) + "\n" + new XElement(Jmx + "Report",
            new XElement(Jmx + "Control",
                new XElement(Jmx + "Title", title),
                new XElement(Jmx + "DateTime", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)),
                new XElement(Jmx + "Status", order.Status),
                new XElement(Jmx + "EditorialOffice", "みずほ気象台"),
                new XElement(Jmx + "PublishingOffice", "みずほ気象台")),
            head, body);
    }

    private static XElement Headline(string type, WeatherKind? own, IReadOnlyList<(string Area, string Code)> all) => type switch
    {
        "VXSE53" => Information("震源・震度に関する情報（市町村等）", all.Take(1).Select(a => Item(own!.Name, "", a.Area))),
        _ when type.StartsWith("VXKO", StringComparison.Ordinal) => Information("指定河川洪水予報（予報区域）", [Item(own?.Name ?? "解除", own?.Code ?? "10", "990000000001")]),
        _ => Information("気象警報・注意報（市町村等）", all.Select(a => Item(WeatherKinds.Of(type, a.Code).Name, WeatherKinds.Of(type, a.Code).Code, a.Area))),
    };

    private static XElement Information(string type, IEnumerable<XElement> items) => new(Basis + "Information", new XAttribute("type", type), items);

    private static XElement Item(string name, string code, string area) => new(Basis + "Item",
        new XElement(Basis + "Kind", new XElement(Basis + "Name", name), new XElement(Basis + "Code", code)),
        new XElement(Basis + "Areas", new XAttribute("codeType", "気象・地震・火山情報／市町村等"), new XElement(Basis + "Area", new XElement(Basis + "Name", "見本の町"), new XElement(Basis + "Code", area))));
}
