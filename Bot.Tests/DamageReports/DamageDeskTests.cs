using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class DamageDeskTests
{
    private static readonly GeoPoint Honcho = DamageWorld.Honcho;

    private static readonly DateOnly Day = new(2026, 12, 8);

    private static CaseRefusal Why(CaseOutcome outcome) => outcome.ShouldBeOfType<CaseOutcome.Refused>().Why;

    [Test]
    public async Task All_who_reported_hear_each_step_in_order_and_nothing_personal()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        await rig.Reported("pothole", Honcho, 2, same: $"{id:n}");
        foreach (var move in (CaseMove[])[new CaseMove.Accept(), new CaseMove.Plan(Day), new CaseMove.Start(), new CaseMove.Finish()])
        {
            rig.Clock.Now = rig.Clock.Now.AddHours(1);
            await rig.Done(id, move);
        }

        var told = await rig.Told();
        foreach (var resident in (int[])[1, 2])
        {
            told.Where(t => t.Citizen == DamageRig.Resident(resident).Value).Select(t => t.Text.Split('\n')[1]).ShouldBe(
                ["担当の係が内容を確認しました。", "12月8日（火）に作業する予定です。天気などで変わることがあります。", "作業を始めました。", "作業が終わりました。お知らせいただき、ありがとうございました。"], ignoreOrder: true);
        }

        told.ShouldAllBe(t => t.Text.StartsWith("通報 D08-00001（道路の穴・ひび）", StringComparison.Ordinal));
        (await rig.Store.Peek<string>("select kind from timeline where module = 'damage-reports' order by at, kind")).ShouldBe(["joined", "reported", "accepted", "planned", "started", "done"]);
        (await rig.Store.Peek<long>("select count(*) from audit_entry where action like 'damage-reports.change/%'")).ShouldBe([4]);
    }

    [Test]
    public async Task What_is_not_allowed_changes_nothing_and_tells_nobody()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        Why(await rig.Acts(id, new CaseMove.Reopen())).ShouldBe(CaseRefusal.NotNow);
        Why(await rig.Acts(Guid.NewGuid(), new CaseMove.Accept())).ShouldBe(CaseRefusal.NotFound);
        Why(await rig.Acts(id, new CaseMove.Accept(), seen: 7)).ShouldBe(CaseRefusal.Changed);
        Why(await rig.Acts(id, new CaseMove.PassOn(new RouteTarget.Outside("nobody")))).ShouldBe(CaseRefusal.WrongAim);
        Why(await rig.Acts(id, new CaseMove.PassOn(new RouteTarget.OtherTown(DamageRig.Hoshimi)))).ShouldBe(CaseRefusal.WrongAim);
        Why(await rig.Acts(id, new CaseMove.PassOn(new RouteTarget.Department("water")))).ShouldBe(CaseRefusal.WrongAim);
        Why(await rig.Acts(id, new CaseMove.Merge(id))).ShouldBe(CaseRefusal.WrongAim);
        Why(await rig.Acts(id, new CaseMove.Merge(Guid.NewGuid()))).ShouldBe(CaseRefusal.WrongAim);
        (await rig.Case(id)).Version.ShouldBe(1);
        (await rig.Told()).ShouldBeEmpty();
    }

    [Test]
    public async Task A_move_undone_and_done_again_is_told_again()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        await rig.Done(id, new CaseMove.Finish());
        await rig.Done(id, new CaseMove.Reopen());
        await rig.Done(id, new CaseMove.Finish());
        (await rig.Told()).Select(t => t.Text.Split('\n')[1][..5]).ShouldBe(["作業が終わ", "もう一度確", "作業が終わ"], ignoreOrder: true);
    }

    [Test]
    public async Task What_is_not_ours_names_the_office()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        (await rig.Done(id, new CaseMove.PassOn(new RouteTarget.Outside("ken-doboku")))).State.ShouldBe(new ReportState.NotOurs(new RouteTarget.Outside("ken-doboku")));
        (await rig.Told()).Single().Text.ShouldContain("県みずほ土木事務所の受け持ちなので");
    }

    [Test]
    public async Task Merged_cases_go_on_as_one_and_a_split_one_goes_its_own_way_again()
    {
        await using var rig = await DamageRig.New();
        var first = await rig.Reported("pothole", Honcho, 1);
        var second = await rig.Reported("pothole", Honcho, 2);
        await rig.Reported("pothole", Honcho, 3, same: $"{second:n}");
        var third = await rig.Reported("pothole", Honcho, 4);
        await rig.Done(third, new CaseMove.Merge(second));
        await rig.Done(second, new CaseMove.Merge(first));
        (await rig.Case(first)).Reporters.ShouldBe(4);
        (await rig.Case(third)).State.ShouldBe(new ReportState.Duplicate(first), "what was merged before follows");
        var detail = await rig.Detail(first);
        detail.Reports.Count.ShouldBe(4);
        detail.Merged.Select(m => m.Id).ShouldBe([second, third], ignoreOrder: true);
        (await rig.Told()).Where(t => t.Text.Contains("これからは受付番号 D08-00001", StringComparison.Ordinal)).Select(t => t.Citizen).Distinct().Count().ShouldBe(3, "residents 2, 3 and 4");

        await rig.Done(first, new CaseMove.Start());
        (await rig.Told()).Count(t => t.Text.Contains("作業を始めました", StringComparison.Ordinal)).ShouldBe(4);

        await rig.Done(second, new CaseMove.Reopen());
        ((await rig.Case(first)).Reporters, (await rig.Case(second)).Reporters).ShouldBe((2, 2));
        await rig.Done(first, new CaseMove.Finish());
        (await rig.Told()).Count(t => t.Text.Contains("作業が終わりました", StringComparison.Ordinal)).ShouldBe(2, "residents 1 and 4");
        (await rig.Near("pothole", Honcho, 9)).Select(c => c.Id).ShouldBe([second]);
    }

    [Test]
    public async Task Joins_moves_merges_and_splits_at_once_end_well_and_count_right()
    {
        await using var rig = await DamageRig.New();
        var cases = new List<Guid>();
        for (var n = 0; n < 6; n++)
        {
            cases.Add(await rig.Reported("pothole", Honcho, n + 1));
        }

        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (n, _) =>
        {
            var dice = new Random(n);
            var (a, b) = (cases[dice.Next(6)], cases[dice.Next(6)]);
            if (dice.Next(4) == 0)
            {
                await rig.Submit(DamageRig.Answers("pothole", Honcho, same: $"{a:n}"), 100 + n);
                return;
            }

            CaseMove move = dice.Next(2) == 0 ? new CaseMove.Merge(b) : new CaseMove.Reopen();
            Interlocked.Add(ref done, await rig.Acts(a, move) is CaseOutcome.Done ? 1 : 0);
        });
        done.ShouldBeGreaterThan(20);
        var wrong = await rig.Store.Peek<string>("""
            select c.number || ' counts ' || c.reporters from damage_case c
             where c.state <> 'duplicate' and c.reporters <> (select count(*) from damage_report r join damage_case m using (town_id, case_id) where m.case_id = c.case_id or m.duplicate_of = c.case_id)
            union all
            select c.number || ' was merged into a merged one' from damage_case c join damage_case into_ on into_.case_id = c.duplicate_of where into_.state = 'duplicate'
            """);
        wrong.ShouldBeEmpty();
    }

    [Test]
    public async Task The_list_filters_orders_and_pages()
    {
        await using var rig = await DamageRig.New();
        for (var n = 0; n < 25; n++)
        {
            rig.Clock.Now = rig.Clock.Now.AddMinutes(1);
            await rig.Reported(n % 5 == 0 ? "street-lamp" : "pothole", new GeoPoint(Honcho.Latitude + n * 0.001, Honcho.Longitude), n + 1, danger: n % 7 == 0 ? "yes" : "no");
        }

        await rig.Reported("pothole", DamageWorld.Route918, 90);
        Task<CasePage> Page(CaseFilter filter, int skip = 0, int most = 10) => rig.In(DamageRig.Hoshimi, tx => CaseListSearch.Page(tx, DamageRig.Hoshimi, filter, skip, most, default));

        var all = new List<StoredCase>();
        for (var skip = 0; skip < 30; skip += 10)
        {
            var page = await Page(new CaseFilter(), skip);
            page.Total.ShouldBe(26);
            all.AddRange(page.Cases);
        }

        all.Select(c => c.Id).Distinct().Count().ShouldBe(26);
        all.Select(c => c.Urgency.Score).ShouldBe(all.Select(c => c.Urgency.Score).OrderDescending());
        (await Page(new CaseFilter { Kind = "street-lamp" })).Total.ShouldBe(5);
        (await Page(new CaseFilter { Group = "road" })).Total.ShouldBe(21);
        (await Page(new CaseFilter { Department = "construction" })).Total.ShouldBe(25);
        (await Page(new CaseFilter { IsElsewhere = true })).Cases.Single().Target.ShouldBe(new RouteTarget.Outside("route-918"));
        (await Page(new CaseFilter { Number = "D08-0000" })).Total.ShouldBe(9);
        (await Page(new CaseFilter { LeastUrgency = 40 })).Cases.ShouldAllBe(c => c.Danger == Danger.Yes);
        (await Page(new CaseFilter { Within = Honcho.Around(250) })).Total.ShouldBe(3);
        (await Page(new CaseFilter { Order = CaseOrder.Oldest })).Cases[0].Number.ShouldBe("D08-00001");
        (await Page(new CaseFilter { From = rig.Clock.Now.AddMinutes(-4) })).Total.ShouldBe(6);
        await rig.Done(all[0].Id, new CaseMove.Finish());
        (await Page(new CaseFilter())).Total.ShouldBe(25);
        (await Page(new CaseFilter { States = ["done"] })).Cases.Single().Id.ShouldBe(all[0].Id);
        (await Page(new CaseFilter { States = [] })).Total.ShouldBe(26);
    }

    [Test]
    public async Task Notes_and_assignment_are_caseworks()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        var (notes, note, clerk) = (new Notes(rig.Store.Sealer), Guid.NewGuid(), new StaffId(Guid.NewGuid()));
        await rig.In(DamageRig.Hoshimi, async tx =>
        {
            await rig.Service.Cases.Note(tx, notes, DamageRig.Hoshimi, id, DamageRig.Clerk.Actor, note, "材料を手配した", default);
            (await rig.Service.Cases.Assign(tx, DamageRig.Hoshimi, id, DamageRig.Clerk.Actor, new CaseDesk(DamageRig.Hoshimi, "construction", clerk, 0), default)).ShouldBeTrue();
            return true;
        });
        (await rig.In(DamageRig.Hoshimi, tx => rig.Service.Cases.Assign(tx, DamageRig.Hoshimi, id, DamageRig.Clerk.Actor, new CaseDesk(DamageRig.Hoshimi, "construction", null, 0), default)))
            .ShouldBeFalse("somebody was quicker");
        var at = DamageDesk.Subject(DamageRig.Hoshimi, id);
        var story = await rig.In(DamageRig.Hoshimi, tx => TimelineTable.Of(tx, DamageRig.Hoshimi, at.Module, at.Subject, default));
        story.Select(e => e.Kind).ShouldBe(["reported", "note", "desk"], ignoreOrder: true);
        notes.Read(at, story.Single(e => e.Kind == "note")).ShouldBe("材料を手配した");
    }
}
