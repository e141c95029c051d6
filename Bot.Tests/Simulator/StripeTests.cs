using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bot.Simulator;
using Bot.Simulator.Stripe;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Simulator;

[TestFixture]
internal sealed class StripeTests
{
    private Playground play = null!;

    private StripeAccount Account => play.Stripe.Account("hoshimi");

    [SetUp]
    public async Task Open() => play = await Playground.Open();

    [TearDown]
    public async Task Close() => await play.DisposeAsync();

    [Test]
    public void The_signature_is_that_of_the_independent_oracle() =>
        Wire.StripeSignature("whsec_test_secret", 1700000000, Encoding.UTF8.GetBytes("""{"id":"evt_test_1","object":"event","type":"checkout.session.completed"}"""))
            .ShouldBe("t=1700000000,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08");

    [Test]
    public async Task A_card_payment_completes_the_session_and_is_told_once_signed()
    {
        var session = await Created();
        ((string?)session["status"]).ShouldBe("open");
        ((int)session["amount_total"]!).ShouldBe(600);
        session["payment_intent"].ShouldBeNull();

        await Account.Pay(Id(session), PayMethod.Card);

        var heard = play.Heard.ShouldHaveSingleItem();
        var time = long.Parse(heard.Headers["Stripe-Signature"].Split(',')[0][2..], System.Globalization.CultureInfo.InvariantCulture);
        heard.Headers["Stripe-Signature"].ShouldBe(Wire.StripeSignature("whsec_hoshimi", time, heard.Body));
        ((string?)heard.Json["type"]).ShouldBe("checkout.session.completed");
        ((string?)heard.Json["data"]!["object"]!["payment_status"]).ShouldBe("paid");
        ((string?)heard.Json["data"]!["object"]!["metadata"]!["receipt"]).ShouldBe("A-1");
        var read = await Get("/stripe/v1/checkout/sessions/" + Id(session) + "?expand[]=payment_intent");
        ((string?)read.Json!["payment_intent"]!["status"]).ShouldBe("succeeded");
        (await Get("/stripe/v1/events/" + heard.Json["id"])).Status.ShouldBe(200);
    }

    [Test]
    public async Task A_konbini_payment_is_complete_but_unpaid_until_the_shop_is_paid()
    {
        var id = Id(await Created());
        await Account.Pay(id, PayMethod.Konbini);
        var waiting = await Get("/stripe/v1/checkout/sessions/" + id);
        ((string?)waiting.Json!["status"], (string?)waiting.Json["payment_status"]).ShouldBe(("complete", "unpaid"));
        var intent = await Get("/stripe/v1/payment_intents/" + waiting.Json["payment_intent"]);
        ((string?)intent.Json!["status"]).ShouldBe("requires_action");
        ((string?)intent.Json["next_action"]!["konbini_display_details"]!["stores"]!["lawson"]!["payment_code"])!.Length.ShouldBe(11);

        await Account.PayVoucher(id);

        play.Heard.Select(h => (string)h.Json["type"]!).ShouldBe(["checkout.session.completed", "checkout.session.async_payment_succeeded"]);
        ((string?)(await Get("/stripe/v1/checkout/sessions/" + id)).Json!["payment_status"]).ShouldBe("paid");
    }

    [Test]
    public async Task A_voucher_lapses_at_the_end_of_its_last_day_in_Japan()
    {
        var id = Id(await Created());
        await Account.Pay(id, PayMethod.Konbini);
        play.Clock.Offset = Account.Session(id)!.VoucherUntil!.Value - DateTimeOffset.UtcNow - TimeSpan.FromSeconds(30);
        play.Stripe.Tick();
        Account.Session(id)!.Intent!.Status.ShouldBe("requires_action");
        play.Clock.Offset += TimeSpan.FromSeconds(60);
        play.Stripe.Tick();
        await play.Stripe.Webhooks.Idle();
        ((string?)play.Heard.Last().Json["type"]).ShouldBe("checkout.session.async_payment_failed");
        ((string?)play.Heard.Last().Json["data"]!["object"]!["payment_status"]).ShouldBe("unpaid");
    }

    [Test]
    public async Task An_open_session_expires_by_time_and_by_call_but_only_once()
    {
        var (early, late) = (Id(await Created()), Id(await Created()));
        (await Post($"/stripe/v1/checkout/sessions/{early}/expire", "", null)).Status.ShouldBe(200);
        (await Post($"/stripe/v1/checkout/sessions/{early}/expire", "", null)).Status.ShouldBe(400);
        play.Clock.Offset = TimeSpan.FromHours(25);
        play.Stripe.Tick();
        await play.Stripe.Webhooks.Idle();
        Account.Session(late)!.Status.ShouldBe("expired");
        play.Heard.Select(h => (string)h.Json["type"]!).ShouldBe(["checkout.session.expired", "checkout.session.expired"]);
    }

    [Test]
    public async Task The_same_key_and_parameters_make_one_session_and_other_parameters_are_refused()
    {
        var first = await Post("/stripe/v1/checkout/sessions", Form(), "key-1");
        var again = await Post("/stripe/v1/checkout/sessions", Form(), "key-1");
        var other = await Post("/stripe/v1/checkout/sessions", Form(amount: 400), "key-1");

        again.Json!.ToJsonString().ShouldBe(first.Json!.ToJsonString());
        again.Headers["Idempotent-Replayed"].ShouldBe("true");
        (other.Status, (string?)other.Json!["error"]!["type"]).ShouldBe((400, "idempotency_error"));
        play.Ledger.Count("session").ShouldBe(1);
    }

    [Test]
    public async Task A_refused_request_does_not_use_up_its_key()
    {
        (await Post("/stripe/v1/checkout/sessions", Form(amount: 1), "key-1")).Status.ShouldBe(400);
        (await Post("/stripe/v1/checkout/sessions", Form(), "key-1")).Status.ShouldBe(200);
    }

    [TestCase("&payment_method_types[0]=card", "parameter_unknown")]
    [TestCase("&expires_at=1", null)]
    [TestCase("&payment_method_options[konbini][expires_after_days]=61", null)]
    [TestCase("&line_items[0][price_data][unit_amount]=10.5", "parameter_invalid_integer")]
    public async Task What_Stripe_refuses_is_refused(string more, string? code)
    {
        var answer = await Post("/stripe/v1/checkout/sessions", more.Contains("unit_amount", StringComparison.Ordinal) ? Form().Replace("unit_amount%5D=300", "unit_amount%5D=10.5", StringComparison.Ordinal) : Form() + more, null);
        (answer.Status, (string?)answer.Json!["error"]!["code"]).ShouldBe((400, code));
    }

    [TestCase(100, "card,paypay")]
    [TestCase(300_001, "card,paypay")]
    [TestCase(1_000_001, "card")]
    public async Task Methods_follow_from_the_amount(int amount, string methods)
    {
        var session = (await Post("/stripe/v1/checkout/sessions", Form(amount, quantity: 1), null)).Json!;
        string.Join(',', session["payment_method_types"]!.AsArray().Select(m => (string)m!)).ShouldBe(methods);
    }

    [Test]
    public async Task A_call_without_a_version_or_with_a_wrong_key_is_refused()
    {
        (await Get("/stripe/v1/checkout/sessions", version: null)).Status.ShouldBe(400);
        (await Get("/stripe/v1/checkout/sessions", secret: "sk_test_other")).Status.ShouldBe(401);
        (await Get("/stripe/v1/nothing")).Status.ShouldBe(404);
    }

    [Test]
    public async Task The_list_is_paged_newest_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, Id(await Created()));
        var first = (await Get("/stripe/v1/checkout/sessions?limit=2")).Json!;
        var second = (await Get($"/stripe/v1/checkout/sessions?limit=3&starting_after={ids[1]}")).Json!;
        first["data"]!.AsArray().Select(s => (string)s!["id"]!).ShouldBe(ids.Take(2));
        ((bool)first["has_more"]!).ShouldBeTrue();
        second["data"]!.AsArray().Select(s => (string)s!["id"]!).ShouldBe(ids.Skip(2));
        ((bool)second["has_more"]!).ShouldBeFalse();
        (await Get($"/stripe/v1/checkout/sessions?created[gte]={DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}")).Json!["data"]!.AsArray().ShouldBeEmpty();
    }

    [Test]
    public async Task A_refund_never_gives_back_more_than_was_paid()
    {
        var id = Id(await Created());
        await Account.Pay(id, PayMethod.Card);
        var intent = Account.Session(id)!.Intent!.Id;
        (await Post("/stripe/v1/refunds", $"payment_intent={intent}&amount=400", "r1")).Status.ShouldBe(200);
        (await Post("/stripe/v1/refunds", $"payment_intent={intent}&amount=201", "r2")).Status.ShouldBe(400);
        (await Post("/stripe/v1/refunds", $"payment_intent={intent}", "r3")).Json!["amount"]!.GetValue<int>().ShouldBe(200);
        ((string?)(await Post("/stripe/v1/refunds", $"payment_intent={intent}", "r4")).Json!["error"]!["code"]).ShouldBe("charge_already_refunded");
        play.Ledger.Count("refund").ShouldBe(2);
    }

    [Test]
    public async Task A_konbini_refund_needs_an_address_and_waits_for_the_resident()
    {
        var id = Id(await Created());
        await Account.Pay(id, PayMethod.Konbini);
        await Account.PayVoucher(id);
        var intent = Account.Session(id)!.Intent!.Id;
        (await Post("/stripe/v1/refunds", $"payment_intent={intent}", null)).Status.ShouldBe(400);
        var refund = await Post("/stripe/v1/refunds", $"payment_intent={intent}&instructions_email=a%40example.jp", null);
        ((string?)refund.Json!["status"]).ShouldBe("requires_action");
        await Account.Settle((string)refund.Json["id"]!, succeeded: true);
        await play.Stripe.Webhooks.Idle();
        play.Heard.Select(h => (string)h.Json["type"]!).ShouldContain("refund.updated");
    }

    [Test]
    public async Task The_payment_page_takes_the_card_and_leads_back()
    {
        var id = Id(await Created());
        (await play.Http.GetStringAsync("/stripe/checkout/" + id)).ShouldContain("¥600");
        using var refused = await play.Http.PostAsync($"/stripe/checkout/{id}/pay", Fields(("method", "card"), ("card", "4000 0000 0000 0002")));
        ((int)refused.StatusCode).ShouldBe(402);
        using var paid = await play.Http.PostAsync($"/stripe/checkout/{id}/pay", Fields(("method", "card"), ("card", "4242 4242 4242 4242")));
        ((int)paid.StatusCode).ShouldBe(303);
        paid.Headers.Location!.OriginalString.ShouldBe("https://bot.example/thanks?session=" + id);
        Account.Session(id)!.PaymentStatus.ShouldBe("paid");
    }

    private static FormUrlEncodedContent Fields(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static string Id(JsonObject session) => (string)session["id"]!;

    private async Task<JsonObject> Created() => (await Post("/stripe/v1/checkout/sessions", Form(), null)).Json!;

    private static string Form(int amount = 300, int quantity = 2) => string.Join('&', new (string Name, string Value)[]
    {
        ("mode", "payment"),
        ("line_items[0][price_data][currency]", "jpy"),
        ("line_items[0][price_data][unit_amount]", amount.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("line_items[0][price_data][product_data][name]", "粗大ごみ処理券"),
        ("line_items[0][quantity]", quantity.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("success_url", "https://bot.example/thanks?session={CHECKOUT_SESSION_ID}"),
        ("cancel_url", "https://bot.example/back"),
        ("metadata[receipt]", "A-1"),
        ("payment_intent_data[metadata][receipt]", "A-1"),
    }.Select(f => Uri.EscapeDataString(f.Name) + "=" + Uri.EscapeDataString(f.Value)));

    private Task<Answer> Get(string path, string? version = "2026-10-28.endive", string secret = "sk_test_hoshimi") => Send(HttpMethod.Get, path, null, null, version, secret);

    private Task<Answer> Post(string path, string form, string? key) => Send(HttpMethod.Post, path, form, key, "2026-10-28.endive", "sk_test_hoshimi");

    private async Task<Answer> Send(HttpMethod method, string path, string? form, string? key, string? version, string secret)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (version is not null) request.Headers.Add("Stripe-Version", version);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (form is not null) request.Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        return await Playground.Read(await play.Http.SendAsync(request));
    }
}
