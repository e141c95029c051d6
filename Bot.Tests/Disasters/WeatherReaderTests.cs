using System.Text;
using Bot.Domain.Disasters;
using Bot.Infrastructure.Disasters;
using Bot.Simulator;
using Bot.Simulator.Weather;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Disasters;

/// <summary>Reading what the weather agency sends, and what somebody else might send in its place.</summary>
public sealed class WeatherReaderTests
{
    private static readonly Uri Home = new("https://jma.example/xml/feed/");

    [Test]
    public void A_feed_names_the_reports_that_matter_and_none_on_another_host()
    {
        const string good = "https://jma.example/xml/data/20261128010000_0_VPWW56_990000.xml";
        string[] others =
        [
            "https://evil.example/xml/data/20261128010000_0_VPWW56_990000.xml", "http://jma.example/xml/data/20261128010000_0_VPWW56_990000.xml",
            "https://jma.example:8443/xml/data/20261128010000_0_VPWW56_990000.xml", "https://me@jma.example/xml/data/20261128010000_0_VPWW56_990000.xml",
            "https://jma.example/xml/data/20261128010000_0_VPFD51_990000.xml", "https://jma.example/xml/data/../../etc/passwd", "file:///etc/passwd", "/xml/data/x.xml", "",
        ];
        var entries = string.Concat(others.Append(good).Select(a => $"<entry><id>{a}</id><updated>2026-11-28T01:00:00Z</updated><link href=\"{a}\"/></entry>"));
        var feed = WeatherFeed.Read(Encoding.UTF8.GetBytes($"<feed xmlns=\"http://www.w3.org/2005/Atom\">{entries}</feed>"), Home)!.Value;
        feed.Select(e => e.Id).ShouldBe([good]);
        feed[0].ShouldSatisfyAllConditions(e => e.Type.ShouldBe("VPWW56"), e => e.Region.ShouldBe("990000"));
    }

    [TestCase("<!DOCTYPE feed [<!ENTITY a \"b\">]><feed>&a;</feed>")]
    [TestCase("<!DOCTYPE feed SYSTEM \"file:///etc/passwd\"><feed/>")]
    [TestCase("<feed>")]
    [TestCase("<html/>")]
    [TestCase("")]
    [TestCase("\u0000")]
    public void What_is_no_plain_feed_is_none(string text)
    {
        WeatherFeed.Read(Encoding.UTF8.GetBytes(text), Home).ShouldBeNull();
        WeatherReportReader.Read(Encoding.UTF8.GetBytes(text), "VPWW55").ShouldBeNull();
    }

    [Test]
    public void A_report_says_status_change_time_and_the_warnings_of_each_municipality()
    {
        var report = Read(new WeatherOrder("9900100", "landslide-4", Change: "訂正"), "VPWW56")!;
        report.ShouldSatisfyAllConditions(
            r => r.Status.ShouldBe(ReportStatus.Real), r => r.Change.ShouldBe(ReportChange.Corrected), r => r.Family.ShouldBe("VPWW56"),
            r => r.Warnings.ShouldBe([new AreaWarning("9900100", WarningKind.Landslide, "49", "レベル４土砂災害危険警報", 4)]));
        Read(new WeatherOrder("9900100", "rain-5", Status: "訓練"), "VPWW55")!.Status.ShouldBe(ReportStatus.Drill);
        Read(new WeatherOrder("9900100", "rain-5", Status: "試験"), "VPWW55")!.Status.ShouldBe(ReportStatus.Test);
        Read(new WeatherOrder("9900100", "rain-5", Status: "なにか"), "VPWW55").ShouldBeNull("what nobody knows is not taken for real");
    }

    [Test]
    public void A_river_reaches_the_municipalities_that_its_report_names_and_an_earthquake_those_that_felt_it()
    {
        var river = Read(new WeatherOrder("9900100", "river-5", EventId: "990000000001"), "VXKO55")!;
        river.Family.ShouldBe("VXKO/990000000001");
        river.Warnings.Single().ShouldSatisfyAllConditions(w => w.Area.ShouldBe("9900100"), w => w.Kind.ShouldBe(WarningKind.Flood), w => w.Name.ShouldBe("みずほ川レベル５氾濫特別警報"));
        Read(new WeatherOrder("9900100", "quake-5-"), "VXSE53")!.Warnings.Single().Level.ShouldBe(50);
    }

    private static WeatherReport? Read(WeatherOrder order, string type)
    {
        var weather = new FakeWeather(new SimulatorClock(TimeProvider.System));
        return WeatherReportReader.Read(Encoding.UTF8.GetBytes(weather.Report(weather.Issue(order)[0])!), type);
    }
}
