using System.Text.Json.Nodes;
using Bot.Infrastructure.Stripe;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Stripe.StripeStandIn;

namespace Bot.Tests.Stripe;

public sealed class StripeClientTests
{
    private static readonly Dictionary<string, object?> Order = new()
    {
        ["line_items"] = new[]
        {
            new Dictionary<string, object?> { ["quantity"] = 1, ["price_data"] = new Dictionary<string, object?> { ["unit_amount"] = 600 } },
        },
        ["expires_at"] = 1_795_003_600,
        ["metadata"] = new Dictionary<string, object?> { ["payment"] = "p-1" },
    };

    private StripeStandIn _stripe = null!;

    [SetUp]
    public void SetUp() => _stripe = new StripeStandIn(new HastyClock());

    [TearDown]
    public void TearDown() => _stripe.Dispose();

    [Test]
    public async Task A_session_is_made_with_our_version_key_and_account()
    {
        var session = Value(await Create("key-1"));
        session.Amount.ShouldBe(new(600));
        session.Status.ShouldBe("open");
        session.PaymentId.ShouldBe("p-1");
        session.Url.ShouldBe("https://pay.example/cs_test_1");
        var call = _stripe.Calls.ShouldHaveSingleItem();
        (call.Key, call.Version, call.Authorization).ShouldBe(("key-1", "2026-10-28.endive", "Bearer sk_test_x"));
    }

    [Test]
    public async Task A_lost_answer_is_asked_for_again_under_the_same_key_and_makes_nothing_new()
    {
        var losses = 1;
        _stripe.Lose = _ => losses-- > 0;
        var answer = (await Create("key-1")).ShouldBeOfType<StripeAnswer<StripeSession>.Good>();
        answer.Replayed.ShouldBeTrue();
        _stripe.World.Sessions.Count().ShouldBe(1);
        _stripe.Calls.Select(c => c.Key).ShouldBe(["key-1", "key-1"]);
    }

    [Test]
    public async Task The_same_key_with_another_order_is_our_own_mistake()
    {
        await Create("key-1");
        var other = new Dictionary<string, object?>(Order) { ["locale"] = "en" };
        Error(await _stripe.Client().CreateSession(Account, other, "key-1", default)).ShouldBeOfType<StripeError.KeyReused>();
        _stripe.Calls.Count.ShouldBe(2);
    }

    [TestCase(500, null, 3)]
    [TestCase(503, null, 3)]
    [TestCase(409, null, 3)]
    [TestCase(503, "false", 1)]
    [TestCase(400, null, 1)]
    [TestCase(400, "true", 3)]
    [TestCase(401, null, 1)]
    [TestCase(402, null, 1)]
    [TestCase(404, null, 1)]
    [TestCase(429, null, 1)]
    [TestCase(429, "true", 3)]
    public async Task Stripe_decides_what_is_tried_again_and_else_its_own_faults_are(int status, string? says, int tries)
    {
        _stripe.Instead = _ => StripeStandIn.Error(status, "api_error", null, says is null ? [] : [("Stripe-Should-Retry", says)]);
        await Create("key-1");
        _stripe.Calls.Count.ShouldBe(tries);
    }

    [TestCase(400, "invalid_request_error", typeof(StripeError.Invalid))]
    [TestCase(400, "idempotency_error", typeof(StripeError.KeyReused))]
    [TestCase(401, "invalid_request_error", typeof(StripeError.NotAllowed))]
    [TestCase(403, "invalid_request_error", typeof(StripeError.NotAllowed))]
    [TestCase(402, "card_error", typeof(StripeError.Declined))]
    [TestCase(404, "invalid_request_error", typeof(StripeError.NotFound))]
    [TestCase(409, "invalid_request_error", typeof(StripeError.Busy))]
    [TestCase(429, "invalid_request_error", typeof(StripeError.TooMany))]
    [TestCase(502, "api_error", typeof(StripeError.Broken))]
    public async Task Each_refusal_is_told_apart(int status, string type, Type error)
    {
        _stripe.Instead = _ => StripeStandIn.Error(status, type);
        Error(await Create("key-1")).ShouldBeOfType(error);
    }

    [TestCase(200, "not json")]
    [TestCase(200, "{}")]
    [TestCase(200, "[]")]
    public async Task An_answer_that_cannot_be_read_is_no_answer(int status, string body)
    {
        _stripe.Instead = _ => Answer(status, body);
        Error(await Create("key-1")).ShouldBeOfType<StripeError.NoAnswer>();
    }

    [TestCase("<html>bad gateway</html>")]
    [TestCase("{\"error\":\"text\"}")]
    [TestCase("")]
    public async Task A_fault_needs_no_readable_body(string body)
    {
        _stripe.Instead = _ => Answer(502, body);
        Error(await Create("key-1")).ShouldBeOfType<StripeError.Broken>();
    }

    [Test]
    public async Task No_connection_is_tried_three_times_and_then_told()
    {
        _stripe.Instead = _ => throw new HttpRequestException("refused");
        Error(await Create("key-1")).ShouldBeOfType<StripeError.NoAnswer>();
        _stripe.Calls.Count.ShouldBe(3);
    }

    [Test]
    public async Task Being_stopped_is_not_an_answer()
    {
        using var stop = new CancellationTokenSource();
        _stripe.Instead = _ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        };
        await Should.ThrowAsync<OperationCanceledException>(() => _stripe.Client().GetSession(Account, "cs_1", stop.Token));
        _stripe.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task The_money_of_a_session_comes_with_its_fee()
    {
        var session = Value(await Create("key-1"));
        _stripe.World.Pay(session.Id, DateTimeOffset.FromUnixTimeSeconds(1_795_000_100), "paypay");
        var paid = Value(await _stripe.Client().GetSession(Account, session.Id, default));
        (paid.Status, paid.PaymentStatus, paid.Url).ShouldBe(("complete", "paid", null));
        (paid.Intent!.Method, paid.Intent.Fee, paid.Intent.Net).ShouldBe(("paypay", new(21), new(579)));
        _stripe.Calls[^1].Form["expand[1]"].ToString().ShouldBe("payment_intent.latest_charge.balance_transaction");
    }

    [Test]
    public async Task A_link_that_is_not_expanded_and_words_that_are_new_upset_nothing()
    {
        _stripe.Instead = _ => Answer(200, new JsonObject
        {
            ["id"] = "cs_1", ["status"] = "sleeping", ["payment_status"] = 7, ["payment_intent"] = "pi_9", ["metadata"] = "none", ["expires_at"] = "soon", ["amount_total"] = 9e30,
        }.ToJsonString());
        var session = Value(await _stripe.Client().GetSession(Account, "cs_1", default));
        (session.IntentId, session.Intent, session.Status, session.PaymentStatus, session.PaymentId, session.Amount).ShouldBe(("pi_9", null, "sleeping", null, null, null));
    }

    [Test]
    public async Task A_list_is_read_page_by_page()
    {
        for (var i = 0; i < 250; i++)
        {
            await Create($"key-{i}");
        }

        List<string> ids = [];
        string? after = null;
        do
        {
            var page = Value(await _stripe.Client().ListSessions(Account, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, after, default));
            ids.AddRange(page.Items.Select(s => s.Id));
            after = page.Next;
        }
        while (after is not null);
        ids.Distinct().Count().ShouldBe(250);
    }

    [Test]
    public async Task An_id_cannot_lead_to_another_path()
    {
        await _stripe.Client().GetSession(Account, "../account", default);
        _stripe.Calls.Single().Path.ShouldBe("/v1/checkout/sessions/..%2Faccount");
    }

    [Test]
    public async Task The_standing_of_an_account_is_told()
    {
        var standing = Value(await _stripe.Client().GetAccount(Account, default));
        (standing.TakesMoney, standing.Konbini, standing.PayPay).ShouldBe((true, "active", "inactive"));
    }

    [Test]
    public void An_account_never_shows_its_key() => $"{Account}".ShouldBe("Stripe account of hoshimi");

    private Task<StripeAnswer<StripeSession>> Create(string key) => _stripe.Client().CreateSession(Account, Order, key, default);

    private static T Value<T>(StripeAnswer<T> answer) => answer.ShouldBeOfType<StripeAnswer<T>.Good>().Value;

    private static StripeError Error<T>(StripeAnswer<T> answer) => answer.ShouldBeOfType<StripeAnswer<T>.Bad>().Error;
}
