using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;
using Bot.Tests.Stripe;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

/// <summary>Many payments at once, with webhooks that come twice, late, out of order, or never.</summary>
[Category("database")]
public sealed class PaymentStormTests
{
    private static readonly string[] Stories =
        ["card", "konbini", "konbini lapsed", "page ran out", "too late", "cancelled", "refunded", "bounced", "cash", "cash and card"];

    private PaymentsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await PaymentsRig.New();

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    private StripeWorld World => _rig.Stripe.World;

    [TestCase(1)]
    [TestCase(2)]
    public async Task Webhooks_in_any_order_by_several_clerks_end_as_they_must(int seed)
    {
        var chance = new Random(seed);
        var subjects = await Play(chance, drop: 0);
        await DeliverAll(chance, World.Events, drop: 0);
        await ShouldHaveEnded(subjects);
        (await _rig.Store.Peek<long>("select count(*) from payment_event where done_at is null or parked_at is not null")).Single().ShouldBe(0);
    }

    [TestCase(3, 10)]
    [TestCase(4, 60)]
    [TestCase(5, 100)]
    public async Task What_webhooks_did_not_tell_the_nightly_comparison_finds_and_nothing_is_left_unexplained(int seed, int drop)
    {
        var chance = new Random(seed);
        var subjects = await Play(chance, drop);
        var report = (await _rig.Reconciliation.Run(PaymentsRig.Town, _rig.Clock.Now.AddDays(-2), _rig.Clock.Now.AddDays(1), default))!;
        report.Compared.ShouldBe(World.Sessions.Count());
        report.Mended.ShouldBeGreaterThan(0);
        await _rig.Send();
        var again = (await _rig.Reconciliation.Run(PaymentsRig.Town, _rig.Clock.Now.AddDays(-2), _rig.Clock.Now.AddDays(1), default))!;
        again.Unexplained.ShouldBe(0);
        (await _rig.Store.Peek<string>("select kind from payment_difference where resolved_at is null")).ShouldBeEmpty();
        await ShouldHaveEnded(subjects);
        var third = (await _rig.Reconciliation.Run(PaymentsRig.Town, _rig.Clock.Now.AddDays(-2), _rig.Clock.Now.AddDays(1), default))!;
        third.ShouldBe(new ReconciliationReport(again.Compared, Mended: 0, Unexplained: 0));
    }

    private async Task<Dictionary<string, string>> Play(Random chance, int drop)
    {
        var subjects = Enumerable.Range(0, 4 * Stories.Length).ToDictionary(i => $"R-{i}", i => Stories[i % Stories.Length]);
        foreach (var subject in subjects.Keys)
        {
            await _rig.Ask(subject);
        }

        await _rig.Send();
        for (var round = 0; round < 3; round++)
        {
            foreach (var (subject, story) in subjects.OrderBy(_ => chance.Next()))
            {
                await Move(subject, story, round);
            }

            await DeliverAll(chance, World.Events, Math.Max(drop, 40));
            await _rig.Send();
        }

        return subjects;
    }

    private async Task Move(string subject, string story, int round)
    {
        var payment = await _rig.Latest(subject);
        var session = payment.Checkout!.Session;
        switch (story, round)
        {
            case ("card" or "too late" or "refunded" or "bounced" or "cash and card", 0):
                if (story == "too late")
                {
                    await _rig.Cancel(subject);
                }

                World.Pay(session, _rig.Clock.Now);
                break;
            case ("konbini" or "konbini lapsed", 0):
                World.TakeVoucher(session, _rig.Clock.Now.AddDays(1));
                break;
            case ("konbini", 1):
                World.PayVoucher(session, _rig.Clock.Now);
                break;
            case ("konbini lapsed", 1):
                World.LetVoucherLapse(session);
                break;
            case ("page ran out", 0):
                World.Expire(session);
                break;
            case ("cancelled", 1):
                await _rig.Cancel(subject);
                break;
            case ("cash", 0) or ("cash and card", 0):
                break;
            case ("cash", 1) or ("cash and card", 1):
                await _rig.Store.Database.InTown(PaymentsRig.Town, tx => _rig.Cash.RecordCash(tx, PaymentsRig.Town, payment.Id, default), default);
                break;
            case ("refunded" or "bounced", 1):
                // Told or not, staff saw the money at Stripe.
                await _rig.Clerk.LookAt(PaymentsRig.Town, payment.Id, default);
                await _rig.Refund(subject);
                break;
            case ("bounced", 2):
                World.Finish(World.Refunds.Single(r => r.Value["payment_intent"]!.GetValue<string>() == $"pi_{session}").Key, "failed");
                break;
        }
    }

    private async Task DeliverAll(Random chance, List<byte[]> told, int drop)
    {
        var webhooks = told.ToList().Where(_ => chance.Next(100) >= drop).ToList();
        webhooks.AddRange(webhooks.Where(_ => chance.Next(100) < 30).ToList());
        var shuffled = webhooks.ToArray();
        chance.Shuffle(shuffled);
        foreach (var raw in shuffled)
        {
            var (id, type) = _rig.Agent.Name(raw)!.Value;
            await _rig.Store.Database.InTown(PaymentsRig.Town, tx => PaymentEventTable.Add(tx, _rig.Store.Sealer, PaymentsRig.Town, id, type, raw, _rig.Clock.Now, default), default);
        }

        await Task.WhenAll(_rig.Work(), _rig.Work(), _rig.Work());
    }

    private async Task ShouldHaveEnded(Dictionary<string, string> subjects)
    {
        foreach (var (subject, story) in subjects)
        {
            var payment = await _rig.Latest(subject);
            PaymentState end = story switch
            {
                "card" or "konbini" or "cash" => new PaymentState.Paid(),
                "konbini lapsed" => new PaymentState.Failed(Final: false),
                "page ran out" => new PaymentState.Expired(Final: false),
                "cancelled" => new PaymentState.Expired(Final: true),
                "bounced" => new PaymentState.RefundNeeded(RefundHurdle.AgentFailed),
                "cash and card" => new PaymentState.Paid(),
                _ => new PaymentState.Refunded(ByHand: false),
            };
            payment.State.ShouldBe(end, $"{subject} {story}");
            var news = await _rig.News(subject);
            news.ShouldBeUnique();
            news.Count(n => n == $"{subject} paid").ShouldBe(story is "card" or "konbini" or "refunded" or "bounced" or "cash" or "cash and card" ? 1 : 0, $"{subject} {story}");
        }

        var back = World.Refunds.Values.Where(r => r["status"]!.GetValue<string>() == "succeeded").Select(r => r["payment_intent"]!.GetValue<string>()).ToList();
        back.ShouldBeUnique();
        var returned = subjects.Count(s => s.Value is "too late" or "refunded")
            + await CountTwicePaid();
        back.Count.ShouldBe(returned);
    }

    /// <summary>Where the card was heard of before the cash, the cash was refused and nothing goes back.</summary>
    private async Task<int> CountTwicePaid() =>
        (int)(await _rig.Store.Peek<long>("select count(*) from payment where second_intent is not null")).Single();
}
