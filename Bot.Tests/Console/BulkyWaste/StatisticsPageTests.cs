using AngleSharp.Dom;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Tests.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>How requests came in and how long they took, as a town and the union see it.</summary>
public sealed class StatisticsPageTests
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public async Task Close() => await _host.DisposeAsync();

    [Test]
    public async Task Each_way_has_its_share_and_the_time_to_collection_is_what_really_passed()
    {
        await Ten("kawabe", "minakami");
        using var town = await _host.SignIn("kawabe", ("environment", Duty.Clerk));
        using var union = await _host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        using var other = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        foreach (var reader in (Clerk[])[town, union])
        {
            var page = await reader.Page("bulky-waste/statistics");
            page.QuerySelectorAll("#channels tbody tr").Select(r => string.Join(' ', r.Children.Select(c => c.TextContent)))
                .ShouldBe(["LINE 5 50.0％", "窓口 1 10.0％", "電話 3 30.0％", "FAX 1 10.0％"]);
            page.QuerySelector("main")!.TextContent.ShouldContain("10件のうち、LINEは5件（50.0％）");
            page.QuerySelector("main")!.TextContent.ShouldContain("平均2.5日");
            page.QuerySelectorAll("svg.bars").Length.ShouldBe(2);
            page.QuerySelector("svg.bars")!.TextContent.ShouldContain("3件（30.0％）");
            page.Body!.TextContent.ShouldNotContain("星見花子");
        }

        (await other.Page("bulky-waste/statistics")).QuerySelector("#channels").ShouldBeNull();
    }

    /// <summary>Ten requests: five by LINE, three by telephone, one each at the counter and by fax; of two that were collected the times are known, though the plan says other days.</summary>
    private async Task Ten(string town, string area)
    {
        var (id, module, now) = (new TownId(town), _host.Get<BulkyWasteModule>(), TimeProvider.System.GetUtcNow());
        var one = await _host.Database.InTown(id, async tx =>
        {
            var turn = new TurnContext(tx, id, BulkyRig.Hanako, "test/ten", now);
            var free = (FreeDays)await module.Module.Facts[typeof(FreeDaysNeed)](turn, new FreeDaysNeed(area), default);
            var answers = BulkyRig.Answers(free.Days.First(d => d.Left > 0).Date, area, []);
            return (await module.Module.Desks[BulkyWasteForms.Request.Id](turn, new Effect.Submit(BulkyWasteForms.Request.Id, answers), default)).ShouldBeOfType<Verdict.Accepted>().Submission;
        }, default);
        await _host.Store.Peek<int>("""
            insert into bulky_request
            select (jsonb_populate_record(r, jsonb_build_object('request_id', gen_random_uuid(), 'receipt', 'x' || n, 'requester', null, 'number', '080000122', 'day', r.day + 60,
                'state', case when n <= 2 then 'collected' else 'paid' end))).*
              from bulky_request r, generate_series(1, 9) n where r.request_id = @one;
            insert into intake (town_id, module, subject, channel, typed_by, typed_home, typed_at, language, consent_at)
            select town_id, 'bulky-waste', replace(request_id::text, '-', ''), case receipt when 'x5' then 'counter' when 'x9' then 'fax' else 'phone' end,
                   gen_random_uuid(), town_id, asked_at, 'ja', asked_at
              from bulky_request where receipt in ('x5', 'x6', 'x7', 'x8', 'x9');
            insert into timeline (town_id, module, subject, at, entry_id, actor_kind, actor_id, actor_home, kind)
            select town_id, 'bulky-waste', replace(request_id::text, '-', ''), asked_at + case receipt when 'x1' then interval '48 hours' else interval '72 hours' end,
                   request_id, 'staff', 'x', town_id, 'collected'
              from bulky_request where receipt in ('x1', 'x2')
            """, new { one });
    }
}
