using System.Text.Json.Nodes;
using Bot.Simulator.Delivery;

namespace Bot.Simulator.Stripe;

/// <summary>One town's Stripe account: its sessions, payments, refunds and events.</summary>
public sealed class StripeAccount
{
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);
    private readonly TownSettings settings;
    private readonly SimulatorClock clock;
    private readonly Ledger ledger;
    private readonly Courier courier;
    private readonly Lock gate = new();
    private readonly List<StripeSession> sessions = [];
    private readonly List<StripeRefund> refunds = [];
    private readonly Dictionary<string, JsonObject> events = new(StringComparer.Ordinal);

    internal StripeAccount(TownSettings settings, SimulatorClock clock, Ledger ledger, Courier courier)
    {
        (this.settings, this.clock, this.ledger, this.courier) = (settings, clock, ledger, courier);
        Keys = new(clock);
    }

    public string Town => settings.Slug;

    public string TownName => settings.Name;

    public IReadOnlyList<StripeSession> Sessions { get { lock (gate) { return [.. sessions]; } } }

    public IReadOnlyList<StripeRefund> Refunds { get { lock (gate) { return [.. refunds]; } } }

    /// <summary>When set, refunds answer pending and are settled by <see cref="Settle"/>.</summary>
    public bool RefundsStayPending { get; set; }

    internal string SecretKey => settings.StripeSecretKey!;

    internal Idempotency Keys { get; }

    internal SimulatorClock Clock => clock;

    /// <summary>The resident pays on the checkout page; a konbini payment only issues the voucher.</summary>
    public Task<Delivered> Pay(string session, PayMethod method, string? email = null)
    {
        lock (gate)
        {
            var paid = Known(session);
            if (paid.Status != "open") throw new InvalidOperationException($"The session is {paid.Status}.");
            if (!paid.Methods.Contains(method)) throw new InvalidOperationException($"The session does not take {method}.");
            paid.CustomerEmail ??= email;
            paid.Intent = new("pi_" + Wire.Letters(24), method, paid.Amount) { Created = clock.GetUtcNow() };
            paid.Status = "complete";
            if (method == PayMethod.Konbini)
            {
                var lastDay = clock.GetUtcNow().ToOffset(Japan).Date.AddDays(paid.KonbiniDays);
                paid.VoucherUntil = new DateTimeOffset(lastDay.Year, lastDay.Month, lastDay.Day, 23, 59, 59, Japan);
            }
            else
            {
                Settled(paid);
            }

            return Tell("checkout.session.completed", StripeWriter.Session(paid));
        }
    }

    /// <summary>The voucher is paid at the shop.</summary>
    public Task<Delivered> PayVoucher(string session)
    {
        lock (gate)
        {
            var paid = Waiting(session);
            Settled(paid);
            return Tell("checkout.session.async_payment_succeeded", StripeWriter.Session(paid));
        }
    }

    /// <summary>The voucher's time runs out unpaid.</summary>
    public Task<Delivered> LapseVoucher(string session)
    {
        lock (gate)
        {
            var lapsed = Waiting(session);
            lapsed.Intent!.Status = "requires_payment_method";
            return Tell("checkout.session.async_payment_failed", StripeWriter.Session(lapsed));
        }
    }

    /// <summary>Ends an open session.</summary>
    public Task<Delivered> Expire(string session, string? requestId = null, string? key = null)
    {
        lock (gate)
        {
            var ended = Known(session);
            if (ended.Status != "open") throw StripeProblem.Bad(null, $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{ended.Status}`.");
            ended.Status = "expired";
            return Tell("checkout.session.expired", StripeWriter.Session(ended), requestId, key);
        }
    }

    /// <summary>A pending refund ends well or badly; badly gives the money back to the town.</summary>
    public Task<Delivered> Settle(string refund, bool succeeded)
    {
        lock (gate)
        {
            var settled = refunds.Find(r => r.Id == refund && r.Status is "pending" or "requires_action") ?? throw new InvalidOperationException("There is no such pending refund.");
            settled.Status = succeeded ? "succeeded" : "failed";
            if (!succeeded) settled.Intent.Refunded -= settled.Amount;
            var written = StripeWriter.Refund(settled);
            return Task.WhenAll(Tell("refund.updated", written), succeeded ? Tell("charge.refunded", StripeWriter.Charge(settled.Intent)) : Tell("refund.failed", written))
                .ContinueWith(both => both.Result[0], CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    internal StripeSession? Session(string id)
    {
        lock (gate) { return sessions.Find(s => s.Id == id); }
    }

    internal StripeSession? ByIntent(string id)
    {
        lock (gate) { return sessions.Find(s => s.Intent?.Id == id || s.Intent?.Charge == id); }
    }

    internal StripeRefund? Refund(string id)
    {
        lock (gate) { return refunds.Find(r => r.Id == id); }
    }

    internal JsonObject? Event(string id)
    {
        lock (gate) { return events.GetValueOrDefault(id); }
    }

    internal void Add(StripeSession session, string requestId, string? key)
    {
        lock (gate) { sessions.Add(session); }
        ledger.Add(Town, "stripe", "session", requestId, key, session.Id, detail: StripeWriter.Session(session, expandLines: true));
    }

    internal void Add(StripeRefund refund, string requestId, string? key)
    {
        lock (gate)
        {
            refund.Intent.Refunded += refund.Amount;
            refunds.Add(refund);
            _ = Tell("refund.created", StripeWriter.Refund(refund), requestId, key);
            if (refund.Status == "succeeded") _ = Tell("charge.refunded", StripeWriter.Charge(refund.Intent), requestId, key);
        }

        ledger.Add(Town, "stripe", "refund", requestId, key, refund.Id, detail: StripeWriter.Refund(refund));
    }

    internal void Tick()
    {
        var now = clock.GetUtcNow();
        foreach (var session in Sessions)
        {
            if (session.Status == "open" && now >= session.ExpiresAt) _ = Expire(session.Id);
            else if (session.Intent?.Status == "requires_action" && now > session.VoucherUntil) _ = LapseVoucher(session.Id);
        }
    }

    private static void Settled(StripeSession session)
    {
        session.PaymentStatus = "paid";
        session.Intent!.Status = "succeeded";
    }

    private StripeSession Known(string id) => Session(id) ?? throw StripeProblem.NotFound("checkout.session", id);

    private StripeSession Waiting(string id) =>
        Known(id) is { Intent.Status: "requires_action" } waiting ? waiting : throw new InvalidOperationException("There is no voucher waiting for this session.");

    private Task<Delivered> Tell(string type, JsonObject about, string? requestId = null, string? key = null)
    {
        var told = new JsonObject
        {
            ["id"] = "evt_" + Wire.Letters(24),
            ["object"] = "event",
            ["api_version"] = "2026-10-28.endive",
            ["created"] = clock.Seconds,
            ["data"] = new JsonObject { ["object"] = about.DeepClone() },
            ["livemode"] = false,
            ["pending_webhooks"] = 1,
            ["request"] = new JsonObject { ["id"] = requestId, ["idempotency_key"] = key },
            ["type"] = type,
        };
        events[(string)told["id"]!] = told;
        var body = Wire.Bytes(told);
        return courier.Send(new Parcel(
            Town,
            $"stripe:{Town}",
            type,
            () => settings.StripeWebhookUrl,
            _ => body,
            bytes => [new("Stripe-Signature", Wire.StripeSignature(settings.StripeWebhookSecret ?? "", clock.Seconds, bytes)), new("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")]));
    }
}
