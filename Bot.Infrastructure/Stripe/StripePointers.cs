using System.Text.Json;
using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;

namespace Bot.Infrastructure.Stripe;

/// <summary>Finds out what a webhook of Stripe is about.</summary>
internal static class StripePointers
{
    public static AgentPointer Understand(StripeAccount account, ReadOnlyMemory<byte> body) => StripeEvent.Parse(body) switch
    {
        null => new AgentPointer.Nowhere("not an event"),
        { Live: var live } when live != account.IsLive => new AgentPointer.Nowhere("an event of the other mode"),
        { Subject: var subject } when subject.Metadata("town") is { } town && town != account.Town.Value => new AgentPointer.Nowhere("another town's"),
        var told => About(told.Type, told.Subject),
    };

    private static AgentPointer About(string type, JsonElement subject) => (Family(type), subject.Text("id")) switch
    {
        ("checkout.session", { } id) => new AgentPointer.ToCheckout(
            id, Guid.TryParse(subject.Metadata("payment"), out var payment) ? new PaymentId(payment) : null),
        ("refund" or "charge.refund", { } id) => new AgentPointer.ToRefund(id, subject.Id("payment_intent")),
        ("charge.dispute", { } id) => new AgentPointer.ToDispute(id, subject.Id("payment_intent"), subject.Text("status") ?? "unknown"),
        _ => new AgentPointer.Nowhere("of no interest"),
    };

    /// <summary><c>checkout.session.expired</c> is of the family <c>checkout.session</c>.</summary>
    private static string Family(string type) => type.LastIndexOf('.') is > 0 and var at ? type[..at] : type;
}
