using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

/// <summary>What becomes of a request after it was handed in: money, reminders, silence, staff.</summary>
public sealed class RequestLifeTests
{
    private static readonly TimeOnly Evening = new(18, 0);

    [Test]
    public async Task Paid_brings_the_number_once()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Pays(id);
        await rig.Pays(id);
        var number = (await rig.Request(id)).State.ShouldBeOfType<RequestState.Paid>().Number;
        number.ShouldBe(CollectionNumber.Of(8, 1));
        var told = (await rig.Told()).ShouldHaveSingleItem();
        told.ShouldContain($"[{number}]");
        told.ShouldContain("全部で2点");
        told.ShouldContain("1月7日（木） 8:30までに出してください");
    }

    [Test]
    public async Task Both_towns_count_on_in_one_series()
    {
        await using var rig = await BulkyRig.New();
        await rig.Pays(await rig.Accepted());
        var area = DemoWorld.Region.Find(BulkyRig.Kawabe)!.Areas.First(a => a.Zone == "k2").Code;
        var other = await rig.Accepted(new(2027, 1, 14), town: BulkyRig.Kawabe, area: area);
        await rig.In(BulkyRig.Kawabe, async tx =>
        {
            var payment = (await Bot.Infrastructure.Payments.PaymentTable.LockLatest(tx, BulkyRig.Kawabe, BulkyWasteModule.Name, RequestLife.Subject(other), default))!;
            return await rig.Ledger.Apply(tx, BulkyRig.Kawabe, payment.Id, [new PaymentFact.Settled(new Settlement("card", rig.Clock.Now, "pi_2"))], default);
        });
        RequestRules.NumberOf((await rig.Request(other, BulkyRig.Kawabe)).State).ShouldBe(CollectionNumber.Of(8, 2));
    }

    [Test]
    public async Task Silence_lapses_frees_the_place_and_is_told()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Hears(id, new PaymentFact.PayByPassed());
        (await rig.Request(id)).State.ShouldBe(new RequestState.Lapsed());
        (await rig.Left(BulkyRig.Day)).ShouldBe(14);
        (await rig.Told()).ShouldHaveSingleItem().ShouldContain("期限までにお支払いがなかったため");
    }

    [Test]
    public async Task Money_that_comes_too_late_goes_back_and_brings_no_number()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Hears(id, new PaymentFact.PayByPassed());
        await rig.Pays(id);
        (await rig.Request(id)).State.ShouldBe(new RequestState.Cancelled(new Yen(1300)));
        (await rig.Payment(id)).State.ShouldBeOfType<PaymentState.Refunding>();
        (await rig.Told())[^1].ShouldContain("受け取ったお金は返金します");
        await rig.Hears(id, new PaymentFact.RefundDone(new Yen(1300), rig.Clock.Now));
        (await rig.Request(id)).State.ShouldBe(new RequestState.Refunded(new Yen(1300)));
        (await rig.Told())[^1].ShouldContain("1,300円を返金しました");
    }

    [Test]
    public async Task Money_that_comes_twice_goes_back_once_and_the_request_stays_paid()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Hears(id, new PaymentFact.CashTaken(rig.Clock.Now));
        var number = RequestRules.NumberOf((await rig.Request(id)).State).ShouldNotBeNull();
        await rig.Pays(id);
        (await rig.Request(id)).State.ShouldBe(new RequestState.Paid(number));
        (await rig.Payment(id)).State.ShouldBeOfType<PaymentState.Paid>();
        var told = await rig.Told();
        told.Count.ShouldBe(2);
        told[1].ShouldContain("受け取ったお金は返金します");
        (await rig.Store.Peek<long>("select count(*) from outbox where kind = 'stripe.refund'")).ShouldBe([1]);
    }

    [Test]
    public async Task A_voucher_and_a_failed_try_are_told_while_there_is_time()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Hears(id, new PaymentFact.VoucherIssued(new Voucher(new DateTimeOffset(2026, 12, 4, 23, 59, 0, TimeSpan.FromHours(9)))));
        await rig.Hears(id, new PaymentFact.Declined());
        var told = await rig.Told();
        told[0].ShouldContain("12月4日（金） 23:59までにお店でお支払いください");
        told[1].ShouldContain("もう一度お支払いいただけます");
        (await rig.Request(id)).State.ShouldBeOfType<RequestState.AwaitingPayment>();
    }

    [Test]
    public async Task A_reminder_comes_on_the_evening_before_and_only_for_what_is_still_to_come()
    {
        await using var rig = await BulkyRig.New();
        var (paid, unpaid, gone) = (await rig.Accepted(), await rig.Accepted(), await rig.Accepted());
        await rig.Pays(paid);
        await rig.Pays(gone);
        await rig.Mine(gone, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.Yes));
        var before = (await rig.Told()).Count;
        await rig.At(JapanTime.At(BulkyRig.Day.AddDays(-1), Evening).AddMinutes(-1));
        (await rig.Told()).Count.ShouldBe(before);
        await rig.At(JapanTime.At(BulkyRig.Day.AddDays(-1), Evening));
        var told = await rig.Told();
        told.Count.ShouldBe(before + 1);
        told[^1].ShouldContain("明日は粗大ごみの収集日です");
        told[^1].ShouldContain($"[{RequestRules.NumberOf((await rig.Request(paid)).State)}]");
    }

    [Test]
    public async Task A_reminder_that_comes_too_late_is_not_sent()
    {
        await using var rig = await BulkyRig.New();
        await rig.Pays(await rig.Accepted());
        var before = (await rig.Told()).Count;
        await rig.At(JapanTime.At(BulkyRig.Day, new TimeOnly(6, 0)));
        (await rig.Told()).Count.ShouldBe(before, "it would say tomorrow on the day itself");
    }

    [Test]
    public async Task Staff_name_the_fee_and_only_then_is_money_asked()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted(lines: [new("fan", null, 1), new(null, null, 2, "丸い棚"), new(null, null, 1)]);
        await Quote(rig, id, new QuotedLine(1, new LocalText("飾り棚"), new Yen(400), "sideboard", "small"));
        (await rig.Request(id)).State.ShouldBe(new RequestState.Checking(), "one line is still unsure");
        await Quote(rig, id, new QuotedLine(2, new LocalText("すだれ"), new Yen(200)));
        var request = await rig.Request(id);
        request.State.ShouldBeOfType<RequestState.AwaitingPayment>();
        request.Total.ShouldBe(new Yen(1300));
        (await rig.Payment(id)).Amount.ShouldBe(new Yen(1300));
        (await rig.Told()).ShouldHaveSingleItem().ShouldContain("飾り棚 × 2　800円");
        (await Quote(rig, id, new QuotedLine(1, new LocalText("飾り棚"), new Yen(100)))).ShouldBeOfType<Checked<BulkyRequest>.Bad>("it has been quoted");
    }

    [Test]
    public async Task What_staff_never_quote_lapses_with_an_apology_when_no_time_to_pay_is_left()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted(lines: [new BasketLine(null, null, 1)]);
        await rig.At(new DateTimeOffset(2026, 12, 28, 23, 58, 0, TimeSpan.FromHours(9)));
        (await rig.Request(id)).State.ShouldBe(new RequestState.Checking());
        await rig.At(new DateTimeOffset(2027, 1, 5, 23, 59, 0, TimeSpan.FromHours(9)));
        (await rig.Request(id)).State.ShouldBe(new RequestState.Lapsed());
        (await rig.Told()).ShouldHaveSingleItem().ShouldContain("手数料をお知らせできず");
        (await rig.Store.Peek<int>("select taken from bulky_day")).ShouldBe([0]);
    }

    [Test]
    public async Task Staff_can_cancel_mark_collected_and_mark_what_was_left()
    {
        await using var rig = await BulkyRig.New();
        var (cancelled, collected, left) = (await rig.Accepted(), await rig.Accepted(), await rig.Accepted());
        foreach (var id in (Guid[])[cancelled, collected, left])
        {
            await rig.Pays(id);
        }

        await Staff(rig, (staff, tx) => staff.Cancel(tx, BulkyRig.Hoshimi, cancelled, BulkyRig.Clerk, true, "resident", default));
        await Staff(rig, (staff, tx) => staff.MarkCollected(tx, BulkyRig.Hoshimi, collected, BulkyRig.Clerk, default));
        await Staff(rig, (staff, tx) => staff.MarkLeft(tx, BulkyRig.Hoshimi, left, BulkyRig.Clerk, Obstacle.NoNumber, default));
        (await rig.Request(cancelled)).State.ShouldBe(new RequestState.Cancelled(new Yen(1300)));
        (await rig.Payment(cancelled)).State.ShouldBeOfType<PaymentState.Refunding>();
        (await rig.Request(collected)).State.ShouldBeOfType<RequestState.Collected>();
        (await rig.Request(left)).State.ShouldBeOfType<RequestState.NotCollected>().Why.ShouldBe(Obstacle.NoNumber);
        (await rig.Left(BulkyRig.Day)).ShouldBe(12);
        var told = string.Join('\n', await rig.Told());
        told.ShouldContain("役場で申し込みを取り消しました");
        told.ShouldContain("収集がすみました");
        told.ShouldContain("番号の書かれていない品物");
        (await Staff(rig, (staff, tx) => staff.Cancel(tx, BulkyRig.Hoshimi, collected, BulkyRig.Clerk, true, "resident", default))).ShouldBeOfType<Checked<BulkyRequest>.Bad>();
        (await Staff(rig, (staff, tx) => staff.Cancel(tx, BulkyRig.Hoshimi, Guid.NewGuid(), BulkyRig.Clerk, true, "resident", default))).ShouldBeOfType<Checked<BulkyRequest>.Bad>();
    }

    [Test]
    public async Task The_union_sees_the_requests_of_both_towns_and_nothing_else_of_theirs()
    {
        await using var rig = await BulkyRig.New();
        var area = DemoWorld.Region.Find(BulkyRig.Kawabe)!.Areas.First(a => a.Zone == "k2").Code;
        var ours = await rig.Accepted(new(2027, 1, 7));
        var theirs = await rig.Accepted(new(2027, 1, 14), town: BulkyRig.Kawabe, area: area);
        foreach (var (day, id) in new[] { (new DateOnly(2027, 1, 7), ours), (new DateOnly(2027, 1, 14), theirs) })
        {
            var seen = (await rig.In(BulkyRig.Union, tx => RequestSearch.OnDay(tx, rig.Service.Towns, BulkyRig.Union, day, default))).ShouldHaveSingleItem();
            seen.Request.Id.ShouldBe(id);
            seen.Request.Lines.Count.ShouldBe(2);
        }

        foreach (var table in (string[])["payment", "conversation", "inbox", "outbox", "alarm"])
        {
            (await rig.In(BulkyRig.Union, async tx =>
            {
                await using var count = new Npgsql.NpgsqlCommand($"select count(*) from {table}", tx.Connection, tx);
                return (long)(await count.ExecuteScalarAsync())!;
            })).ShouldBe(0, table);
        }

        (await rig.In(BulkyRig.Kawabe, tx => RequestSearch.OnDay(tx, rig.Service.Towns, BulkyRig.Union, BulkyRig.Day, default))).ShouldBeEmpty("a town sees its own");

        // A request that names another operator, or a town that left the union, is out of its sight.
        await rig.Store.Peek<int>("delete from operator_town where member_town_id = 'kawabe'");
        (await rig.In(BulkyRig.Union, tx => RequestSearch.OnDay(tx, rig.Service.Towns, BulkyRig.Union, new(2027, 1, 14), default))).ShouldBeEmpty();
    }

    private static Task<Checked<BulkyRequest>> Quote(BulkyRig rig, Guid id, params QuotedLine[] lines) =>
        Staff(rig, (staff, tx) => staff.Quote(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, lines, default));

    private static Task<Checked<BulkyRequest>> Staff(BulkyRig rig, Func<BulkyWasteDesk, Npgsql.NpgsqlTransaction, Task<Checked<BulkyRequest>>> work) =>
        rig.In(BulkyRig.Hoshimi, tx => work(rig.Service.Staff, tx));
}
