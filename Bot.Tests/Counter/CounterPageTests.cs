using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Dom;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Counter;

/// <summary>The counter as staff use it: one page, the keyboard, a receipt on paper.</summary>
public sealed class CounterPageTests : BrowserFixture
{
    private const string Page = "counter/bulky-waste/hoshimi";

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_request_by_telephone_goes_to_the_same_desk_and_keeps_who_typed_it()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var done = await Taken(clerk, ("note", "長女の方"));
        done.QuerySelector(".last")!.TextContent.ShouldContain("受付番号");
        var row = (await _host.Store.Peek<Row>(
            """
            select i.channel, i.typed_by, i.note, r.citizen_id, r.state, r.request_id from intake i
              join bulky_request r on r.town_id = i.town_id and r.request_id::text = replace(i.subject, '-', '')::uuid::text
             where i.typed_by = @id
            """, new { id = clerk.Staff.Id.Value })).Single();
        row.Channel.ShouldBe("phone");
        row.CitizenId.ShouldBeNull();
        row.State.ShouldBe("awaiting-payment");
        System.Text.Encoding.UTF8.GetString(row.Note!).ShouldNotContain("長女");
        (await _host.Audited("hoshimi")).ShouldContain("bulky-waste.counter/enter phone");

        var slip = await clerk.Page($"{Page}/slip/{row.RequestId}");
        var text = slip.QuerySelector(".slip")!.TextContent;
        text.ShouldContain("扇風機");
        text.ShouldNotContain("星見 花子");
        text.ShouldNotContain("0999001234");
        text.ShouldNotContain("1番地");
        slip.QuerySelectorAll(".slip svg").Length.ShouldBe(2, "to pay, and for LINE");
        (await clerk.Page($"{Page}/slip/{row.RequestId}?lang=en")).QuerySelector(".slip")!.TextContent.ShouldContain("How to pay");
        var code = slip.QuerySelector(".slip-code")!.TextContent;
        using var anybody = new Surfer(_host.Address);
        (await Surfer.Page(await anybody.Get($"/hoshimi/adopt/{code.Replace("-", "", StringComparison.Ordinal)}"))).QuerySelector(".big")!.TextContent.ShouldBe(code);
        (await anybody.Get($"/hoshimi/adopt/{code[..^1]}{(code[^1] - '0' + 1) % 10}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a slip of the finger");
    }

    [Test]
    public async Task Cash_at_the_counter_gives_the_number_at_once()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var done = await Taken(clerk, ("channel", "counter"), ("payment", "Cash"));
        done.QuerySelector(".last .large")!.TextContent.ShouldMatch(@"\d{4}-\d{4}-\d");
        (await _host.Store.Peek<string>("select method from payment where method is not null")).ShouldContain("cash");
        var id = (await _host.Store.Peek<Guid>("select request_id from bulky_request where number is not null order by asked_at desc limit 1"))[0];
        var story = (await clerk.Page($"bulky-waste/hoshimi/{id}")).QuerySelector(".timeline")!.TextContent;
        story.ShouldContain("職員が聞き取って受け付け（窓口）");
        story.ShouldMatch(@"番号 \d{4}-\d{4}-\d");
        var slip = await clerk.Page(done.QuerySelector(".last a")!.GetAttribute("href")!);
        slip.QuerySelector(".slip-digits")!.TextContent.ShouldMatch(@"\d{4}-\d{4}-\d");
        slip.QuerySelectorAll(".slip svg").Length.ShouldBe(1, "nothing is left to pay");
    }

    [Test]
    public async Task What_is_missing_is_listed_and_nothing_typed_is_lost()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        const string name = "星<script>alert(1)</script>‮見👨‍👩‍👧";
        var answer = await clerk.Send(Page, Page, ("step", "save"), ("q-items-1", "ソファ"), ("q-name", name), ("q-telephone", "12"), ("payment", "Cash"), ("channel", "phone"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await Surfer.Page(answer);
        var wrong = page.QuerySelectorAll(".summary a").Select(a => a.GetAttribute("href")!).ToList();
        wrong.ShouldContain("#q-items-1");
        wrong.ShouldContain("#q-telephone");
        wrong.ShouldContain("#consent");
        wrong.ShouldContain("#payment-Cash");
        wrong.ShouldAllBe(link => page.QuerySelector(link) != null || link == "#payment-Cash");
        ((IHtmlInputElement)page.QuerySelector("#q-name")!).Value.ShouldBe(name);
        page.QuerySelectorAll("main script").Length.ShouldBe(0);
        page.QuerySelectorAll("select[name=q-items-1-key] option").Length.ShouldBe(5);
    }

    [Test]
    public async Task A_day_that_has_just_become_full_keeps_everything_typed()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var (page, fields) = await Typed(clerk);
        var day = fields.Single(f => f.Name == "q-day-key").Value;
        var zone = (await _host.Store.Peek<string>("select zone from bulky_day where day = @day::date union all select 'h1' limit 1", new { day }))[0];
        await _host.Store.Peek<int>(
            "insert into bulky_day (town_id, zone, day, capacity, taken) values ('mizuho-union', @zone, @day::date, 0, 0) on conflict (town_id, zone, day) do update set capacity = 0", new { zone, day });
        var answer = await clerk.Send(page, Page, [.. fields, ("step", "save")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await Surfer.Page(answer);
        again.QuerySelector(".summary")!.TextContent.ShouldContain("収集日");
        ((IHtmlInputElement)again.QuerySelector("#q-name")!).Value.ShouldBe("星見 花子");
        again.QuerySelectorAll($"input[value='{day}']").Length.ShouldBe(0);
        await _host.Store.Peek<int>("update bulky_day set capacity = null where zone = @zone and day = @day::date returning 1", new { zone, day });
    }

    [Test]
    public async Task Sent_twice_it_is_one_request()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var (page, fields) = await Typed(clerk);
        var first = await clerk.Send(page, Page, [.. fields, ("step", "save")]);
        var second = await clerk.Send(page, Page, [.. fields, ("step", "save")]);
        second.Headers.Location.ShouldBe(first.Headers.Location);
    }

    [Test]
    public async Task Staff_of_a_union_type_for_the_towns_that_it_serves_and_for_no_other()
    {
        using var union = await _host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        (await union.Page("counter/bulky-waste")).QuerySelectorAll(".cards a").Length.ShouldBe(2);
        await Taken(union);
        (await _host.Store.Peek<string>("select actor_home from audit_entry where town_id = 'hoshimi' and action = 'bulky-waste.counter/enter'")).ShouldContain("mizuho-union");

        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await clerk.Get("counter/bulky-waste/kawabe")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var crew = await _host.SignIn("hoshimi", ("environment", Duty.Crew));
        (await crew.Get(Page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task Ten_telephone_requests_in_a_row_without_the_mouse()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "電話 係", ("environment", Duty.Clerk)));
        await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{Page}").ToString());
        await ConsoleLook.Check(page, "counter-empty");
        await page.ReloadAsync();
        var (keys, last) = (0, "none");
        var watch = Stopwatch.StartNew();
        for (var request = 1; request <= 10; request++)
        {
            foreach (var text in (string[])["扇風機2台", "", "本町", "1", "1", "星見 花子", "", "0999001234", $"本町{request}番地", ""])
            {
                var field = await page.Locator(":focus").GetAttributeAsync("id");
                await page.Keyboard.InsertTextAsync(text);
                await page.Keyboard.PressAsync("Enter");
                await page.WaitForFunctionAsync("id => document.activeElement.id !== id", field, new PageWaitForFunctionOptions { Timeout = 8000 });
                keys += text.Length + 1;
            }

            // Payment and language stay as they are; the note is left out; then the consent.
            foreach (var key in (string[])["Enter", "Enter", "Enter", "Space"])
            {
                await page.Keyboard.PressAsync(key);
                keys++;
            }

            await ConsoleLook.Keep(page, "counter-filled");
            await page.Keyboard.PressAsync("Control+Enter");
            await page.WaitForURLAsync(url => url.Contains("last=", StringComparison.Ordinal) && !url.Contains(last, StringComparison.Ordinal), new PageWaitForURLOptions { Timeout = 8000 });
            last = new Uri(page.Url).Query;
            keys++;
            (await page.Locator(".last").CountAsync()).ShouldBe(1, await page.Locator("main").InnerTextAsync());
            (await page.Locator(":focus").GetAttributeAsync("id")).ShouldBe("q-items-1");
        }

        await TestContext.Out.WriteLineAsync($"ten requests: {keys} keys, {watch.Elapsed.TotalSeconds:F1} s");
        (await _host.Store.Peek<long>("select count(*) from bulky_request")).Single().ShouldBeGreaterThanOrEqualTo(10);
        await ConsoleLook.Check(page, "counter-after");
        await page.Keyboard.InsertTextAsync("ソファ");
        await page.WaitForSelectorAsync(".suggest:not([hidden]) [role=option]");
        await ConsoleLook.Keep(page, "counter-suggest");
        await page.GotoAsync(await page.Locator(".last a").First.EvaluateAsync<string>("a => a.href"));
        await ConsoleLook.Check(page, "counter-slip");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        (await page.Locator(".side").IsVisibleAsync()).ShouldBeFalse();
        (await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true })).Length.ShouldBeGreaterThan(5000);
    }

    /// <summary>A page with all typed; day and area as they come after a look.</summary>
    private static async Task<(IHtmlDocument Page, List<(string Name, string Value)> Fields)> Typed(Clerk clerk, params (string Name, string Value)[] more)
    {
        List<(string Name, string Value)> fields =
        [
            ("q-items-1", "扇風機2台"), ("q-area", "本町"), ("q-spot", "1"), ("q-name", "星見 花子"), ("q-telephone", "0999-00-1234"), ("q-address", "本町1番地"), ("consent", "yes"), .. more,
        ];
        var page = await Surfer.Page(await clerk.Send(Page, Page, [.. fields, ("step", "draw")]));
        page.QuerySelector("#total")!.TextContent.ShouldContain("600円");
        var day = page.QuerySelectorAll("input[name=q-day-key]").OfType<IHtmlInputElement>().Last();
        return (page, [.. fields, ("q-day-key", day.Value)]);
    }

    private static async Task<IHtmlDocument> Taken(Clerk clerk, params (string Name, string Value)[] more)
    {
        var (page, fields) = await Typed(clerk, more);
        return await clerk.Done(page, Page, [.. fields, ("step", "save")]);
    }

    private sealed record Row(string Channel, Guid TypedBy, byte[]? Note, string? CitizenId, string State, Guid RequestId);
}
