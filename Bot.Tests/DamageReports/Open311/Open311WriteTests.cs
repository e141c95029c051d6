using System.Net;
using System.Net.Sockets;
using Bot.Domain.DamageReports;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports;
using Bot.Tests.Console;
using Bot.Tests.Console.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports.Open311;

/// <summary>Reports and news that come by Open311, and the keys that let them in.</summary>
[Category("database")]
[NonParallelizable]
public sealed class Open311WriteTests
{
    private static readonly (string, string)[] Lamp = [("service_code", "street-lamp"), ("lat", "36.7420"), ("long", "138.3120")];

    private ConsoleHost _host = null!;
    private Open311Client _client = null!;
    private Clerk _clerk = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _host.Story.Set("Open311:WritesPerMinute", "1000");
        await _host.Story.Restart();
        _client = new Open311Client(_host) { Key = await Open311Client.NewKey(_host) };
        _clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _client.Dispose();
        _clerk.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task A_report_comes_to_the_same_desk_with_what_is_personal_under_seal_and_its_picture_unfetched()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var picture = $"http://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/a.jpg";
        var number = await _client.Reported(
            [.. Lamp, ("description", "夜に暗い <b>です</b>"), ("first_name", "花子"), ("last_name", "星見"), ("phone", "0999-00-1234"), ("email", "hanako@example.jp"), ("device_id", "d1"), ("account_id", "a1"),
            ("address_string", "本町 郵便局の前"), ("attribute[danger]", "yes"), ("media_url", picture)]);
        var id = await Id(number);
        var stored = await Stored(id);
        (stored.Kind, stored.Danger, stored.Target, stored.State).ShouldBe(("street-lamp", Danger.Yes, new RouteTarget.Department("construction"), new ReportState.New()));
        var page = (await _clerk.Page(DamageSamples.Path(id))).QuerySelector("main")!;
        page.TextContent.ShouldContain("Open311 から届きました（鍵「市民アプリ」）");
        foreach (var told in (string[])["星見 花子", "0999-00-1234", "hanako@example.jp", "夜に暗い <b>です</b>", "本町 郵便局の前", picture])
        {
            page.TextContent.ShouldContain(told);
        }

        page.QuerySelectorAll($"a[href='{picture}'], img[src='{picture}']").ShouldBeEmpty();
        trap.Pending().ShouldBeFalse("nobody went to look at the picture");
        var open = string.Concat(await _host.Store.Peek<string>("select (to_jsonb(r) - 'person')::text from damage_report r union all select to_jsonb(c)::text from damage_case c union all select to_jsonb(t)::text from timeline t"))
            + await (await _client.Get($"requests/{number}.json")).Content.ReadAsStringAsync() + await (await _client.Get("requests.xml")).Content.ReadAsStringAsync();
        foreach (var personal in (string[])["花子", "00-1234", "hanako", "暗い", "郵便局", picture])
        {
            open.ShouldNotContain(personal);
        }
    }

    [Test]
    public async Task The_same_identifier_makes_one_report_even_at_once_and_each_key_has_its_own()
    {
        var before = await Count();
        (string, string)[] same = [.. Lamp, ("attribute[external_id]", "fms-77")];
        var numbers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _client.Reported(same)));
        numbers.Distinct().Count().ShouldBe(1);
        (await Count()).ShouldBe(before + 1);
        using var other = new Open311Client(_host) { Key = await Open311Client.NewKey(_host, title: "別のアプリ") };
        (await other.Reported(same)).ShouldNotBe(numbers[0]);
        using var header = new HttpRequestMessage(HttpMethod.Post, "/hoshimi/open311/v2/requests.xml");
        header.Content = new FormUrlEncodedContent(Lamp.Append(("api_key", _client.Key!)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        header.Headers.Add("Idempotency-Key", "fms-77");
        (await Open311Client.Xml(await _client.Send(header))).Element("request")!.Element("service_request_id")!.Value.ShouldBe(numbers[0]);
        (await _client.Reported(Lamp)).ShouldNotBe(await _client.Reported(Lamp), "without an identifier each is a report of its own");
    }

    [TestCase("lat=38.5&long=137.5&service_code=pothole", 400, "outside this town")]
    [TestCase("lat=35.68&long=139.76&service_code=pothole", 400, "outside this town")]
    [TestCase("lat=91&long=138&service_code=pothole", 400, "lat must be")]
    [TestCase("lat=NaN&long=138&service_code=pothole", 400, "lat must be")]
    [TestCase("lat=1e2&long=138&service_code=pothole", 400, "lat must be")]
    [TestCase("lat=36.742&service_code=pothole", 400, "lat and long")]
    [TestCase("service_code=pothole", 400, "lat and long")]
    [TestCase("address_id=5&service_code=pothole", 400, "address_id is not supported")]
    [TestCase("address_string=Atlantis&service_code=pothole", 400, "names no known part")]
    [TestCase("lat=36.742&long=138.312", 400, "service_code was not provided")]
    [TestCase("lat=36.742&long=138.312&service_code=volcano", 404, "service_code is not known")]
    [TestCase("lat=36.742&long=138.312&service_code=flood", 404, "service_code is not known")]
    [TestCase("lat=36.742&long=138.312&service_code=pothole&attribute[danger]=maybe", 400, "attribute[danger]")]
    [TestCase("lat=36.742&long=138.312&service_code=pothole&media_url=file:///etc/passwd", 400, "media_url")]
    [TestCase("lat=36.742&long=138.312&service_code=pothole&jurisdiction_id=kawabe", 404, "jurisdiction_id")]
    public async Task What_is_wrong_is_told_and_nothing_is_kept(string form, int status, string why)
    {
        var before = await Count();
        (string, string)[] fields = [.. form.Split('&').Select(f => f.Split('=', 2)).Select(f => (f[0], f[1]))];
        (await Open311Client.Faults(await _client.Post("requests.xml", fields), (HttpStatusCode)status)).ShouldContain(w => w.Contains(why, StringComparison.Ordinal));
        (await Open311Client.Faults(await _client.Post("requests.json", fields), (HttpStatusCode)status)).Count.ShouldBe(1);
        (await Count()).ShouldBe(before);
    }

    [Test]
    public async Task Several_faults_are_told_at_once_and_bodies_that_are_no_forms_are_refused()
    {
        (await Open311Client.Faults(await _client.Post("requests.json", ("description", new string('長', 4001)), ("first_name", new string('a', 201))), HttpStatusCode.BadRequest)).Count.ShouldBe(4);
        foreach (var (type, body) in ((string, string)[])
        [
            ("application/json", """[{"service_code":"pothole"}]"""), ("text/xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"), ("multipart/form-data; boundary=x", "--x--"),
            ("application/x-www-form-urlencoded", "%ff=%ff"), ("application/x-www-form-urlencoded; charset=shift_jis", "a=b"),
        ])
        {
            using var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/hoshimi/open311/v2/requests.json") { Content = content };
            (await Open311Client.Faults(await _client.Send(request), HttpStatusCode.BadRequest)).Single().ShouldContain("form", Case.Sensitive, type);
        }
    }

    [Test]
    public async Task Words_for_the_place_are_enough_and_a_place_in_the_next_town_is_handed_over()
    {
        var number = await _client.Reported(("service_code", "pothole"), ("address_string", "天ノ沢の橋のたもと"));
        (await Stored(await Id(number))).Point.ShouldBe(new(36.7158, 138.3142));
        var over = await _client.Reported(("service_code", "drain"), ("lat", "36.7041"), ("long", "138.3572"));
        (await Stored(await Id(over))).Target.ShouldBe(new RouteTarget.OtherTown(DamageWorld.Kawabe));
        await _host.Database.InTown(DamageWorld.Kawabe, tx => _host.Get<DamageReportsModule>().Parcels.Collect(tx, DamageWorld.Kawabe, default), default);
        (await _host.Store.Peek<long>("select count(*) from damage_case where town_id = 'kawabe' and kind = 'drain'")).ShouldBe([1]);
        (await Open311Client.Faults(await _client.Get($"requests/{over}.json"), HttpStatusCode.Gone)).Count.ShouldBe(1, "the other town tells of it");
        (await _client.GetJson($"requests/{over}.json?api_key={_client.Key}")).GetArrayLength().ShouldBe(1, "who sent it may follow it");
    }

    [Test]
    public async Task Only_a_key_opens_and_only_what_it_may_until_it_is_taken_back()
    {
        using var nobody = new Open311Client(_host);
        (await Open311Client.Faults(await nobody.Post("requests.xml", Lamp), HttpStatusCode.Forbidden)).Single().ShouldContain("not provided");
        nobody.Key = _client.Key + "x";
        (await Open311Client.Faults(await nobody.Post("requests.json", Lamp), HttpStatusCode.Forbidden)).Single().ShouldContain("not known");
        nobody.Key = await Open311Client.NewKey(_host, report: false);
        (await Open311Client.Faults(await nobody.Post("requests.json", Lamp), HttpStatusCode.Forbidden)).Single().ShouldContain("may not");
        using var kawabe = new HttpRequestMessage(HttpMethod.Post, "/kawabe/open311/v2/requests.json");
        kawabe.Content = new FormUrlEncodedContent(Lamp.Append(("api_key", _client.Key!)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        (await Open311Client.Faults(await _client.Send(kawabe), HttpStatusCode.Forbidden)).Single().ShouldContain("not known", Case.Sensitive, "a key is one town's");

        using var chief = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        (await chief.Send("damage-reports/keys", "/keys", ("title", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var answer = await chief.Send("damage-reports/keys", "/keys", ("title", "通報アプリ <b>"), ("report", "1"));
        var page = await Forms.Surfer.Page(answer);
        var key = page.QuerySelector(".key code")!.TextContent;
        page.QuerySelector("main table")!.TextContent.ShouldContain("通報アプリ <b>");
        (await chief.Page("damage-reports/keys")).DocumentElement.OuterHtml.ShouldNotContain(key, Case.Sensitive, "it is shown once");
        (await _host.Store.Peek<long>("select count(*) from open311_key where position(@key::bytea in hash) > 0", new { key = System.Text.Encoding.UTF8.GetBytes(key) })).ShouldBe([0]);
        using var app = new Open311Client(_host) { Key = key };
        await app.Reported(Lamp);
        (await Open311Client.Faults(await app.Post("servicerequestupdates.json", ("update_id", "1")), HttpStatusCode.Forbidden)).Single().ShouldContain("may not");
        var used = await chief.Page("damage-reports/keys");
        var row = used.QuerySelectorAll("main tbody tr").First(r => r.TextContent.Contains("通報アプリ", StringComparison.Ordinal));
        row.QuerySelector("[data-label=最後に送った日]")!.TextContent.ShouldNotBe("まだ");
        await chief.Done(used, row.QuerySelector("form")!.GetAttribute("action")!);
        (await Open311Client.Faults(await app.Post("requests.json", Lamp), HttpStatusCode.Forbidden)).Single().ShouldContain("taken back");
        var log = await _host.Audited("hoshimi");
        log.ShouldContain("damage-reports.keys/made");
        log.ShouldContain("damage-reports.keys/revoked");
    }

    [Test]
    public async Task News_is_laid_beside_the_case_once_and_steps_are_read_back_in_FixMyStreets_words()
    {
        var number = await _client.Reported([("service_code", "park"), .. Lamp.Skip(1)]);
        var id = await Id(number);
        (string, string)[] news =
        [
            ("service_request_id", number), ("update_id", "u-1"), ("status", "CLOSED"), ("updated_datetime", "2026-11-27T10:00:00+09:00"), ("description", "もう直っていました"), ("email", "hanako@example.jp"), ("first_name", "花子"),
            ("media_url[]", "https://example.jp/1.jpg"), ("media_url[]", "https://example.jp/2.jpg"),
        ];
        var first = await Open311Client.Json(await _client.Post("servicerequestupdates.json", news));
        var again = await Open311Client.Xml(await _client.Post("servicerequestupdates.xml", news));
        again.Name.LocalName.ShouldBe("service_request_updates");
        again.Element("request_update")!.Element("update_id")!.Value.ShouldBe(first[0].GetProperty("update_id").GetString());
        var notes = (await _clerk.Page(DamageSamples.Path(id))).QuerySelectorAll(".timeline .note").Select(n => n.TextContent).ToList();
        notes.Single().ShouldContain("もう直っていました");
        notes[0].ShouldContain("https://example.jp/2.jpg");
        (await Stored(id)).State.ShouldBe(new ReportState.New(), "what others say of the state changes nothing");
        (await _host.Store.Peek<bool>("select bool_or(position(convert_to('直って', 'UTF8') in words) > 0) from timeline where kind = 'note'")).ShouldBe([false]);

        foreach (var move in (CaseMove[])[new CaseMove.Accept(), new CaseMove.Plan(new DateOnly(2026, 12, 24)), new CaseMove.Start(), new CaseMove.Finish()])
        {
            await _host.Database.InTown(DamageWorld.Hoshimi, async tx => (await _host.Get<DamageReportsModule>().Cases.Act(tx, DamageWorld.Hoshimi, id, DamageRig.Clerk, move, default)).ShouldBeOfType<CaseOutcome.Done>(), default);
        }

        (await Steps("servicerequestupdates.json", number)).ShouldBeEmpty("nobody has published it");
        (await Steps($"servicerequestupdates.json?api_key={_client.Key}", number)).ShouldBe(["investigating", "action_scheduled", "in_progress", "fixed"]);
        (await Steps($"servicerequestupdates.json?api_key={_client.Key}&start_date=2001-01-01", number)).ShouldBeEmpty();
        (await _client.GetJson($"requests/{number}.json?api_key={_client.Key}"))[0].GetProperty("status").GetString().ShouldBe("closed");
        (await Open311Client.Faults(await _client.Get($"requests/{number}.json"), HttpStatusCode.NotFound)).Count.ShouldBe(1);
        var lacking = await Open311Client.Faults(await _client.Post("servicerequestupdates.xml", ("update_id", "u-2")), HttpStatusCode.BadRequest);
        lacking.ShouldBe(["service_request_id was not provided", "status was not provided", "updated_datetime was not provided", "description was not provided"]);
        (await Open311Client.Faults(await _client.Post("servicerequestupdates.xml", [.. news.Skip(1), ("service_request_id", "D08-99999")]), HttpStatusCode.NotFound)).Count.ShouldBe(1);
    }

    [Test]
    public async Task A_token_leads_to_the_id_of_what_came_by_a_key()
    {
        var number = await _client.Reported(Lamp);
        var token = (await _host.Store.Peek<Guid>("select report_id from damage_report where case_id = @id", new { id = await Id(number) })).Single();
        (await _client.GetJson($"tokens/{token:n}.json"))[0].GetProperty("service_request_id").GetString().ShouldBe(number);
    }

    private async Task<List<string?>> Steps(string path, string number) =>
        [.. (await _client.GetJson(path)).EnumerateArray().Where(u => u.GetProperty("service_request_id").GetString() == number).Select(u => u.GetProperty("status").GetString())];

    private async Task<Guid> Id(string number) => (await _host.Store.Peek<Guid>("select case_id from damage_case where town_id = 'hoshimi' and number = @number", new { number })).Single();

    private async Task<StoredCase> Stored(Guid id) => (await _host.Database.ReadInTown(DamageWorld.Hoshimi, tx => DamageSearch.Read(tx, DamageWorld.Hoshimi, id, default), default))!;

    private async Task<long> Count() => (await _host.Store.Peek<long>("select count(*) from damage_report")).Single();
}
