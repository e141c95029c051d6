using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Casework;
using Bot.Tests.Postgres;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

/// <summary>What staff change in a request, and where the money goes, on a real database.</summary>
public sealed class StaffDeskTests
{
    private BulkyRig _rig = null!;

    [OneTimeSetUp]
    public async Task Open() => _rig = await BulkyRig.New();

    [OneTimeTearDown]
    public async Task Close() => await _rig.DisposeAsync();

    [Test]
    public async Task A_larger_thing_asks_for_the_difference_and_keeps_number_and_place()
    {
        var id = await Paid();
        var number = RequestRules.NumberOf((await _rig.Request(id)).State);
        var left = await _rig.Left(BulkyRig.Day);
        (await Change(id, [new ChangedLine(2, Kept: 0), new ChangedLine(1, Kept: 1)])).ShouldBeOfType<Checked<BulkyRequest>.Good>();
        var due = (await _rig.Request(id)).State.ShouldBeOfType<RequestState.AwaitingTopUp>().Due;
        due.Amount.ShouldBe(new Yen(300));
        (await _rig.Left(BulkyRig.Day)).ShouldBe(left);
        (await _rig.Told())[^1].ShouldContain("差額の300円を");
        await PaysPart(id, 2);
        (await _rig.Request(id)).State.ShouldBe(new RequestState.Paid(number!.Value));
        (await _rig.Told())[^1].ShouldContain("差額のお支払いがすみました");
        (await Kept(id)).ShouldBe(1600);
    }

    [Test]
    public async Task What_costs_less_goes_back_in_parts_that_add_up_and_the_rest_with_the_cancellation()
    {
        var id = await Paid();
        await Change(id, [new ChangedLine(1, Kept: 1)]);
        await Change(id, [new ChangedLine(1, Kept: 0)], new Waiver(new Yen(400), "welfare"));
        var payment = await _rig.Payment(id);
        payment.Repayments.Select(r => r.Amount.Amount).ShouldBe([300, 400]);
        payment.Kept.ShouldBe(new Yen(600));
        (await _rig.Request(id)).Held.ShouldBe(new Yen(600));
        await Staff((staff, tx) => staff.Cancel(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, true, "resident", default));
        (await _rig.Request(id)).State.ShouldBe(new RequestState.Cancelled(new Yen(600)));
        payment = await _rig.Payment(id);
        payment.Kept.ShouldBe(new Yen(0));
        foreach (var back in payment.Repayments)
        {
            await _rig.Hears(id, new PaymentFact.RefundDone(back.Amount, _rig.Clock.Now, back.Cause));
        }

        (await _rig.Request(id)).State.ShouldBe(new RequestState.Refunded(new Yen(600)));
        (await _rig.Store.Peek<long>("select count(*) from refund where payment_id = @id", new { id = payment.Id.Value })).ShouldBe([3]);
    }

    [Test]
    public async Task Who_acts_on_an_older_version_is_told_and_changes_nothing()
    {
        var id = await Paid();
        var seen = new ByStaff(BulkyRig.Clerk.Actor, (await _rig.Stored(id)).Version);
        (await Change(id, [new ChangedLine(1, Kept: 0)], by: seen)).ShouldBeOfType<Checked<BulkyRequest>.Good>();
        (await Change(id, [new ChangedLine(1, Kept: 0)], by: seen)).ShouldBeOfType<Checked<BulkyRequest>.Bad>().Why.ShouldBe(StaffStep.Changed);
        (await Staff((staff, tx) => staff.Cancel(tx, BulkyRig.Hoshimi, id, seen, true, "resident", default)))
            .ShouldBeOfType<Checked<BulkyRequest>.Bad>().Why.ShouldBe(StaffStep.Changed);
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.Paid>();
    }

    [Test]
    public async Task Cash_gives_the_number_at_once_and_goes_back_by_hand()
    {
        var id = await _rig.Accepted();
        (await Money((money, tx) => money.TakeCash(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, default))).ShouldBeOfType<Checked<BulkyRequest>.Good>()
            .Value.State.ShouldBeOfType<RequestState.Paid>();
        await Staff((staff, tx) => staff.Cancel(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, true, "resident", default));
        var payment = await _rig.Payment(id);
        payment.State.ShouldBe(new PaymentState.RefundNeeded(RefundHurdle.PaidInCash));
        await Money((money, tx) => money.ReturnedByHand(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, payment.Id, "cancelled", default));
        (await _rig.Request(id)).State.ShouldBe(new RequestState.Refunded(new Yen(1300)));
        (await Money((money, tx) => money.ReturnedByHand(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, payment.Id, "cancelled", default)))
            .ShouldBeOfType<Checked<BulkyRequest>.Bad>("it went back once");
    }

    [Test]
    public async Task A_top_up_that_nobody_pays_is_for_staff_to_decide_and_may_still_be_paid_in_cash()
    {
        var id = await Paid();
        await Change(id, [new ChangedLine(2, Kept: 0), new ChangedLine(1, Kept: 1)]);
        await Hears(id, 2, new PaymentFact.PayByPassed());
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.AwaitingTopUp>().Due.IsOver.ShouldBeTrue();
        await Money((money, tx) => money.TakeCash(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, default));
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.Paid>();
        (await Kept(id)).ShouldBe(1600);
    }

    [Test]
    public async Task A_day_without_collection_needs_a_reason_that_is_recorded()
    {
        var id = await Paid();
        var monday = new DateOnly(2027, 1, 11);
        (await Correct(id, new Correction("honcho", "front", monday))).ShouldBeOfType<Checked<BulkyRequest>.Bad>().Why.ShouldBe("bulky-waste.staff.no-collection");
        (await Correct(id, new Correction("honcho", "front", monday, "special-trip"))).ShouldBeOfType<Checked<BulkyRequest>.Good>();
        (await _rig.Request(id)).Day.ShouldBe(monday);
        (await Story(id)).ShouldContain(e => e.Kind == "moved" && e.Detail!.Contains("special-trip", StringComparison.Ordinal));
    }

    [Test]
    public async Task What_was_left_standing_is_booked_anew_from_the_talk()
    {
        var id = await Paid();
        await Staff((staff, tx) => staff.MarkLeft(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, Obstacle.OtherThanAsked, default));
        await Change(id, [new ChangedLine(2, Kept: 0), new ChangedLine(1, Kept: 1)]);
        BulkyRig.Said(await _rig.Mine(id, ActionQuestion.Rebook, (BulkyWasteForms.NewDay, "2027-01-21"))).ShouldContain("変更できません", customMessage: "the difference comes first");
        await PaysPart(id, 2);
        BulkyRig.Said(await _rig.Mine(id, ActionQuestion.Rebook, (BulkyWasteForms.NewDay, "2027-01-21"))).ShouldContain("1月21日");
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.Paid>();
        (await _rig.Request(id)).Day.ShouldBe(BulkyRig.NextDay);
        (await Story(id)).Select(e => e.Kind).ShouldBe(["asked", "paid", "left", "top-up", "top-up-paid", "moved", "rebooked"], ignoreOrder: true);
    }

    [Test]
    public async Task Whatever_happens_in_whatever_order_the_town_holds_what_the_request_costs()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var dice = new Random(seed);
            var id = await _rig.Accepted();
            for (var step = 0; step < 8; step++)
            {
                var part = (await _rig.Stored(id)).PayPart;
                await (dice.Next(9) switch
                {
                    0 or 1 => PaysPart(id, dice.Next(1, part + 1)),
                    2 => Hears(id, part, new PaymentFact.PayByPassed()),
                    3 => Change(id, [new ChangedLine(dice.Next(1, 4), Kept: 0)]),
                    4 => Change(id, [new ChangedLine(1, Kept: 0)], new Waiver(new Yen(100), "disaster")),
                    5 => Money((money, tx) => money.TakeCash(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, default)),
                    6 => Staff((staff, tx) => staff.MarkCollected(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, default)),
                    7 => Staff((staff, tx) => staff.Undo(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, default)),
                    _ => Staff((staff, tx) => staff.Cancel(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, true, "other", default)),
                });
                var request = await _rig.Request(id);
                (await Kept(id)).ShouldBe(request.Held.Amount, $"seed {seed}, step {step}: {request.State}");
            }
        }
    }

    [Test]
    public async Task The_list_takes_three_statements_over_one_request_and_over_thousands()
    {
        await using var rig = await BulkyRig.New();
        var one = await rig.Accepted();
        RequestList list;
        Func<Task> read = async () => list = await rig.In(BulkyRig.Hoshimi, tx => RequestListSearch.Page(
            tx, rig.Service.Towns, BulkyRig.Hoshimi, new RequestFilter(From: BulkyRig.Day, Sort: "day"), 0, 50, default));
        var few = await StatementCount.Of(read);
        await rig.Store.Peek<int>("""
            insert into bulky_request (town_id, request_id, operator_id, receipt, language, area, zone, day, spot, state, name, telephone, address, asked_at, changed_at)
            select 'hoshimi', gen_random_uuid(), operator_id, 'x' || n, 'ja', area, zone, day + (n % 200), spot, 'checking', name, telephone, address, asked_at, changed_at
              from bulky_request, generate_series(1, 3000) n where request_id = @one
            """, new { one });
        (await StatementCount.Of(read)).ShouldBe(few);
        few.ShouldBe(3 + await StatementCount.Of(() => rig.In(BulkyRig.Hoshimi, _ => Task.FromResult(0))), "beside entering the town and leaving it");
        list = await rig.In(BulkyRig.Hoshimi, tx => RequestListSearch.Page(
            tx, rig.Service.Towns, BulkyRig.Hoshimi, new RequestFilter("checking", From: BulkyRig.Day, Sort: "day"), 100, 50, default));
        (list.Total, list.Rows.Count).ShouldBe((3000, 50));
        (await rig.In(BulkyRig.Kawabe, tx => RequestListSearch.Page(tx, rig.Service.Towns, BulkyRig.Kawabe, new RequestFilter(), 0, 50, default))).Total.ShouldBe(0);
        (await rig.In(BulkyRig.Union, tx => RequestListSearch.Counts(tx, BulkyRig.Union, default)))["checking"].ShouldBe(3000);
    }

    private async Task<Guid> Paid()
    {
        var id = await _rig.Accepted();
        await _rig.Pays(id);
        return id;
    }

    private Task<Checked<BulkyRequest>> Change(Guid id, Items<ChangedLine> lines, Waiver? waiver = null, ByStaff? by = null) =>
        _rig.In(BulkyRig.Hoshimi, tx => _rig.Service.Changes.Change(tx, BulkyRig.Hoshimi, id, by ?? BulkyRig.Clerk, lines, waiver, default));

    private Task<Checked<BulkyRequest>> Correct(Guid id, Correction to) =>
        _rig.In(BulkyRig.Hoshimi, tx => _rig.Service.Corrections.Correct(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, to, default));

    private Task<Checked<BulkyRequest>> Staff(Func<BulkyWasteDesk, NpgsqlTransaction, Task<Checked<BulkyRequest>>> work) => _rig.In(BulkyRig.Hoshimi, tx => work(_rig.Service.Staff, tx));

    private Task<Checked<BulkyRequest>> Money(Func<MoneyDesk, NpgsqlTransaction, Task<Checked<BulkyRequest>>> work) => _rig.In(BulkyRig.Hoshimi, tx => work(_rig.Service.Money, tx));

    private Task PaysPart(Guid id, int part) => Hears(id, part, new PaymentFact.Settled(new Settlement("card", _rig.Clock.Now, $"pi_{id:n}_{part}")));

    private async Task Hears(Guid id, int part, params PaymentFact[] facts)
    {
        var payment = (await _rig.In(BulkyRig.Hoshimi, tx => RequestMoney.Of(tx, BulkyRig.Hoshimi, id, part, default)))[^1];
        await _rig.In(BulkyRig.Hoshimi, tx => _rig.Ledger.Apply(tx, BulkyRig.Hoshimi, payment.Id, facts, default));
    }

    private async Task<int> Kept(Guid id)
    {
        var stored = await _rig.Stored(id);
        return (await _rig.In(BulkyRig.Hoshimi, tx => RequestMoney.Kept(tx, stored, default))).Amount;
    }

    private Task<IReadOnlyList<TimelineEntry>> Story(Guid id) =>
        _rig.In(BulkyRig.Hoshimi, tx => TimelineTable.Of(tx, BulkyRig.Hoshimi, RequestLife.Module, RequestLife.Subject(id), default));
}
