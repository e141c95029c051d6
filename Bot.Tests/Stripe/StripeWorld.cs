using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Bot.Tests.Stripe;

/// <summary>What the stand-in remembers, and what people do there: pay, take a voucher, let it lapse.</summary>
internal sealed class StripeWorld
{
    private readonly Dictionary<string, JsonObject> _sessions = [];
    private readonly Dictionary<string, JsonObject> _intents = [];
    private int _events;

    public Dictionary<string, JsonObject> Refunds { get; } = [];

    /// <summary>Every event in the order in which things happened, as raw bytes.</summary>
    public List<byte[]> Events { get; } = [];

    public IEnumerable<string> Sessions => _sessions.Keys;

    /// <summary>With this set, money goes back only after the resident gave a bank account.</summary>
    public bool RefundsWait { get; set; }

    public JsonObject? Intent(string id) => _intents.GetValueOrDefault(id);

    /// <summary>A session with its money expanded.</summary>
    public JsonObject? Session(string id)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            return null;
        }

        var whole = (JsonObject)session.DeepClone();
        whole["payment_intent"] = session["payment_intent"]?.GetValue<string>() is { } intent ? _intents[intent].DeepClone() : null;
        return whole;
    }

    public JsonObject Create(string id, Dictionary<string, StringValues> form, DateTimeOffset now)
    {
        var amount = 0;
        for (var i = 0; form.ContainsKey($"line_items[{i}][quantity]"); i++)
        {
            amount += Number(form[$"line_items[{i}][quantity]"]) * Number(form[$"line_items[{i}][price_data][unit_amount]"]);
        }

        _sessions[id] = new JsonObject
        {
            ["id"] = id, ["object"] = "checkout.session", ["status"] = "open", ["payment_status"] = "unpaid", ["url"] = $"https://pay.example/{id}",
            ["created"] = now.ToUnixTimeSeconds(), ["expires_at"] = Number(form["expires_at"]), ["amount_total"] = amount, ["currency"] = "jpy",
            ["payment_intent"] = null, ["metadata"] = Metadata(form, "metadata"), ["something_new"] = new JsonObject(),
        };
        return Session(id)!;
    }

    public JsonObject List(Dictionary<string, StringValues> query)
    {
        var all = _sessions.Keys.Reverse().Where(id => Within(_sessions[id], query)).ToList();
        var rest = query.TryGetValue("starting_after", out var after) ? [.. all.SkipWhile(id => id != after).Skip(1)] : all;
        var page = rest.Take(Number(query["limit"])).ToList();
        return new JsonObject { ["object"] = "list", ["has_more"] = rest.Count > page.Count, ["data"] = new JsonArray([.. page.Select(id => Session(id))]) };
    }

    public void Pay(string id, DateTimeOffset at, string method = "card")
    {
        Charge(id, at, method);
        _sessions[id]["status"] = "complete";
        _sessions[id]["url"] = null;
        Tell("checkout.session.completed", _sessions[id]);
    }

    public void TakeVoucher(string id, DateTimeOffset until)
    {
        var intent = NewIntent(id, "requires_action");
        intent["next_action"] = new JsonObject { ["konbini_display_details"] = new JsonObject { ["expires_at"] = until.ToUnixTimeSeconds() } };
        _sessions[id]["status"] = "complete";
        _sessions[id]["customer_details"] = new JsonObject { ["email"] = "someone@example.jp" };
        Tell("checkout.session.completed", _sessions[id]);
    }

    public void PayVoucher(string id, DateTimeOffset at)
    {
        Charge(id, at, "konbini");
        Tell("checkout.session.async_payment_succeeded", _sessions[id]);
    }

    public void LetVoucherLapse(string id)
    {
        _intents[_sessions[id]["payment_intent"]!.GetValue<string>()]["status"] = "requires_payment_method";
        Tell("checkout.session.async_payment_failed", _sessions[id]);
    }

    public bool Expire(string id)
    {
        if (_sessions[id]["status"]!.GetValue<string>() != "open")
        {
            return false;
        }

        _sessions[id]["status"] = "expired";
        _sessions[id]["url"] = null;
        Tell("checkout.session.expired", _sessions[id]);
        return true;
    }

    public bool CancelIntent(string id)
    {
        var may = _intents.TryGetValue(id, out var intent) && intent["status"]!.GetValue<string>() == "requires_action";
        if (may)
        {
            intent!["status"] = "canceled";
        }

        return may;
    }

    public JsonObject? Refund(string id, Dictionary<string, StringValues> form, DateTimeOffset now)
    {
        var intent = form["payment_intent"].ToString();
        var amount = Number(form["amount"]);
        if (Refunds.Values.Any(r => r["payment_intent"]!.GetValue<string>() == intent && r["status"]!.GetValue<string>() != "failed"))
        {
            return null;
        }

        Refunds[id] = new JsonObject
        {
            ["id"] = id, ["object"] = "refund", ["amount"] = amount, ["payment_intent"] = intent, ["created"] = now.ToUnixTimeSeconds(),
            ["status"] = RefundsWait ? "requires_action" : "succeeded", ["metadata"] = Metadata(form, "metadata"),
        };
        _intents[intent]["latest_charge"]!["amount_refunded"] = RefundsWait ? 0 : amount;
        Tell("refund.created", Refunds[id]);
        return (JsonObject)Refunds[id].DeepClone();
    }

    public JsonObject ListRefunds(Dictionary<string, StringValues> query) => new()
    {
        ["object"] = "list", ["has_more"] = false,
        ["data"] = new JsonArray([.. Refunds.Values.Where(r => r["payment_intent"]!.GetValue<string>() == query["payment_intent"]).Select(r => r.DeepClone())]),
    };

    public void Finish(string refund, string status)
    {
        Refunds[refund]["status"] = status;
        _intents[Refunds[refund]["payment_intent"]!.GetValue<string>()]["latest_charge"]!["amount_refunded"] =
            status == "succeeded" ? Refunds[refund]["amount"]!.GetValue<int>() : 0;
        Tell(status == "failed" ? "refund.failed" : "refund.updated", Refunds[refund]);
    }

    public byte[] Tell(string type, JsonObject about)
    {
        var told = new JsonObject
        {
            ["id"] = $"evt_{++_events}", ["object"] = "event", ["type"] = type, ["api_version"] = "2026-10-28.endive",
            ["created"] = 1_795_000_000, ["livemode"] = false, ["data"] = new JsonObject { ["object"] = about.DeepClone() },
        };
        Events.Add(Encoding.UTF8.GetBytes(told.ToJsonString()));
        return Events[^1];
    }

    private void Charge(string id, DateTimeOffset at, string method)
    {
        var intent = NewIntent(id, "succeeded");
        var amount = _sessions[id]["amount_total"]!.GetValue<int>();
        var fee = amount * 36 / 1000;
        intent["latest_charge"] = new JsonObject
        {
            ["id"] = "ch_" + id, ["created"] = at.ToUnixTimeSeconds(), ["amount_refunded"] = 0,
            ["payment_method_details"] = new JsonObject { ["type"] = method },
            ["balance_transaction"] = new JsonObject { ["id"] = "txn_" + id, ["created"] = at.ToUnixTimeSeconds(), ["fee"] = fee, ["net"] = amount - fee },
        };
        _sessions[id]["payment_status"] = "paid";
    }

    private JsonObject NewIntent(string session, string status)
    {
        var id = "pi_" + session;
        _sessions[session]["payment_intent"] = id;
        _intents[id] = new JsonObject { ["id"] = id, ["object"] = "payment_intent", ["status"] = status, ["amount"] = _sessions[session]["amount_total"]!.GetValue<int>() };
        return _intents[id];
    }

    private static bool Within(JsonObject session, Dictionary<string, StringValues> query) =>
        session["created"]!.GetValue<long>() is var created
        && (!query.TryGetValue("created[gte]", out var from) || created >= long.Parse(from!, CultureInfo.InvariantCulture))
        && (!query.TryGetValue("created[lt]", out var until) || created < long.Parse(until!, CultureInfo.InvariantCulture));

    private static JsonObject Metadata(Dictionary<string, StringValues> form, string name) => new(
        form.Where(f => f.Key.StartsWith(name + "[", StringComparison.Ordinal))
            .Select(f => KeyValuePair.Create<string, JsonNode?>(f.Key[(name.Length + 1)..^1], f.Value.ToString())));

    private static int Number(StringValues text) => int.Parse(text!, CultureInfo.InvariantCulture);
}
