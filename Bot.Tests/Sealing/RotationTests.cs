using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Sealing;
using Bot.Tests.BulkyWaste;
using Bot.Infrastructure.BulkyWaste;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Sealing;

public sealed class RotationTests
{
    [Test]
    public async Task Keys_change_while_requests_come_in_and_none_fails()
    {
        await using var rig = await BulkyRig.New();
        var first = await rig.Accepted();
        await rig.Store.Database.InTown(BulkyRig.Hoshimi, tx => PhotoTable.Add(
            tx, rig.Store.Sealer, BulkyRig.Hoshimi, "1", BulkyRig.Hanako, new Picture(PictureKind.Png, 1, 1, new byte[70000], new byte[3000]), rig.Clock.Now, default), default);
        var other = new TownKeys(rig.Store.Database, new MasterKeys(TestDatabase.MasterKey), TimeProvider.System);
        var resealing = new Resealing(rig.Store.Database, other, new Sealer(other), TimeProvider.System);
        var (ids, stop, failures) = (new List<Guid>(), false, new List<string>());
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref stop); i++)
            {
                try
                {
                    // As many as a resident may have on a day; what counts is that each can be written and read.
                    var id = await rig.Accepted(cause: $"rotation/{i}", day: i % 2 == 0 ? BulkyRig.Day : BulkyRig.NextDay);
                    ids.Add(id);
                    (await Name(rig, id)).ShouldBe("星見花子");
                }
                catch (Exception thrown) when (thrown.Message.Contains("Refused", StringComparison.Ordinal))
                {
                    // the day is full
                    (await Name(rig, first)).ShouldBe("星見花子");
                }
                catch (Exception thrown)
                {
                    failures.Add(thrown.ToString());
                }
            }
        });

        var reports = new List<ResealReport>();
        for (var round = 0; round < 3; round++)
        {
            reports.Add(await resealing.Rotate(BulkyRig.Hoshimi, TimeSpan.FromMilliseconds(50), default));
            await rig.Store.Keys.Refresh(default);
        }

        await resealing.Seal(BulkyRig.Hoshimi, default);
        Volatile.Write(ref stop, true);
        await writing;

        failures.ShouldBeEmpty();
        ids.Count.ShouldBeGreaterThan(3);
        reports.Select(r => r.KeyId).ShouldBe([(short)2, (short)3, (short)4]);
        foreach (var id in ids.Append(first))
        {
            (await Name(rig, id)).ShouldBe("星見花子");
        }

        await resealing.Seal(BulkyRig.Hoshimi, default);
        (await rig.Store.Peek<int>("select count(*)::int from bulky_request where get_byte(requester, 2) <> 4")).ShouldBe([0]);
        (await rig.Store.Peek<int>("select count(*)::int from photo where get_byte(picture, 2) <> 4 or get_byte(thumbnail, 2) <> 4")).ShouldBe([0]);
        (await rig.In(BulkyRig.Hoshimi, tx => PhotoTable.Read(tx, rig.Store.Sealer, BulkyRig.Hoshimi, "1", default)))!.Picture.Length.ShouldBe(70000);
        (await rig.Store.Peek<int>("select count(*)::int from town_key where town_id = 'hoshimi' and use = 'seal' and retired_at is null")).ShouldBe([1]);
        TestContext.Out.WriteLine($"{ids.Count} requests written during {reports.Count} changes of keys, {reports.Sum(r => r.Values)} values sealed anew, {failures.Count} failures");
    }

    [Test]
    public async Task A_new_master_key_wraps_the_same_keys_and_seals_nothing_anew()
    {
        await using var db = await TestDatabase.New();
        var value = db.Sealer.Seal(TestDatabase.Hoshimi, "t", "c", "1", "星野");
        byte[] next = [.. Enumerable.Range(7, 32).Select(i => (byte)(i * 7 % 251))];
        var both = new TownKeys(db.Database, new MasterKeys(TestDatabase.MasterKey, next), TimeProvider.System);

        (await new Resealing(db.Database, both, new Sealer(both), TimeProvider.System).Rewrap(TestDatabase.Hoshimi, default)).ShouldBe(2);
        (await new Resealing(db.Database, both, new Sealer(both), TimeProvider.System).Rewrap(TestDatabase.Hoshimi, default)).ShouldBe(0);

        var after = new Sealer(new TownKeys(db.Database, new MasterKeys(next), TimeProvider.System));
        after.Open(TestDatabase.Hoshimi, "t", "c", "1", value).ShouldBe("星野");
        var old = new Sealer(new TownKeys(db.Database, new MasterKeys(TestDatabase.MasterKey), TimeProvider.System));
        Should.Throw<SealBrokenException>(() => old.Open(TestDatabase.Hoshimi, "t", "c", "1", value));
    }

    [Test]
    public async Task What_was_stored_plainly_is_moved_under_seal_and_found_again()
    {
        await using var rig = await BulkyRig.New();
        var id = await rig.Accepted();
        await rig.Store.Peek<int>("""
            alter table bulky_request drop constraint bulky_request_sealed;
            alter table bulky_request_line drop constraint bulky_request_line_sealed;
            delete from search_token;
            update bulky_request set requester = null, name = '旧 太郎', kana = 'キュウ タロウ', telephone = '0123-45-6789', address = '旧町1', remark = '古い';
            update bulky_request_line set remark = '古いたんす';
            update photo set picture = picture
            """);

        var moved = await rig.In(BulkyRig.Hoshimi, tx => PlainRequesterTable.Move(tx, rig.Service.Towns, BulkyRig.Hoshimi, 100, default));

        moved.ShouldBe(3, "one request with two lines");
        (await rig.In(BulkyRig.Hoshimi, tx => PlainRequesterTable.Move(tx, rig.Service.Towns, BulkyRig.Hoshimi, 100, default))).ShouldBe(0);
        (await Name(rig, id)).ShouldBe("旧 太郎");
        (await rig.Request(id)).Lines.ShouldAllBe(l => l.Remark == "古いたんす");
        foreach (var typed in (string[])["旧", "きゅう", "6789", "0123456789"])
        {
            (await rig.In(BulkyRig.Hoshimi, tx => RequesterTable.Find(tx, rig.Service.Towns, BulkyRig.Hoshimi, typed, 10, default))).ShouldBe([id], typed);
        }

        (await rig.Store.Peek<string>("select name from bulky_request where name is not null")).ShouldBeEmpty();
    }

    private static async Task<string?> Name(BulkyRig rig, Guid id) =>
        (await rig.In(BulkyRig.Hoshimi, tx => RequestSearch.Requester(tx, rig.Service.Towns, BulkyRig.Hoshimi, id, default)))?.Name;
}
