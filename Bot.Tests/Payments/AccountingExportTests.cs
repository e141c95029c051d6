using System.Text;
using Bot.Infrastructure.Payments;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

[Category("database")]
public sealed class AccountingExportTests
{
    [Test]
    public async Task A_days_takings_are_added_up_by_method()
    {
        await using var rig = await PaymentsRig.New();
        foreach (var subject in (string[])["card", "card refunded", "paypay", "konbini", "cash", "next day", "open"])
        {
            await rig.Opened(subject, amount: 1000, payBy: rig.Clock.Now.AddDays(9));
        }

        var world = rig.Stripe.World;
        var evening = new DateTimeOffset(2026, 11, 22, 23, 59, 59, TimeSpan.FromHours(9));
        world.Pay("cs_test_1", evening);
        world.Pay("cs_test_2", rig.Clock.Now);
        world.Pay("cs_test_3", rig.Clock.Now, "paypay");
        world.TakeVoucher("cs_test_4", evening.AddDays(2));
        world.PayVoucher("cs_test_4", rig.Clock.Now);
        world.Intent("pi_cs_test_4")!["latest_charge"]!["balance_transaction"] = null;
        world.Pay("cs_test_6", evening.AddSeconds(1));
        await rig.Deliver(world.Events);
        var cash = await rig.Latest("cash");
        await rig.Store.Database.InTown(PaymentsRig.Town, tx => rig.Cash.RecordCash(tx, PaymentsRig.Town, cash.Id, default), default);
        await rig.Refund("card refunded", 400);
        await rig.Send();

        var lines = await rig.Store.Database.ReadInTown(
            PaymentsRig.Town, tx => AccountingSearch.Lines(tx, PaymentsRig.Town, new(2026, 11, 22), new(2026, 11, 23), default), default);
        using var file = new MemoryStream();
        await AccountingExport.Write(file, lines, default);
        var csv = file.ToArray();
        csv[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(csv[3..]).ShouldBe(string.Join(
            "\r\n",
            """
            "日付","支払方法","件数","収納額(円)","手数料(円)","差引額(円)","手数料未確定の件数","返金件数","返金額(円)"
            """,
            "2026-11-22,\"クレジットカード\",2,2000,72,1928,0,1,400",
            "2026-11-22,\"現金\",1,1000,0,1000,0,0,0",
            "2026-11-22,\"コンビニ\",1,1000,0,0,1,0,0",
            "2026-11-22,\"PayPay\",1,1000,36,964,0,0,0",
            "2026-11-23,\"クレジットカード\",1,1000,36,964,0,0,0",
            ""));
        (await rig.Store.Database.ReadInTown(
            TestDatabase.Kawabe, tx => AccountingSearch.Lines(tx, TestDatabase.Kawabe, new(2026, 11, 22), new(2026, 11, 23), default), default)).ShouldBeEmpty();
    }
}
