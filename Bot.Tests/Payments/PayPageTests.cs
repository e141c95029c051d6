using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Bot.Api.Payments;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

[Category("database")]
public sealed class PayPageTests
{
    private PaymentsRig _rig = null!;
    private PaymentHouse _house = null!;

    [SetUp]
    public async Task SetUp()
    {
        _rig = await PaymentsRig.New();
        _house = await PaymentHouse.Open(_rig);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _house.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Test]
    public async Task Until_the_page_is_made_it_says_so_and_looks_again_by_itself()
    {
        var payment = await _rig.Ask("R-1");
        var (response, page) = await Get(payment);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Refresh").ShouldBe(["4"]);
        Heading(page).ShouldBe("ただいま準備中です");
    }

    [Test]
    public async Task An_open_payment_leads_on_to_Stripe()
    {
        var payment = await _rig.Opened("R-1");
        var (response, _) = await Get(payment);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.ToString().ShouldBe("https://pay.example/cs_test_1");
    }

    [Test]
    public async Task Who_comes_back_without_paying_or_asks_for_another_language_is_not_sent_on_at_once()
    {
        var payment = await _rig.Opened("R-1");
        var (_, back) = await Get(payment, "?back=1");
        Heading(back).ShouldBe("お支払いはまだ済んでいません");
        back.QuerySelector("a.button")!.GetAttribute("href").ShouldBe("https://pay.example/cs_test_1");
        var (_, english) = await Get(payment, "?lang=en");
        Heading(english).ShouldBe("You have not paid yet");
        english.DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Test]
    public async Task Who_comes_back_from_paying_waits_for_Stripes_word()
    {
        var payment = await _rig.Opened("R-1");
        _rig.Stripe.World.Pay("cs_test_1", _rig.Clock.Now);
        var (checking, page) = await Get(payment, "?done=1");
        Heading(page).ShouldBe("お支払いを確認しています");
        checking.Headers.Contains("Refresh").ShouldBeTrue();
        await _rig.Deliver(_rig.Stripe.World.Events);
        var (paid, thanks) = await Get(payment, "?done=1");
        Heading(thanks).ShouldBe("お支払いが済みました");
        paid.Headers.Contains("Refresh").ShouldBeFalse();
        thanks.QuerySelector("main a.button")!.GetAttribute("href")!.ShouldStartWith("https://line.me/");
    }

    [Test]
    public async Task A_voucher_is_explained_with_the_way_to_its_number()
    {
        var payment = await _rig.Opened("R-1");
        _rig.Stripe.World.TakeVoucher("cs_test_1", _rig.Clock.Now.AddDays(2));
        _rig.Stripe.World.Intent("pi_cs_test_1")!["next_action"]!["konbini_display_details"]!["hosted_voucher_url"] = "https://pay.example/voucher/1";
        await _rig.Deliver(_rig.Stripe.World.Events);
        var (_, page) = await Get(payment);
        Heading(page).ShouldBe("コンビニでお支払いください");
        page.QuerySelector("main a.button")!.GetAttribute("href").ShouldBe("https://pay.example/voucher/1");
    }

    [Test]
    public async Task A_page_that_ran_out_offers_another_attempt_which_leads_on_again()
    {
        var payment = await _rig.Opened("R-1");
        _rig.Stripe.World.Expire("cs_test_1");
        await _rig.Deliver(_rig.Stripe.World.Events);
        var (_, page) = await Get(payment);
        var form = page.QuerySelector("main form")!;
        using var again = await _house.Http.PostAsync(form.GetAttribute("action"), null);
        again.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        again.Headers.Location!.ToString().ShouldBe($"/hoshimi/pay/{payment.Code}?back=1");
        using var twice = await _house.Http.PostAsync(form.GetAttribute("action"), null);
        Heading((await Get(payment)).Page).ShouldBe("ただいま準備中です");
        await _rig.Send();
        (await Get(payment)).Response.Headers.Location!.ToString().ShouldBe("https://pay.example/cs_test_2");
        (await _rig.Latest("R-1")).Attempt.ShouldBe(2);
    }

    [Test]
    public async Task A_page_that_must_have_run_out_leads_nowhere()
    {
        var payment = await _rig.Opened("R-1");
        _rig.Clock.Now = _rig.Clock.Now.AddHours(24);
        Heading((await Get(payment)).Page).ShouldBe("お支払いを確認しています");
    }

    [TestCase("kawabe")]
    [TestCase("x")]
    [TestCase("..%2f")]
    public async Task Another_towns_address_opens_nothing(string town)
    {
        var payment = await _rig.Opened("R-1");
        using var response = await _house.Http.GetAsync($"/{town}/pay/{payment.Code}");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [TestCase("AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("x")]
    [TestCase("%E3%81%82")]
    [TestCase("'; drop table payment")]
    public async Task A_code_that_is_not_ours_finds_nothing(string code)
    {
        using var response = await _house.Http.GetAsync($"/hoshimi/pay/{code}");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Nothing_is_kept_and_nothing_foreign_is_loaded_and_nobody_is_named()
    {
        var payment = await _rig.Ask("R-1");
        var (response, page) = await Get(payment);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        page.QuerySelectorAll("script, style, [style], [onclick]").ShouldBeEmpty();
        page.QuerySelectorAll("main h1").Length.ShouldBe(1);
        page.DocumentElement.TextContent.ShouldNotContain("粗大ごみ");
        page.DocumentElement.OuterHtml.ShouldNotContain(payment.Citizen!.Value.Value);
        page.DocumentElement.OuterHtml.ShouldNotContain("R-1");
    }

    [Test]
    public async Task While_the_database_is_away_the_page_says_so_and_tries_again()
    {
        await using var away = Database.Open("Host=127.0.0.1;Port=1;Username=linebot_app;Database=none;Timeout=2");
        await using var house = await PaymentHouse.Open(_rig, away);
        using var response = await house.Http.GetAsync("/hoshimi/pay/AAAAAAAAAAAAAAAAAAAAAA");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.Contains("Refresh").ShouldBeTrue();
    }

    [Test]
    public void Every_state_has_something_to_say_in_every_complete_language()
    {
        var words = Infrastructure.Wording.WordingFiles.Load();
        PaymentState[] states =
        [
            new PaymentState.Requested(), new PaymentState.Open(), new PaymentState.Open(new Voucher(null)), new PaymentState.Paid(),
            new PaymentState.Failed(true), new PaymentState.Failed(false), new PaymentState.Expired(true), new PaymentState.Expired(false),
            new PaymentState.Refunding(), new PaymentState.Refunded(true), new PaymentState.Refunded(false),
            .. Enum.GetValues<RefundHurdle>().Select(hurdle => new PaymentState.RefundNeeded(hurdle)),
        ];
        var steps = from state in states
                    from visit in Enum.GetValues<PayVisit>()
                    from now in new[] { PaymentSamples.Noon, PaymentSamples.Noon.AddHours(4), PaymentSamples.Noon.AddDays(9) }
                    select PayStep.Of(PaymentSamples.In(state, PaymentSamples.ByCard), now, visit);
        foreach (var told in steps.Append(PayStep.Away).Append(PayStep.Of(null, PaymentSamples.Noon, PayVisit.Coming)).OfType<PayStep.Told>())
        {
            foreach (var language in Language.Complete)
            {
                words.Has($"pay.{told.What}.title", language).ShouldBeTrue($"{told.What} {language}");
                words.Has($"pay.{told.What}.body", language).ShouldBeTrue($"{told.What} {language}");
            }
        }
    }

    private async Task<(HttpResponseMessage Response, IDocument Page)> Get(Payment payment, string query = "")
    {
        var response = await _house.Http.GetAsync($"/hoshimi/pay/{payment.Code}{query}");
        return (response, await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync()));
    }

    private static string Heading(IDocument page) => page.QuerySelector("main h1")!.TextContent.Trim();
}
