using System.Collections.Concurrent;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Stripe;
using Bot.Tests.Postgres;
using Bot.Tests.Stripe;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bot.Tests.Payments;

/// <summary>Everything about payments, put together on a real database and our own small Stripe, with a module that writes down its news.</summary>
internal sealed class PaymentsRig : IAsyncDisposable
{
    public static readonly TownId Town = TestDatabase.Hoshimi;

    private readonly Dictionary<string, OutboxHandler> _handlers;
    private readonly ConcurrentDictionary<Guid, (int Attempts, DateTimeOffset First)> _tries = [];

    private PaymentsRig(TestDatabase store)
    {
        Store = store;
        Stripe = new StripeStandIn(Clock);
        var settings = new StripeSettings(new Uri("https://stripe.example/"), "2026-10-28.endive", "allowed_payment_method_types");
        Agent = new StripeAgent(Stripe.Client(), new StripeAccounts([StripeStandIn.Account]), settings, Clock);
        Ledger = new PaymentLedger(module => module == "bulky-waste" ? Hear : null, Clock);
        var links = new PaymentLinks(new Uri("https://bot.example/"));
        Desk = new PaymentDesk(new PaymentCodes(new byte[32]), links, Clock);
        Cash = new CashDesk(Ledger, Clock);
        Clerk = new PaymentClerk(store.Database, Agent, Ledger, store.Sealer, Clock, NullLogger<PaymentClerk>.Instance);
        Reconciliation = new Reconciliation(store.Database, Agent, Ledger, Clock, NullLogger<Reconciliation>.Instance);
        var orders = new CheckoutOrders(links, _ => Methods);
        _handlers = new()
        {
            [PaymentBook.CheckoutKind] = new CheckoutHandler(store.Database, Agent, Ledger, orders, Clock).Handle,
            [PaymentBook.ExpireKind] = new ExpireHandler(store.Database, Agent, Ledger).Handle,
            [PaymentBook.RefundKind] = new RefundHandler(store.Database, Agent, Ledger, Clock).Handle,
        };
    }

    public TestDatabase Store { get; }

    public HastyClock Clock { get; } = new();

    public StripeStandIn Stripe { get; }

    public StripeAgent Agent { get; }

    public PaymentLedger Ledger { get; }

    public PaymentDesk Desk { get; }

    public CashDesk Cash { get; }

    public PaymentClerk Clerk { get; }

    public Reconciliation Reconciliation { get; }

    public IReadOnlyList<string> Methods { get; set; } = [CheckoutTerms.Card, CheckoutTerms.Konbini, CheckoutTerms.PayPay];

    /// <summary>What the module has been told and has committed, read from the rows that it gave back.</summary>
    public Task<IReadOnlyList<string>> News(string subject) => Store.Peek<string>(
        "select convert_from(body, 'UTF8') from outbox where kind = 'line.messages' and convert_from(body, 'UTF8') like @subject order by created_at, outbox_id",
        new { subject = subject + " %" });

    public static async Task<PaymentsRig> New() => new(await TestDatabase.New());

    public Task<Payment> Ask(string subject, int amount = 600, DateTimeOffset? payBy = null) => Store.Database.InTown(Town, tx => Desk.Request(
        tx,
        new PaymentRequest(Town, new("Uffffffffffffffffffffffffffffffff"), "bulky-waste", subject, [new("粗大ごみ", new(amount), 1)], payBy ?? Clock.Now.AddDays(4), Language.Japanese),
        default), default);

    /// <summary>Asked for, and the page is open.</summary>
    public async Task<Payment> Opened(string subject, int amount = 600, DateTimeOffset? payBy = null)
    {
        await Ask(subject, amount, payBy);
        await Send();
        return await Latest(subject);
    }

    public Task<Payment> Latest(string subject) => Store.Database.ReadInTown(
        Town, async tx => (await PaymentSearch.Of(tx, Town, "bulky-waste", subject, default))[^1], default);

    public Task<Payment?> Refund(string subject, int? amount = null, string cause = "") => Store.Database.InTown(
        Town, tx => Desk.Refund(tx, Town, "bulky-waste", subject, amount is { } yen ? new Yen(yen) : null, cause, default), default);

    public Task<Payment?> Cancel(string subject) => Store.Database.InTown(Town, tx => Desk.Cancel(tx, Town, "bulky-waste", subject, default), default);

    public Task<Payment?> Reopen(string subject) => Store.Database.InTown(Town, tx => Desk.Reopen(tx, Town, "bulky-waste", subject, default), default);

    /// <summary>Does all that stands in the outbox for Stripe; what must be retried stays there.</summary>
    public async Task<List<Delivery>> Send()
    {
        var done = new List<Delivery>();
        for (var more = true; more;)
        {
            more = false;
            foreach (var row in await Store.Peek<Row>("select outbox_id, kind, body from outbox where kind like 'stripe.%' and sent_at is null and failed_at is null order by seq"))
            {
                var tried = _tries.AddOrUpdate(row.OutboxId, _ => (1, Clock.Now), (_, t) => (t.Attempts + 1, t.First));
                var job = new OutboxJob(Town, new OutboxRow(row.OutboxId, null, Lane.Reply, row.Kind, row.Body, null, null, Clock.Now), tried.Attempts, tried.First);
                done.Add(await _handlers[row.Kind](job, default));
                if (done[^1] is not Delivery.Retry)
                {
                    await Store.Peek<int>("update outbox set sent_at = now() where outbox_id = @id", new { id = row.OutboxId });
                    more = true;
                }
            }
        }

        return done;
    }

    /// <summary>Stores webhooks as they come and lets the clerk work until nothing is due.</summary>
    public async Task Deliver(params IEnumerable<byte[]> webhooks)
    {
        foreach (var raw in webhooks)
        {
            var (id, type) = Agent.Name(raw)!.Value;
            await Store.Database.InTown(Town, tx => PaymentEventTable.Add(tx, Store.Sealer, Town, id, type, raw, Clock.Now, default), default);
        }

        await Work();
    }

    public async Task Work()
    {
        while (await Clerk.Work(Town, default) > 0)
        {
        }
    }

    /// <summary>Lets put-off webhooks come due.</summary>
    public Task MakeDue() => Store.Peek<int>("update payment_event set due_at = '2000-01-01' where done_at is null and parked_at is null");

    public async ValueTask DisposeAsync()
    {
        Stripe.Dispose();
        await Store.DisposeAsync();
    }

    private Task<IReadOnlyList<OutboxRow>> Hear(
        Npgsql.NpgsqlTransaction tx, TownId town, Payment payment, PaymentNews news, Guid cause, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<OutboxRow>>(
        [
            new(cause, payment.Citizen, Lane.Reply, "line.messages", System.Text.Encoding.UTF8.GetBytes($"{payment.Subject} {news.Key}"), null, null, Clock.Now),
        ]);

    private sealed record Row(Guid OutboxId, string Kind, byte[] Body);
}
