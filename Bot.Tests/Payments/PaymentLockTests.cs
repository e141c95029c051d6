using Bot.Domain.Payments;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Payments.PaymentSamples;

namespace Bot.Tests.Payments;

[Category("database")]
public sealed class PaymentLockTests
{
    [Test]
    public async Task Two_who_tell_something_at_once_are_heard_one_after_the_other()
    {
        await using var rig = await PaymentsRig.New();
        var payment = await rig.Opened("R-1", 1200);
        using var cashTaken = new SemaphoreSlim(0);
        using var mayCommit = new SemaphoreSlim(0);
        var cash = rig.Store.Database.InTown(PaymentsRig.Town, async tx =>
        {
            await rig.Cash.RecordCash(tx, PaymentsRig.Town, payment.Id, default);
            cashTaken.Release();
            await mayCommit.WaitAsync();
        }, default);
        await cashTaken.WaitAsync();
        var card = rig.Store.Database.InTown(
            PaymentsRig.Town, tx => rig.Ledger.Apply(tx, PaymentsRig.Town, payment.Id, [new PaymentFact.Settled(ByCard)], default), default);
        (await Task.WhenAny(card, Task.Delay(300))).ShouldNotBe(card);
        mayCommit.Release();
        await cash;
        await card;

        var after = await rig.Latest("R-1");
        (after.Settlement!.Method, after.SecondIntent).ShouldBe((Settlement.Cash, "pi_1"));
    }
}
