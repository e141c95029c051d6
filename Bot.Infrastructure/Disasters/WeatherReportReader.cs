using System.Globalization;
using System.Xml.Linq;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Disasters;

/// <summary>Reads one report of the weather agency (防災情報XML): what it says of municipalities.</summary>
public static class WeatherReportReader
{
    private const string OfCities = "（市町村等）";

    /// <param name="type">As the feed names it.</param>
    /// <returns><c>null</c> when it is none.</returns>
    public static WeatherReport? Read(byte[] body, string type)
    {
        var report = SafeXml.Read(body);
        var (control, head) = (report.Part("Control"), report.Part("Head"));
        if (report is not { Name.LocalName: "Report" } || control is null || head is null
            || Status(control.Text("Status")) is not { } status
            || !DateTimeOffset.TryParse(head.Text("ReportDateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        var isWeather = type.StartsWith("VPWW", StringComparison.Ordinal);
        // A report of the earth or a river without its event cannot be told from another of the same kind.
        if (!isWeather && head.Text("EventID").Length == 0)
        {
            return null;
        }

        return new WeatherReport(
            type, head.Text("Title"), status, Change(head.Text("InfoType")), isWeather ? "" : head.Text("EventID"),
            int.TryParse(head.Text("Serial"), NumberStyles.None, CultureInfo.InvariantCulture, out var serial) ? serial : 0, at.ToUniversalTime(),
            [.. (type.StartsWith("VXKO", StringComparison.Ordinal) ? River(report, head, type) : Cities(head, type)).OfType<AreaWarning>()]);
    }

    private static IEnumerable<AreaWarning?> Cities(XElement head, string type) =>
        from information in head.Part("Headline").Parts("Information")
        where information.Attribute("type")?.Value.EndsWith(OfCities, StringComparison.Ordinal) == true
        from item in information.Parts("Item")
        from kind in item.Parts("Kind")
        from area in item.Parts("Areas").SelectMany(a => a.Parts("Area"))
        select AreaWarning.Of(type, area.Text("Code"), kind.Text("Code"), kind.Text("Name"));

    /// <summary>Of a river the head says how bad it is, and the body which municipalities the water would reach.</summary>
    private static IEnumerable<AreaWarning?> River(XElement report, XElement head, string type)
    {
        var kind = head.Part("Headline").Parts("Information").Select(i => i.Part("Item").Part("Kind")).FirstOrDefault(k => k is not null);
        var cities = report.Part("Body")?.Descendants().Where(e => e.Name.LocalName == "CityCode").Select(e => e.Value.Trim()) ?? [];
        return cities.Distinct(StringComparer.Ordinal).Select(city => AreaWarning.Of(type, city, kind.Text("Code"), head.Text("Title")));
    }

    private static ReportStatus? Status(string word) => word switch
    {
        "通常" => ReportStatus.Real,
        "訓練" => ReportStatus.Drill,
        "試験" => ReportStatus.Test,
        _ => null,
    };

    private static ReportChange Change(string word) => word switch
    {
        "訂正" => ReportChange.Corrected,
        "取消" => ReportChange.Cancelled,
        _ => ReportChange.Issued,
    };
}
