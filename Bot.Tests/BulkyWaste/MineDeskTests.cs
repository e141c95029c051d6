using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

/// <summary>What residents do with their own requests, on a real database.</summary>
public sealed class MineDeskTests
{
    private static readonly CitizenId Taro = new("U00000000000000000000000000000002");

    [Test]
    public async Task Ones_own_requests_are_listed_and_nobody_elses()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Accepted(citizen: Taro);
        var mine = (await rig.Fact(new MyRequestsNeed())).ShouldHaveSingleItem();
        mine.Request.Id.ShouldBe(id);
        mine.ChangeBy.ShouldBe(new DateTimeOffset(2027, 1, 5, 15, 0, 0, TimeSpan.FromHours(9)));
        mine.PayPage.ShouldBe($"pay/{(await rig.Payment(id)).Code}");
    }

    [Test]
    public async Task The_number_is_shown_again()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Number)).ShouldContain("変更できません");
        await rig.Pays(id);
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Number)).ShouldContain($"[{CollectionNumber.Of(8, 1)}]");
    }

    [Test]
    public async Task A_change_of_day_moves_the_place_and_the_reminder()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Pays(id);
        var number = RequestRules.NumberOf((await rig.Request(id)).State);
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Move, (BulkyWasteForms.NewDay, "2027-01-21"))).ShouldContain("1月7日（木）から1月21日（木）に変更しました");
        (await rig.Left(BulkyRig.Day)).ShouldBe(14);
        (await rig.Left(BulkyRig.NextDay)).ShouldBe(13);
        RequestRules.NumberOf((await rig.Request(id)).State).ShouldBe(number);
        var before = (await rig.Told()).Count;
        await rig.At(JapanTime.At(BulkyRig.Day.AddDays(-1), new TimeOnly(18, 0)));
        (await rig.Told()).Count.ShouldBe(before, "the day is another now");
        await rig.At(JapanTime.At(BulkyRig.NextDay.AddDays(-1), new TimeOnly(18, 0)));
        (await rig.Told()).Count.ShouldBe(before + 1);
    }

    [Test]
    public async Task A_full_day_refuses_the_change_and_the_old_place_stays()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Store.Peek<int>("insert into bulky_day (town_id, zone, day, capacity, taken) values ('mizuho-union', 'h1', '2027-01-21', 1, 1)");
        (await rig.Mine(id, ActionQuestion.Move, (BulkyWasteForms.NewDay, "2027-01-21"))).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(BulkyWasteForms.NewDay);
        (await rig.Request(id)).Day.ShouldBe(BulkyRig.Day);
        (await rig.Left(BulkyRig.Day)).ShouldBe(13);
    }

    [Test]
    public async Task A_change_cannot_lead_to_a_day_that_costs_otherwise_or_must_be_paid_sooner()
    {
        await using var rig = await BulkyRig.New();
        rig.Clock.Now = new DateTimeOffset(2027, 3, 8, 12, 0, 0, TimeSpan.FromHours(9));
        var id = await rig.Accepted(new(2027, 3, 18), lines: new BasketLine("mattress-spring", null, 1));
        (await rig.Fact(new OtherDaysNeed(id))).Days.ShouldBeEmpty("from April on a mattress costs more");
        var fan = await rig.Accepted(new(2027, 4, 1), lines: new BasketLine("fan", null, 1));
        (await rig.Fact(new OtherDaysNeed(fan))).Days.Select(d => d.Date).ShouldBe([new(2027, 3, 18), new(2027, 4, 15)]);
        (await rig.Fact(new OtherDaysNeed(fan), Taro)).Days.ShouldBeEmpty("it is not his");
    }

    [Test]
    public async Task Cancelling_a_paid_request_frees_the_place_and_returns_the_money()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Pays(id);
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.No))).ShouldContain("そのまま");
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.Yes))).ShouldContain("1,300円を返金します");
        (await rig.Request(id)).State.ShouldBe(new RequestState.Cancelled(new Yen(1300)));
        (await rig.Payment(id)).State.ShouldBeOfType<PaymentState.Refunding>();
        (await rig.Store.Peek<long>("select count(*) from outbox where kind = 'stripe.refund'")).ShouldBe([1]);
        (await rig.Left(BulkyRig.Day)).ShouldBe(14);
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.Yes))).ShouldContain("締め切りを過ぎたため");
        (await rig.Left(BulkyRig.Day)).ShouldBe(14, "a place is freed once");
    }

    [Test]
    public async Task Cancelling_an_unpaid_request_closes_its_payment()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.Yes))).ShouldNotContain("返金");
        (await rig.Payment(id)).State.ShouldBe(new PaymentState.Expired(Final: true));
        (await rig.Left(BulkyRig.Day)).ShouldBe(14);
    }

    [Test]
    public async Task After_the_deadline_nothing_can_be_changed()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Pays(id);
        rig.Clock.Now = new DateTimeOffset(2027, 1, 5, 15, 0, 0, TimeSpan.FromHours(9));
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.Yes))).ShouldContain("締め切りを過ぎた");
        BulkyRig.Said(await rig.Mine(id, ActionQuestion.Move, (BulkyWasteForms.NewDay, "2027-01-21"))).ShouldContain("締め切りを過ぎた");
        (await rig.Request(id)).State.ShouldBeOfType<RequestState.Paid>();
    }

    [Test]
    public async Task Nobody_reaches_the_request_of_another()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Pays(id);
        foreach (var action in (string[])[ActionQuestion.Number, ActionQuestion.Pay, ActionQuestion.Nothing])
        {
            BulkyRig.Said(await rig.Mine(id, action, citizen: Taro)).ShouldBe("この申し込みは、もう変更できません。");
        }

        await rig.Mine(id, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.Yes), Taro);
        (await rig.Request(id)).State.ShouldBeOfType<RequestState.Paid>();
    }

    [Test]
    public async Task Two_who_exchange_days_at_once_both_get_theirs()
    {
        await using var rig = await BulkyRig.New();
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await rig.Accepted(BulkyRig.Day), await rig.Accepted(BulkyRig.NextDay));
            var verdicts = await Task.WhenAll(
                rig.Mine(one, ActionQuestion.Move, (BulkyWasteForms.NewDay, "2027-01-21")),
                rig.Mine(other, ActionQuestion.Move, (BulkyWasteForms.NewDay, "2027-01-07")));
            verdicts.ShouldAllBe(v => v is Verdict.Accepted);
        }

        (await rig.Left(BulkyRig.Day)).ShouldBe(9);
        (await rig.Left(BulkyRig.NextDay)).ShouldBe(9);
    }

    [Test]
    public async Task Paying_and_cancelling_at_once_never_loses_money()
    {
        await using var rig = await BulkyRig.New();
        for (var round = 0; round < 5; round++)
        {
            var id = await rig.Accepted();
            await Task.WhenAll(rig.Pays(id), rig.Mine(id, ActionQuestion.Cancel, (BulkyWasteForms.CancelConsent, CancelQuestion.Yes)));
            (await rig.Payment(id)).State.ShouldBeOfType<PaymentState.Refunding>();
            (await rig.Request(id)).State.ShouldBe(new RequestState.Cancelled(new Yen(1300)));
        }

        (await rig.Left(BulkyRig.Day)).ShouldBe(14);
    }
}
