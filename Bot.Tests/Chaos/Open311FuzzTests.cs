using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Bot.Chaos;
using Bot.Chaos.Fuzz;
using Bot.Tests.Console;
using Bot.Tests.Console.DamageReports;
using Bot.Tests.DamageReports;
using Bot.Tests.DamageReports.Open311;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>A short run of hostile calls of Open311 and the public's pages against the whole house; the long one is <c>scripts/chaos --fuzz N --http</c>.</summary>
[Category("database")]
[NonParallelizable]
public sealed class Open311FuzzTests
{
    [Test]
    public async Task No_call_breaks_anything_each_fault_is_told_in_its_format_and_all_that_was_kept_can_be_shown()
    {
        await using var host = await ConsoleHost.Start();
        host.Story.Set("Open311:CallsPerMinute", "1000000");
        host.Story.Set("Open311:WritesPerMinute", "1000000");
        await host.Story.Restart();
        await DamageSamples.Report(host, "pothole", DamageWorld.Honcho, "U-fuzz-1");
        var key = await Open311Client.NewKey(host);
        using var wire = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };
        var statuses = new Dictionary<HttpStatusCode, int>();
        for (var at = 0; at < 500; at++)
        {
            var ask = Open311Bodies.Of(Dice.For(7, (ulong)at), "hoshimi", key);
            using var request = new HttpRequestMessage(ask.Body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(ask.Path, UriKind.Relative));
            request.Content = ask.Body is null ? null : new ByteArrayContent(ask.Body);
            request.Content?.Headers.TryAddWithoutValidation("Content-Type", ask.ContentType);
            using var answer = await wire.SendAsync(request);
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"7:{at} {ask.Path}");
            statuses[answer.StatusCode] = statuses.GetValueOrDefault(answer.StatusCode) + 1;
            if (ask.Path.StartsWith("/hoshimi/open311/", StringComparison.Ordinal) && answer.StatusCode != HttpStatusCode.NotModified && answer.Content.Headers.ContentType is { } type)
            {
                Understood(await answer.Content.ReadAsByteArrayAsync(), type.MediaType, $"7:{at} {ask.Path}");
            }
        }

        // Each kind of answer came: read, reported, refused for each reason.
        statuses.Keys.ShouldBe([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound], ignoreOrder: true);
        (await host.Store.Peek<long>("select count(*) from open311_report")).Single().ShouldBeGreaterThan(20);
        using var clerk = await host.SignIn("hoshimi", ("environment", Bot.Domain.Staff.Duty.Clerk));
        foreach (var id in (await host.Store.Peek<Guid>("select case_id from open311_report order by report_id")).Take(25))
        {
            (await clerk.Get(DamageSamples.Path(id))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        foreach (var path in (string[])["/hoshimi/reports", "/hoshimi/reports.geojson", "/hoshimi/reports.csv", "/hoshimi/open311/v2/requests.xml", "/hoshimi/open311/v2/requests.json", $"/hoshimi/open311/v2/servicerequestupdates.xml?api_key={key}"])
        {
            (await wire.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    private static void Understood(byte[] body, string? type, string which)
    {
        try
        {
            if (type == "application/json")
            {
                using var json = JsonDocument.Parse(body);
            }
            else
            {
                type.ShouldBe("text/xml", which);
                using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
                XDocument.Load(reader);
            }
        }
        catch (Exception broken) when (broken is XmlException or JsonException)
        {
            Assert.Fail($"{which}: {broken.Message}");
        }
    }
}
