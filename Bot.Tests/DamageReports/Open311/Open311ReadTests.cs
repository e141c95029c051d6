using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Tests.Console;
using Bot.Tests.Console.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports.Open311;

/// <summary>GeoReport v2 as its readers expect it: names and order of fields, both formats, filters, limits and faults.</summary>
[Category("database")]
[NonParallelizable]
public sealed class Open311ReadTests
{
    /// <summary>The fields of a request, in the order of the specification.</summary>
    private static readonly string[] Fields =
    [
        "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
        "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
    ];

    private ConsoleHost _host = null!;
    private Open311Client _client = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _client = new Open311Client(_host);
        var first = await DamageSamples.Report(_host, "street-lamp", DamageWorld.Honcho, "U-311-1", "花子の家の前", telephone: "0999001234", remark: "秘密の言葉");
        var second = await DamageSamples.Report(_host, "wildlife", new(36.74234, 138.31267), "U-311-2");
        await DamageSamples.Report(_host, "park", DamageWorld.Honcho, "U-311-3");
        await Acts(first, new CaseMove.Accept());
        await Acts(first, new CaseMove.Plan(new DateOnly(2026, 12, 24)));
        await Acts(second, new CaseMove.Finish());
        await _host.Database.InTown(DamageWorld.Hoshimi, async tx =>
        {
            var stored = (await DamageSearch.Read(tx, DamageWorld.Hoshimi, first, default))!;
            await _host.Get<DamageReportsModule>().Publications.Say(tx, stored, DamageRig.Clerk.Actor, 0, null, "街路灯 <1本> & 「点灯しない」", default);
            await _host.Get<DamageReportsModule>().Publications.Answer(tx, stored, DamageRig.Clerk.Actor, Guid.NewGuid(), "部品を\u000b待っています。", default);
        }, default);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [TestCase("discovery")]
    [TestCase("services")]
    [TestCase("services/pothole")]
    [TestCase("requests")]
    [TestCase("requests/D08-00001")]
    [TestCase("servicerequestupdates")]
    [TestCase("services/volcano")]
    [TestCase("requests.csv")]
    public async Task Bodies_are_what_was_reviewed_and_both_formats_say_the_same(string path)
    {
        var (name, isCsv) = (path.Replace('/', '-').Replace('.', '-'), path.EndsWith(".csv", StringComparison.Ordinal));
        var xml = await _client.Get(isCsv ? path : $"{path}.xml");
        GoldenBody.Check($"{name}.xml", await xml.Content.ReadAsStringAsync());
        if (!isCsv)
        {
            var json = await _client.Get($"{path}.json");
            json.StatusCode.ShouldBe(xml.StatusCode);
            GoldenBody.Check($"{name}.json", await json.Content.ReadAsStringAsync());
            Flat(await Open311Client.Xml(xml)).ShouldBe(Flat(await Open311Client.Json(json)));
        }
    }

    [Test]
    public async Task A_request_has_the_fields_of_the_specification_in_its_order_and_nothing_of_anybody()
    {
        var json = await _client.GetJson("requests.json");
        var xml = await Open311Client.Xml(await _client.Get("requests.xml"));
        json.EnumerateArray().ShouldAllBe(r => r.EnumerateObject().Select(p => p.Name).SequenceEqual(Fields));
        xml.Elements("request").ShouldAllBe(r => r.Elements().Select(e => e.Name.LocalName).SequenceEqual(Fields));
        var one = json.EnumerateArray().Single(r => r.GetProperty("service_code").GetString() == "street-lamp");
        one.GetProperty("description").GetString().ShouldBe("街路灯 <1本> & 「点灯しない」");
        one.GetProperty("status_notes").GetString().ShouldBe("部品を待っています。", "what no XML may hold is left out");
        one.GetProperty("expected_datetime").GetString().ShouldBe("2026-12-24T00:00:00+09:00");
        one.GetProperty("lat").GetDouble().ShouldBe(36.742);
        var bear = json.EnumerateArray().Single(r => r.GetProperty("service_code").GetString() == "wildlife");
        (bear.GetProperty("status").GetString(), bear.GetProperty("lat").GetDouble(), bear.GetProperty("long").GetDouble()).ShouldBe(("closed", 36.742, 138.313), "only about 100 m");
        foreach (var personal in (string[])["花子", "秘密", "0999001234", "山田", "U-311"])
        {
            (json.ToString() + xml).ShouldNotContain(personal);
        }
    }

    [Test]
    public async Task What_may_be_reported_stands_under_services_and_what_comes_only_in_a_disaster_does_not()
    {
        var codes = (await _client.GetJson("services.json")).EnumerateArray().Select(s => s.GetProperty("service_code").GetString()!).ToList();
        codes.ShouldBe(DamageWorld.Plan.Offered.Select(k => k.Code));
        codes.ShouldNotContain("flood");
        (await _client.Get("services/flood.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _client.GetJson("services.json?lang=en"))[0].GetProperty("service_name").GetString().ShouldBe("Pothole or crack");
        (await _client.Get("../discovery.xml")).StatusCode.ShouldBe(HttpStatusCode.OK, "the version may be left out");
    }

    [TestCase("", 2)]
    [TestCase("?status=open", 1)]
    [TestCase("?status=closed", 1)]
    [TestCase("?status=open,closed", 2)]
    [TestCase("?service_code=wildlife", 1)]
    [TestCase("?service_code=wildlife,street-lamp,volcano", 2)]
    [TestCase("?service_code=volcano", 0)]
    [TestCase("?service_request_id=D08-00001", 1)]
    [TestCase("?service_request_id=D08-00001,D08-00002,D08-99999,x%00&status=nonsense-is-overridden", -1)]
    [TestCase("?service_request_id=D08-00001,D08-00002&service_code=park&start_date=2001-01-01&end_date=2001-01-02", 2)]
    [TestCase("?service_request_id=x", 0)]
    [TestCase("?start_date=2001-01-01T00:00:00Z", 0)]
    [TestCase("?end_date=2001-01-01T00:00:00%2B09:00", 0)]
    [TestCase("?start_date=&status=&service_code=", 2)]
    [TestCase("?jurisdiction_id=hoshimi", 2)]
    [TestCase("?jurisdiction_id=town.hoshimi.example.jp", 2)]
    public async Task Filters_are_those_of_the_specification(string query, int count)
    {
        if (count < 0)
        {
            (await Open311Client.Faults(await _client.Get($"requests.json{query}"), HttpStatusCode.BadRequest)).ShouldBe(["status must be open or closed"]);
            return;
        }

        (await _client.GetJson($"requests.json{query}")).GetArrayLength().ShouldBe(count);
    }

    [TestCase("requests.json?start_date=2026-01-01&end_date=2026-05-01", HttpStatusCode.BadRequest, "90 days")]
    [TestCase("requests.xml?start_date=yesterday", HttpStatusCode.BadRequest, "start_date")]
    [TestCase("requests.xml?start_date=2026-05-02&end_date=2026-05-01", HttpStatusCode.BadRequest, "before")]
    [TestCase("requests.json?start_date=2026-13-01T00:00:00Z", HttpStatusCode.BadRequest, "start_date")]
    [TestCase("requests.json?start_date=٢٠٢٦-٠١-٠١", HttpStatusCode.BadRequest, "start_date")]
    [TestCase("requests.json?status=done", HttpStatusCode.BadRequest, "open or closed")]
    [TestCase("requests.json?jurisdiction_id=kawabe", HttpStatusCode.NotFound, "jurisdiction_id")]
    [TestCase("requests/D08-99999.json", HttpStatusCode.NotFound, "service_request_id")]
    [TestCase("requests/D08-00003.xml", HttpStatusCode.NotFound, "service_request_id")]
    [TestCase("requests/x%0By.json", HttpStatusCode.NotFound, "service_request_id")]
    [TestCase("requests", HttpStatusCode.BadRequest, ".xml or .json")]
    [TestCase("volcanoes.json", HttpStatusCode.NotFound, "resource")]
    [TestCase("tokens/0123456789abcdef0123456789abcdef.json", HttpStatusCode.NotFound, "token")]
    [TestCase("tokens/x.xml", HttpStatusCode.NotFound, "token")]
    [TestCase("servicerequestupdates.xml?start_date=2026-01-01&end_date=2026-12-01", HttpStatusCode.BadRequest, "90 days")]
    [TestCase("servicerequestupdates.json?api_key=wrong", HttpStatusCode.Forbidden, "api_key")]
    [TestCase("requests/D08-00001.json?api_key=wrong", HttpStatusCode.Forbidden, "api_key")]
    public async Task Faults_come_in_the_format_asked_for(string path, HttpStatusCode status, string why) =>
        (await Open311Client.Faults(await _client.Get(path), status)).ShouldContain(w => w.Contains(why, StringComparison.Ordinal));

    [Test]
    public async Task What_nobody_serves_is_a_fault_too()
    {
        (await Open311Client.Faults(await _client.Get("requests.json", "nowhere"), HttpStatusCode.NotFound)).Count.ShouldBe(1);
        (await Open311Client.Faults(await _client.Get("services.xml", "mizuho-union"), HttpStatusCode.NotFound)).Count.ShouldBe(1);
        (await _client.GetJson("services.json", "kawabe")).GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Test]
    public async Task Who_has_the_same_already_gets_nothing_again()
    {
        var first = await _client.Get("requests.json");
        first.Headers.CacheControl!.ToString().ShouldBe("public, max-age=60");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/hoshimi/open311/v2/requests.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await _client.Send(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var head = new HttpRequestMessage(HttpMethod.Head, "/hoshimi/open311/v2/requests.xml");
        (await _client.Send(head)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<CaseOutcome.Done> Acts(Guid id, CaseMove move) => _host.Database.InTown(DamageWorld.Hoshimi, async tx =>
        (await _host.Get<DamageReportsModule>().Cases.Act(tx, DamageWorld.Hoshimi, id, DamageRig.Clerk, move, default)).ShouldBeOfType<CaseOutcome.Done>(), default);

    /// <summary>All that an answer says, one line a value.</summary>
    private static List<string> Flat(XElement xml) => xml.HasElements ? [.. xml.Elements().SelectMany(Flat)] : xml.IsEmpty || xml.Value.Length == 0 ? [] : [xml.Value];

    private static List<string> Flat(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => [.. json.EnumerateArray().SelectMany(Flat)],
        JsonValueKind.Object => [.. json.EnumerateObject().SelectMany(p => Flat(p.Value))],
        JsonValueKind.Null => [],
        JsonValueKind.Number => [json.GetDouble().ToString("R", CultureInfo.InvariantCulture)],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        _ => [json.GetString()!],
    };
}
