using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>The phrases that the questions use beside their own <c>ask</c> and <c>name</c>, so that a test finds those without words.</summary>
public static class BulkyWastePhrases
{
    public static Items<string> Basket { get; } = Below("bulky-waste",
        "items.more", "items.kinds-ask", "items.kind-ask", "items.none", "items.several", "items.excluded", "items.size", "items.number",
        "items.number-unsure", "items.number-hint", "items.remove-ask", "items.list", "items.list-ask", "items.subtotal", "items.line",
        "items.line-fee", "items.sized", "items.unsure-name", "items.unsure-named", "items.not-collected", "items.photo-later", "items.hint",
        "items.more-button", "items.kinds", "items.unsure", "items.unsure-size", "items.look", "items.done", "items.remove",
        "fee.later", "fee.partly", "fee.range", "limit.item", "limit.request", "limit.left", "limit.number-item", "limit.number-request");

    public static Items<string> Day { get; } = Below("bulky-waste.day",
        "none", "more", "hint", "too-early", "too-late", "full", "no-collection", "nearest", "entry", "left");

    public static Items<string> Mine { get; } = Below("bulky-waste",
        "mine.option", "mine.and-more", "mine.empty", "mine.empty-hint", "mine.gone", "mine.receipt", "mine.change-until", "mine.change-over",
        "mine.choose", "mine.top-up-first", "state.checking", "state.awaiting-payment", "state.awaiting-top-up", "state.paid", "state.collected", "state.not-collected", "state.lapsed",
        "state.cancelled", "state.refunding", "state.refunded", "summary.day", "summary.line",
        "action.number", "action.pay", "action.top-up", "action.rebook", "action.refund", "action.day", "action.cancel", "action.nothing");

    public static Items<string> Fees { get; } = Below("bulky-waste.fees", "hint", "none", "excluded", "excluded-button", "from", "entry", "next");

    /// <summary>What is said outside the questions.</summary>
    public static Items<string> Told { get; } = Below("bulky-waste",
        "received", "checking", "to-pay", "number-follows", "quoted", "paid.title", "paid.how", "put-out", "voucher", "voucher-open", "pay-again",
        "lapsed", "never-quoted", "paid-too-late", "cancelled.plain", "cancelled.refund", "cancelled.staff", "cancelled.staff-refund", "collected",
        "left.nothing-there", "left.no-number", "left.other-than-asked", "left.out-of-reach", "refunded", "refund-stuck", "moved", "reminder", "waived.title",
        "top-up.asked", "top-up.to-pay", "top-up.to-pay-first", "top-up.paid", "top-up.paid-rebook", "top-up.passed", "changed.less", "changed.same", "marked-by-mistake", "corrected",
        "taken", "closed-day", "mine.kept", "mine.too-late", "mine.pay-here", "refused.items", "refused.spot", "refused.area",
        "staff.not-now", "staff.no-time-to-pay", "staff.not-found", "staff.changed-meanwhile", "staff.wrong", "staff.full", "staff.no-collection",
        "slip.number", "slip.number-how", "button.pay", "button.mine", "button.start",
        "number.empty", "number.letters", "number.short", "number.long", "number.check");

    private static Items<string> Below(string root, params string[] keys) => [.. keys.Select(k => $"{root}.{k}")];
}
