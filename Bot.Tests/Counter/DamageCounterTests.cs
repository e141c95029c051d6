using System.Net;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Counter;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Conversations;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Counter;

/// <summary>Damage reports by telephone and at the counter: the talk's own form on one page, into the same list.</summary>
public sealed class DamageCounterTests : BrowserFixture
{
    private const string Page = "counter/damage-reports/hoshimi";

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public void A_place_is_typed_by_its_name_or_by_its_degrees_and_of_several_one_is_picked()
    {
        Walk(("q-kind", "公園"), ("q-place", "星見駅")).Answers[DamageForms.Place].ShouldBeOfType<Answer.Place>().Label.ShouldBe("星見駅");
        Walk(("q-kind", "公園"), ("q-place-key", "36.7420, 138.3120"), ("q-place", "花子さん宅前")).Answers[DamageForms.Place].ShouldBe(new Answer.Place(DamageWorld.Honcho, "花子さん宅前"));
        Walk(("q-place-key", "35.68, 139.76")).Boxes.Single(b => b.Question.Id == DamageForms.Place).Error.ShouldNotBeNull("another prefecture");

        var asked = Walk(("q-kind", "公園"), ("q-place", "小学校"));
        asked.Answers[DamageForms.Place].ShouldBeNull();
        ((Box.Place)asked.Boxes.Single(b => b.Question.Id == DamageForms.Place)).Options.Select(o => o.Key).ShouldBe(["mark:hoshimi-school", "mark:narusawa-school"]);
        asked.Boxes.ShouldContain(b => b is Box.Waiting, "whether it is known cannot be asked before");
        Walk(("q-kind", "公園"), ("q-place", "小学校"), ("q-place-pick", "mark:narusawa-school")).Answers[DamageForms.Place].ShouldBeOfType<Answer.Place>().Label.ShouldBe("鳴沢小学校");
        Walk(("q-kind", "公園"), ("q-place", "小学校"), ("q-place-pick", "mark:yakuba")).Answers[DamageForms.Place].ShouldBeNull("the pick was for other words");
    }

    [Test]
    public void What_is_known_nearby_is_offered_and_nobody_is_asked_for_a_picture()
    {
        var joined = Walk(("q-kind-key", "pothole"), ("q-place", "本町"), ("q-same", "1"), ("q-danger-there", "1"));
        joined.IsWhole.ShouldBeTrue();
        joined.Answers[DamageForms.Same].ShouldBe(new Answer.Chosen(DamageWorld.Two[0].Id.ToString("n")));
        var fresh = Walk(("q-kind-key", "pothole"), ("q-place", "本町"), ("q-same-key", "none"), ("q-danger", "おそれがある"), ("q-more-key", "nothing"));
        fresh.IsWhole.ShouldBeTrue();
        fresh.Boxes.ShouldNotContain(b => b.Question is PhotoQuestion);
        Walk(("q-kind-key", "pothole"), ("q-place", "本町"), ("q-same-key", "none"), ("q-danger-key", "no"), ("q-more-key", "call")).Boxes.Select(b => b.Question.Id)
            .ShouldBe([DamageForms.Kind, DamageForms.Place, DamageForms.Same, DamageForms.DangerNow, DamageForms.More, DamageForms.Name, DamageForms.Telephone, DamageForms.Remark]);
    }

    [Test]
    public async Task A_call_comes_into_the_same_list_with_its_way_and_the_receipt_moves_it_to_LINE()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (string, string)[] typed =
        [
            ("channel", "phone"), ("q-kind-key", "leak"), ("q-place", "鳴沢小学校の前"), ("q-danger-key", "yes"), ("q-more-key", "call"), ("q-name", "山田 花子"), ("q-telephone", "0999-00-1234"),
            ("q-remark", "夜から出ています"), ("consent", "yes"), ("step", "save"),
        ];
        var missing = await clerk.Send(Page, Page, [.. typed.Where(t => t.Item1 is not ("q-place" or "consent"))]);
        missing.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(missing)).QuerySelectorAll(".summary a").Select(a => a.GetAttribute("href")).ShouldBe(["#q-place", "#consent"], ignoreOrder: true);

        var done = await clerk.Done(await clerk.Page(Page), Page, typed);
        done.QuerySelector(".last")!.TextContent.ShouldNotContain("手数料");
        done.QuerySelectorAll("[name=payment]").ShouldBeEmpty("it costs nothing");
        var id = (await _host.Store.Peek<Guid>("select report_id from damage_report r join intake i on i.module = 'damage-reports' and i.subject = replace(r.report_id::text, '-', '') and i.channel = 'phone'")).Single();
        (await _host.Audited("hoshimi")).ShouldContain("damage-reports.counter/enter phone");

        var row = (await clerk.Page("damage-reports?kind=leak")).QuerySelectorAll("main tbody tr").Single();
        row.TextContent.ShouldContain("（電話）");
        var detail = (await clerk.Page($"damage-reports/{id}")).QuerySelector("main")!.TextContent;
        detail.ShouldContain("電話（職員が聞き取り）");
        detail.ShouldContain("山田 花子");
        detail.ShouldContain("職員が聞き取って受け付け（電話）");

        var slip = (await clerk.Page($"{Page}/slip/{id}")).QuerySelector(".slip")!;
        slip.TextContent.ShouldContain("道路の水漏れ");
        slip.TextContent.ShouldNotContain("手数料");
        foreach (var personal in (string[])["山田", "1234", "鳴沢小学校", "夜から"])
        {
            slip.TextContent.ShouldNotContain(personal);
        }

        var code = SlipCode.In(slip.QuerySelector(".slip-code")!.TextContent)!.Value;
        (await Claims("U0000000000000000000000000000c0de", code, 4321)).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(AdoptionForm.Digits);
        BulkyWaste.BulkyRig.Text(((Verdict.Accepted)await Claims("U0000000000000000000000000000c0de", code, 1234)).Told).ShouldContain("をこのLINEで受け取りました");
        BulkyWaste.BulkyRig.Text(((Verdict.Accepted)await Claims("U0000000000000000000000000000bad0", code, 1234)).Told).ShouldContain("すでに別のLINE");
        (await _host.Store.Peek<string>("select citizen_id from damage_report where report_id = @id", new { id })).ShouldBe(["U0000000000000000000000000000c0de"]);
        (await clerk.Page($"{Page}/slip/{id}")).QuerySelector(".slip-code").ShouldBeNull();
    }

    [Test]
    public async Task Who_leaves_no_telephone_gets_a_receipt_that_nobody_can_take_over()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        await clerk.Done(await clerk.Page(Page), Page, ("channel", "counter"), ("q-kind-key", "park"), ("q-place", "中央公園"), ("q-danger-key", "no"), ("q-more-key", "nothing"), ("consent", "yes"), ("step", "save"));
        var id = (await _host.Store.Peek<Guid>("select report_id from damage_report r join damage_case c using (town_id, case_id) where c.kind = 'park'")).Single();
        (await clerk.Page($"{Page}/slip/{id}")).QuerySelector(".slip-code").ShouldBeNull();
        (await _host.Store.Peek<long>("select count(*) from adoption where subject = @subject", new { subject = $"{id:n}" })).ShouldBe([0]);
        using var auditor = await _host.SignIn("hoshimi", ("environment", Duty.Auditor));
        (await auditor.Get(Page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task A_call_is_typed_by_keyboard_alone()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "通報 係", ("environment", Duty.Clerk)));
        await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{Page}").ToString());
        await ConsoleLook.Check(page, "counter-damage-empty");
        await page.ReloadAsync();
        foreach (var text in (string[])["倒木", "橋", ""])
        {
            await Typed(page, text);
        }

        // Which of the two bridges: its number, then on.
        (await page.Locator(":focus").GetAttributeAsync("name")).ShouldBe("q-place-pick");
        await page.Keyboard.PressAsync("2");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.activeElement.id === 'q-danger'");
        await Typed(page, "1");
        await Typed(page, "1");
        await page.Locator("#consent").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await ConsoleLook.Keep(page, "counter-damage-filled");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForURLAsync(url => url.Contains("last=", StringComparison.Ordinal));
        await ConsoleLook.Check(page, "counter-damage-after");
    }

    private static async Task Typed(Microsoft.Playwright.IPage page, string text)
    {
        var field = await page.Locator(":focus").GetAttributeAsync("id");
        await page.Keyboard.InsertTextAsync(text);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("id => document.activeElement.id !== id", field, new Microsoft.Playwright.PageWaitForFunctionOptions { Timeout = 8000 });
    }

    private Task<Verdict> Claims(string citizen, SlipCode code, int digits) => _host.Database.InTown(new TownId("hoshimi"), tx => _host.Get<AdoptDesk>().Module.Desks[AdoptionForm.Adopt.Id](
        new TurnContext(tx, new TownId("hoshimi"), new CitizenId(citizen), "claim", TimeProvider.System.GetUtcNow()),
        new Effect.Submit(AdoptionForm.Adopt.Id, Answers.None.With(AdoptionForm.Code, new Answer.Words(code.Digits)).With(AdoptionForm.Digits, new Answer.Count(digits))),
        default), default);

    private static PageWalk.Drawn Walk(params (string Name, string Value)[] typed)
    {
        var page = new OnePage(DamageForms.Report, name => typed.Where(t => t.Name == name).Select(t => t.Value).FirstOrDefault() ?? "", DamageWorld.Words, Talk.Noon);
        var facts = Facts.None;
        while (page.Walk(facts, strict: false) is PageWalk.Lacking(var needs))
        {
            facts = needs.Aggregate(facts, (known, need) => known.With(need, DamageWorld.WithTwoNear(need)));
        }

        return (PageWalk.Drawn)page.Walk(facts, strict: false);
    }
}
