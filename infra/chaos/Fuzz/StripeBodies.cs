namespace Bot.Chaos.Fuzz;

/// <summary>What Stripe might tell: sessions, refunds and disputes, spoiled more or less.</summary>
internal static class StripeBodies
{
    public static Shape Event(Dice dice, string town)
    {
        var type = dice.Of("checkout.session.completed", "checkout.session.expired", "checkout.session.async_payment_succeeded", "refund.updated", "charge.refund.updated", "charge.dispute.created", "customer.created", "refund.", ".", "");
        return Shape.Of(
            ("id", dice.Once(20) ? Hostile.Text(dice) : $"evt_{dice.Below(1_000_000)}"),
            ("object", "event"),
            ("api_version", "2026-10-28.endive"),
            ("created", 1_796_000_000),
            ("livemode", Shape.Raw(dice.Of("true", "false"))),
            ("pending_webhooks", 1),
            ("type", dice.Once(20) ? Hostile.Text(dice) : type),
            ("data", Shape.Of(("object", Subject(dice, town)))));
    }

    private static Shape Subject(Dice dice, string town) => Shape.Of(
        ("id", $"cs_test_{dice.Below(1000)}"),
        ("object", "checkout.session"),
        ("status", dice.Of("open", "complete", "expired", "succeeded", "needs_response")),
        ("payment_status", dice.Of("paid", "unpaid")),
        ("url", "https://checkout.example/c/pay/cs_test"),
        ("created", 1_796_000_000),
        ("expires_at", 1_796_086_400),
        ("amount_total", 1200),
        ("amount", 1200),
        ("currency", "jpy"),
        ("payment_intent", dice.Chance(50) ? "pi_1" : Shape.Of(("id", "pi_1"), ("status", "succeeded"), ("amount", 1200), ("latest_charge", Shape.Of(("created", 1_796_000_100), ("amount_refunded", 0))))),
        ("payment_method_types", Shape.List(dice.Of("card", "konbini"))),
        ("metadata", Shape.Of(("payment", "0198c7a0-0000-7000-8000-000000000001"), ("town", dice.Once(10) ? "elsewhere" : town), ("refund", "0198c7a0-0000-7000-8000-000000000002"))),
        ("customer_details", Shape.Of(("email", "a@b.example"))));
}
