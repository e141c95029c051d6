using Bot.Api.Hosting;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Retention;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Retention;

public sealed class ErasureTests
{
    private BulkyRig _rig = null!;
    private DailyErasure _erasure = null!;

    [SetUp]
    public async Task Start()
    {
        _rig = await BulkyRig.New();
        _erasure = new DailyErasure(_rig.Store.Database, RetentionSetup.Rules(_rig.Store.Sealer), _rig.Clock, NullLogger<DailyErasure>.Instance);
    }

    [TearDown]
    public ValueTask End()
    {
        _erasure.Dispose();
        return _rig.DisposeAsync();
    }

    [Test]
    public async Task After_its_time_the_person_is_gone_and_the_books_stay_with_a_proof()
    {
        var id = await _rig.Accepted();
        await _rig.Pays(id);
        _rig.Clock.Now = new DateTimeOffset(2028, 2, 6, 3, 0, 0, TimeSpan.Zero);
        (await _erasure.Run(BulkyRig.Hoshimi, default))["bulky-waste.person"].ShouldBe(0, "a day too early");

        _rig.Clock.Now = new DateTimeOffset(2028, 2, 9, 3, 0, 0, TimeSpan.Zero);
        (await _erasure.Run(BulkyRig.Hoshimi, default))["bulky-waste.person"].ShouldBe(1);

        (await _rig.In(BulkyRig.Hoshimi, tx => RequestSearch.Requester(tx, _rig.Service.Towns, BulkyRig.Hoshimi, id, default))).ShouldBeNull();
        (await _rig.Store.Peek<int>("select count(*)::int from bulky_request where requester is not null or citizen_id is not null")).ShouldBe([0]);
        (await _rig.Store.Peek<int>("select count(*)::int from search_token")).ShouldBe([0]);
        (await _rig.Store.Peek<int>("select count(*)::int from bulky_request_line where remark_sealed is not null")).ShouldBe([0]);
        (await _rig.Store.Peek<int>("select amount from payment where citizen_id is null")).ShouldHaveSingleItem().ShouldBeGreaterThan(0);
        (await _rig.Request(id)).Lines.Count.ShouldBe(2, "what was collected and for how much stays");

        var proof = (await _rig.In(BulkyRig.Hoshimi, tx => ErasureTable.Latest(tx, BulkyRig.Hoshimi, 10, default))).Single(p => p.Category == "bulky-waste.person");
        proof.Erased.ShouldBe(1);
        proof.IdsHash.ShouldBe(ErasureTable.Hash([$"{id:n}"]));
        (await _rig.Store.Peek<string>("select detail from audit_entry where action = 'retention/erase'")).ShouldContain("bulky-waste.person 1");
        (await _erasure.Run(BulkyRig.Hoshimi, default))["bulky-waste.person"].ShouldBe(0, "once is enough");
    }

    [Test]
    public async Task What_is_under_legal_hold_stays_until_it_is_released()
    {
        var id = await _rig.Accepted();
        await _rig.Store.Database.InTown(BulkyRig.Hoshimi, tx => ErasureTable.Hold(tx, BulkyRig.Hoshimi, "bulky-waste", $"{id:n}", "審査請求", "a1", _rig.Clock.Now, default), default);
        _rig.Clock.Now = new DateTimeOffset(2029, 1, 1, 3, 0, 0, TimeSpan.Zero);

        (await _erasure.Run(BulkyRig.Hoshimi, default))["bulky-waste.person"].ShouldBe(0);
        await _rig.Store.Database.InTown(BulkyRig.Hoshimi, tx => ErasureTable.Release(tx, BulkyRig.Hoshimi, "bulky-waste", $"{id:n}", default), default);
        (await _erasure.Run(BulkyRig.Hoshimi, default))["bulky-waste.person"].ShouldBe(1);
    }
}
