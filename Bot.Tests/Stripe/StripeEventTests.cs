using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Stripe;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Stripe;

/// <summary>Signed bodies that say odd things: none may be answered with 500, and none may stop the clerk.</summary>
public sealed class StripeEventTests
{
    private static readonly StripeAccount Account = new(new TownId("hoshimi"), "sk_test_1", "whsec_1");

    private static ReadOnlyMemory<byte> Bytes(string body) => Encoding.UTF8.GetBytes(body);

    [TestCase("""{"id":"\ud800","type":"refund.updated"}""")]
    [TestCase("""{"id":"evt_1","type":"\udc00"}""")]
    [TestCase("""{"\ud800":1,"type":"refund.updated"}""")]
    [TestCase("""{"id":"evt\u0000","type":"refund.updated"}""")]
    [TestCase("""{"id":"evt_1","type":"refund\u0000"}""")]
    [TestCase("""{"id":"","type":"refund.updated"}""")]
    [TestCase("""{"id":"evt_1","type":""}""")]
    [TestCase("""{"id":"粗大","type":"refund.updated"}""")]
    public void What_no_row_can_hold_is_no_event(string body) => StripeEvent.Parse(Bytes(body)).ShouldBeNull();

    [Test]
    public void A_long_name_is_no_event()
    {
        StripeEvent.Parse(Bytes($$"""{"id":"{{new string('e', 255)}}","type":"x"}""")).ShouldNotBeNull();
        StripeEvent.Parse(Bytes($$"""{"id":"evt_1","type":"{{new string('e', 256)}}"}""")).ShouldBeNull();
    }

    [TestCase("""{"id":"evt_1","type":"checkout.session.expired","data":{"object":{"id":"\ud800"}}}""")]
    [TestCase("""{"id":"evt_1","type":"checkout.session.expired","data":{"object":{"\udc00":1}}}""")]
    [TestCase("""{"id":"evt_1","type":"checkout.session.expired","data":{"object":{"id":7,"metadata":[]}}}""")]
    [TestCase("""{"id":"evt_1","type":".","data":7}""")]
    public void What_cannot_be_understood_leads_nowhere(string body)
    {
        StripeEvent.Parse(Bytes(body)).ShouldNotBeNull();
        StripePointers.Understand(Account, Bytes(body)).ShouldBeOfType<AgentPointer.Nowhere>();
    }

    [Test]
    public void Half_a_character_elsewhere_does_not_hide_the_rest() =>
        StripePointers.Understand(Account, Bytes("""{"id":"evt_1","type":"refund.updated","note":"\ud800","data":{"object":{"id":"re_1","payment_intent":"\ud800"}}}"""))
            .ShouldBe(new AgentPointer.ToRefund("re_1", null));
}
