using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class IntakeTests
{
    private static readonly GeoPoint Honcho = DamageWorld.Honcho;

    [Test]
    public async Task A_report_opens_a_case_that_is_routed_numbered_and_told()
    {
        await using var rig = await DamageRig.New();
        var verdict = await rig.Submit(DamageRig.Answers("pothole", Honcho, danger: "yes", photos: "77"));
        var id = verdict.ShouldBeOfType<Verdict.Accepted>().Submission;
        var stored = await rig.Case(id);
        (stored.Number, stored.Target, stored.State, stored.Reporters).ShouldBe(("D08-00001", new RouteTarget.Department("construction"), new ReportState.New(), 1));
        stored.Why[0].ShouldBe(new RouteReason(RouteStep.InTown, "hoshimi"));
        stored.Urgency.Why.ShouldBe([new UrgencyReason("kind", 20), new UrgencyReason("danger", 30)]);
        DamageRig.Said(verdict).ShouldContain("受付番号 D08-00001（道路の穴・ひび）");
        (await rig.Store.Peek<string>("select kind from timeline where module = 'damage-reports'")).ShouldBe(["reported"]);
        (await rig.Detail(id)).Reports.Single().Photos.ShouldBe(["77"]);
    }

    [Test]
    public async Task What_is_personal_rests_under_seal_and_is_never_said()
    {
        await using var rig = await DamageRig.New();
        var answers = DamageRig.Answers("pothole", Honcho, more: "call", label: "本町 星見花子の家の前")
            .With(DamageForms.Name, new Answer.Words("星見花子")).With(DamageForms.Telephone, new Answer.Words("0999001234")).With(DamageForms.Remark, new Answer.Words("夜は暗い"));
        var verdict = await rig.Submit(answers);
        var id = verdict.ShouldBeOfType<Verdict.Accepted>().Submission;
        await rig.Done(id, new CaseMove.Accept());
        var report = (await rig.Detail(id)).Reports.Single();
        report.Who.ShouldBe(new Reporter("星見花子", "0999001234", "夜は暗い", "本町 星見花子の家の前"));
        report.Report.WantsCall.ShouldBeTrue();
        var open = DamageRig.Said(verdict) + string.Concat((await rig.Told()).Select(t => t.Text)) + string.Concat(await rig.Store.Peek<string>("""
            select (to_jsonb(r) - 'person')::text from damage_report r union all select to_jsonb(c)::text from damage_case c union all select to_jsonb(t)::text from timeline t
            """));
        foreach (var personal in (string[])["星見花子", "0999001234", "夜は暗い", "家の前"])
        {
            open.ShouldNotContain(personal);
        }

        (await rig.Store.Peek<bool>("select position('星見'::bytea in person) > 0 from damage_report")).ShouldBe([false]);
    }

    [Test]
    public async Task The_same_submission_twice_makes_one_report_and_says_the_same()
    {
        await using var rig = await DamageRig.New();
        var first = await rig.Submit(DamageRig.Answers("pothole", Honcho), cause: "hoshimi/event-1");
        (await rig.Submit(DamageRig.Answers("pothole", Honcho), cause: "hoshimi/event-1")).ShouldBe(first);
        var id = first.ShouldBeOfType<Verdict.Accepted>().Submission;
        var joined = await rig.Submit(DamageRig.Answers("pothole", Honcho, same: $"{id:n}"), resident: 2, cause: "hoshimi/event-2");
        (await rig.Submit(DamageRig.Answers("pothole", Honcho, same: $"{id:n}"), resident: 2, cause: "hoshimi/event-2")).ShouldBe(joined);
        (await rig.Case(id)).Reporters.ShouldBe(2);
        (await rig.Store.Peek<long>("select count(*) from damage_report")).ShouldBe([2]);
    }

    [Test]
    public async Task Who_joins_adds_weight_and_the_worst_danger_counts()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        var before = (await rig.Case(id)).Urgency.Score;
        await rig.Reported("pothole", Honcho, resident: 2, same: $"{id:n}", danger: "life", photos: "12");
        await rig.Reported("pothole", Honcho, resident: 3, same: $"{id:n}");
        var after = await rig.Case(id);
        (after.Reporters, after.Danger, after.Urgency.Score).ShouldBe((3, Danger.Life, before + 50 + 10));
        (await rig.Detail(id)).Reports.SelectMany(r => r.Photos).ShouldBe(["12"]);
    }

    [Test]
    public async Task The_same_resident_twice_counts_once_and_what_is_new_is_kept()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho, photos: "1");
        (await rig.Near("pothole", Honcho)).Single().IsOwn.ShouldBeTrue();
        (await rig.Reported("pothole", Honcho, same: $"{id:n}", danger: "yes", photos: ["1", "2"])).ShouldBe(id);
        var report = (await rig.Detail(id)).Reports.Single();
        (report.Report.Danger, report.Photos).ShouldBe((Danger.Yes, (Items<string>)["1", "2"]));
        (await rig.Case(id)).Reporters.ShouldBe(1);
    }

    [Test]
    public async Task A_case_that_was_closed_meanwhile_is_not_joined()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        await rig.Done(id, new CaseMove.Finish());
        var refused = (await rig.Submit(DamageRig.Answers("pothole", Honcho, same: $"{id:n}"), resident: 2)).ShouldBeOfType<Verdict.Refused>();
        refused.Revisit.ShouldBe(DamageForms.Same);
        (await rig.Submit(DamageRig.Answers("pothole", Honcho, same: $"{Guid.NewGuid():n}"), resident: 2)).ShouldBeOfType<Verdict.Refused>();
        (await rig.Near("pothole", Honcho, 2)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_place_outside_or_a_kind_that_is_no_longer_taken_leads_back_and_stores_nothing()
    {
        await using var rig = await DamageRig.New();
        (await rig.Submit(DamageRig.Answers("pothole", DamageWorld.Sea))).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(DamageForms.Place);
        (await rig.Submit(DamageRig.Answers("flood", Honcho))).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(DamageForms.Kind);
        (await rig.Submit(DamageRig.Answers("nothing-of-the-kind", Honcho))).ShouldBeOfType<Verdict.Refused>();
        (await rig.Store.Peek<long>("select (select count(*) from damage_case) + (select count(*) from damage_report)")).ShouldBe([0]);
    }

    [Test]
    public async Task On_the_national_road_the_resident_is_told_whose_it_is()
    {
        await using var rig = await DamageRig.New();
        var verdict = await rig.Submit(DamageRig.Answers("pothole", DamageWorld.Route918));
        DamageRig.Said(verdict).ShouldContain("国道918号の維持出張所の受け持ちです");
        var stored = await rig.Case(verdict.ShouldBeOfType<Verdict.Accepted>().Submission);
        (stored.Target, stored.Road).ShouldBe((new RouteTarget.Outside("route-918"), RoadOwner.State));
    }

    [Test]
    public async Task Near_means_the_group_and_the_radius_and_a_radius_of_nothing_asks_nothing()
    {
        await using var rig = await DamageRig.New();
        GeoPoint North(double metres) => new(Honcho.Latitude + metres / 111_195, Honcho.Longitude);
        var drain = await rig.Reported("drain", North(25), 2);
        await rig.Reported("pothole", North(35), 3);
        await rig.Reported("street-lamp", North(1), 4);
        await rig.Reported("wildlife", North(1), 5);
        (await rig.Near("pothole", Honcho)).Select(c => c.Id).ShouldBe([drain], "of the same group within 30 metres");
        (await rig.Near("fallen-tree", Honcho)).Count.ShouldBe(2, "a tree is long");
        (await rig.Near("wildlife", Honcho)).ShouldBeEmpty();
        (await rig.Near("pothole", Honcho, town: DamageRig.Kawabe)).ShouldBeEmpty("another town's cases are its own");
    }

    [Test]
    public async Task Five_hundred_reports_of_one_tree_at_once_are_one_case()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("fallen-tree", Honcho);
        await Parallel.ForEachAsync(Enumerable.Range(2, 500), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (resident, _) =>
            await rig.Reported("fallen-tree", new GeoPoint(Honcho.Latitude + resident % 20 / 1e6, Honcho.Longitude), resident, same: $"{id:n}", danger: resident == 300 ? "life" : "no"));
        var stored = await rig.Case(id);
        (stored.Reporters, stored.Danger, stored.Urgency.Score).ShouldBe((501, Danger.Life, 100));
        (await rig.In(DamageRig.Hoshimi, tx => CaseListSearch.Page(tx, DamageRig.Hoshimi, new CaseFilter(), 0, 50, default))).Total.ShouldBe(1, "one thing to do");
        (await rig.Told()).ShouldBeEmpty("nobody is told of each who joins");
        await rig.Done(id, new CaseMove.Start());
        var told = await rig.Told();
        told.Count.ShouldBe(501);
        told.Select(t => t.Citizen).Distinct().Count().ShouldBe(501);
    }

    [Test]
    public async Task Photos_join_later_once_each_only_ones_own_report_and_go_when_taken_back()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho, photos: "1");
        for (var twice = 0; twice < 2; twice++)
        {
            await Joins(1, "2");
        }

        await Joins(2, "999");
        (await rig.Detail(id)).Reports.Single().Photos.ShouldBe(["1", "2"]);
        await rig.In(DamageRig.Hoshimi, async tx =>
        {
            await PhotoTable.Erase(tx, DamageRig.Hoshimi, "1", rig.Clock.Now, default);
            return true;
        });
        (await rig.Detail(id)).Reports.Single().Photos.ShouldBe(["2"], "it was taken back after the report was sent");
        for (var many = 100; many < 140; many++)
        {
            await Joins(1, $"{many}");
        }

        (await rig.Detail(id)).Reports.Single().Photos.Count.ShouldBe(ReportTable.MostPhotos - 1, "twenty are kept, of which one was taken back");

        Task Joins(int resident, string photo) => rig.In(DamageRig.Hoshimi, async tx =>
        {
            await rig.Service.Module.Joins[DamageForms.Report.Id](
                rig.Turn(tx, resident, "photo"), new Effect.Join(DamageForms.Report.Id, id, DamageForms.Photo, new Answer.Photos([photo])), default);
            return true;
        });
    }

    [Test]
    public async Task Ones_own_reports_are_shown_with_their_state_and_nobody_elses()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", Honcho);
        await rig.Reported("park", Honcho, resident: 2);
        await rig.Done(id, new CaseMove.Plan(new(2026, 12, 8)));
        var mine = (await rig.Fact(new MyReportsNeed())).ShouldHaveSingleItem();
        (mine.Number, mine.State).ShouldBe(("D08-00001", new ReportState.Planned(new(2026, 12, 8))));
        (await rig.Fact(new LastPlaceNeed())).ShouldBe([new LastPlace("D08-00001", Honcho)]);
        (await rig.Fact(new LastPlaceNeed(), 3)).ShouldBeEmpty();
        DamageRig.Said(await Asks(1)).ShouldContain("今の状況：12月8日（火）に予定");
        DamageRig.Said(await Asks(2)).ShouldContain("もう表示できません");

        Task<Verdict> Asks(int resident) => rig.In(DamageRig.Hoshimi, tx => rig.Service.Module.Desks[DamageForms.Reports.Id](
            rig.Turn(tx, resident, "mine"), new Effect.Submit(DamageForms.Reports.Id, Answers.None.With(DamageForms.Mine, new Answer.Chosen($"{id:n}"))), default));
    }
}
