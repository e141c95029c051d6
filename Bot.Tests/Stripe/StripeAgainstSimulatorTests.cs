using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Stripe;
using Bot.Simulator.Stripe;
using Bot.Tests.Payments;
using Bot.Tests.Simulator;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Shouldly;
using StripeAccount = Bot.Infrastructure.Stripe.StripeAccount;

namespace Bot.Tests.Stripe;

/// <summary>Our Stripe client against the simulator's Stripe, which was written apart from it.</summary>
public sealed class StripeAgainstSimulatorTests
{
    private static readonly TownId Town = new("hoshimi");

    private Playground _play = null!;
    private ServiceLine _line = null!;
    private StripeAgent _agent = null!;

    private Bot.Simulator.Stripe.StripeAccount There => _play.Stripe.Account("hoshimi");

    [SetUp]
    public async Task SetUp()
    {
        _play = await Playground.Open();
        _line = new ServiceLine();
        var settings = new StripeSettings(new Uri(_play.Http.BaseAddress!, "stripe/"), "2026-10-28.endive", "allowed_payment_method_types");
        var client = new StripeClient(_line, settings, new StripeRetry(TimeProvider.System), NullLogger<StripeClient>.Instance);
        _agent = new StripeAgent(client, new StripeAccounts([new StripeAccount(Town, "sk_test_hoshimi", "whsec_hoshimi")]), settings, TimeProvider.System);
    }

    [TearDown]
    public async Task TearDown()
    {
        _line.Dispose();
        await _play.DisposeAsync();
    }

    [Test]
    public async Task A_card_payment_is_opened_paid_told_and_returned()
    {
        var page = await Open();
        page.Stage.ShouldBe(CheckoutStage.Open);
        await There.Pay(page.Checkout.Session, PayMethod.Card);

        var heard = _play.Heard.ShouldHaveSingleItem();
        _agent.Verifies(Town, heard.Headers["Stripe-Signature"], heard.Body, TimeProvider.System.GetUtcNow()).ShouldBeTrue();
        _agent.Understand(Town, heard.Body).ShouldBe(new AgentPointer.ToCheckout(page.Checkout.Session, PaymentSamples.Fresh.Id));

        var paid = await Read(page.Checkout.Session);
        (paid.Stage, paid.Amount, paid.Money!.Method).ShouldBe((CheckoutStage.Paid, new Yen(1200), "card"));
        var order = new RefundOrder(Town, PaymentSamples.Fresh.Id, Guid.NewGuid(), paid.Money.Intent!, new(1200), Session: null, Tried: false);
        var key = Guid.NewGuid();
        var back = Got(await _agent.Refund(order, key, default));
        (back.Stage, back.Refund, back.Amount).ShouldBe((RefundStage.Done, order.Refund, new Yen(1200)));
        Got(await _agent.Refund(order, key, default)).Id.ShouldBe(back.Id);
        There.Refunds.Count.ShouldBe(1);
    }

    [Test]
    public async Task A_voucher_is_issued_and_paid_and_its_refund_asks_the_resident()
    {
        var page = await Open();
        await There.Pay(page.Checkout.Session, PayMethod.Konbini, "someone@example.jp");
        var waiting = await Read(page.Checkout.Session);
        waiting.Stage.ShouldBe(CheckoutStage.Voucher);
        waiting.Voucher!.Until.ShouldNotBeNull();
        waiting.Voucher.Url.ShouldNotBeNull();

        await There.PayVoucher(page.Checkout.Session);
        var paid = await Read(page.Checkout.Session);
        (paid.Stage, paid.Money!.Method).ShouldBe((CheckoutStage.Paid, "konbini"));
        var order = new RefundOrder(Town, PaymentSamples.Fresh.Id, Guid.NewGuid(), paid.Money.Intent!, new(1200), page.Checkout.Session, Tried: false);
        Got(await _agent.Refund(order, Guid.NewGuid(), default)).Stage.ShouldBe(RefundStage.Waiting);
    }

    [Test]
    public async Task A_voucher_that_lapsed_is_declined()
    {
        var page = await Open();
        await There.Pay(page.Checkout.Session, PayMethod.Konbini);
        await There.LapseVoucher(page.Checkout.Session);
        (await Read(page.Checkout.Session)).Stage.ShouldBe(CheckoutStage.Declined);
    }

    [Test]
    public async Task A_page_is_closed_and_closing_it_again_says_the_same()
    {
        var page = await Open();
        Got(await _agent.Close(Town, page.Checkout.Session, Guid.NewGuid(), default)).Stage.ShouldBe(CheckoutStage.Expired);
        Got(await _agent.Close(Town, page.Checkout.Session, Guid.NewGuid(), default)).Stage.ShouldBe(CheckoutStage.Expired);
    }

    [Test]
    public async Task Opening_twice_under_one_key_opens_one_page_and_the_list_shows_it()
    {
        var key = Guid.NewGuid();
        var first = await Open(key);
        (await Open(key)).Checkout.Session.ShouldBe(first.Checkout.Session);
        var list = Got(await _agent.List(Town, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1), after: null, default));
        list.Checkouts.ShouldHaveSingleItem().Payment.ShouldBe(PaymentSamples.Fresh.Id);
    }

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    private async Task<CheckoutSeen> Open(Guid? key = null)
    {
        var terms = CheckoutTerms.For(new(1200), ["card", "konbini", "paypay"], _now, _now.AddDays(5));
        return Got(await _agent.Open(new CheckoutOrder(PaymentSamples.Fresh, terms, "https://bot.example/hoshimi/pay/x"), key ?? Guid.NewGuid(), default));
    }

    private async Task<CheckoutSeen> Read(string session) => Got(await _agent.Read(Town, session, default));

    private static T Got<T>(AgentAnswer<T> answer) => answer.ShouldBeOfType<AgentAnswer<T>.Got>().Value;

    private sealed class ServiceLine : IHttpClientFactory, IDisposable
    {
        private readonly SocketsHttpHandler _handler = new();

        public HttpClient CreateClient(string name) => new(_handler, disposeHandler: false);

        public void Dispose() => _handler.Dispose();
    }
}
