using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>A report that was joined to the wrong case goes on by itself; merging the two undoes that.</summary>
public sealed class ReportSplitTests
{
    [Test]
    public async Task It_gets_a_number_a_place_and_a_desk_of_its_own_and_only_its_resident_is_told()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", DamageWorld.Honcho);
        await rig.Reported("pothole", DamageWorld.Honcho, 2, same: $"{id:n}");
        var odd = await rig.Reported("pothole", DamageWorld.Route918, 3, same: $"{id:n}", danger: "yes");
        (await rig.Case(id)).ShouldSatisfyAllConditions(c => c.Reporters.ShouldBe(3), c => c.Danger.ShouldBe(Danger.Yes));

        var opened = (await Split(rig, id, odd)).ShouldBeOfType<CaseOutcome.Done>().Case;
        opened.Number.ShouldBe("D08-00002");
        opened.Point.ShouldBe(DamageWorld.Route918);
        opened.Target.ShouldBe(new RouteTarget.Outside("route-918"));
        (opened.Danger, opened.Reporters).ShouldBe((Danger.Yes, 1));
        var rest = await rig.Case(id);
        (rest.Danger, rest.Reporters).ShouldBe((Danger.No, 2));
        rest.Urgency.Score.ShouldBeLessThan(opened.Urgency.Score);
        (await rig.Detail(opened.Id)).Reports.Single().Report.Id.ShouldBe(odd);
        var told = (await rig.Told()).Single();
        told.Citizen.ShouldBe(DamageRig.Resident(3).Value);
        told.Text.ShouldBe("通報 D08-00001（道路の穴・ひび）\nいっしょにお預かりしていましたが、別のものと分かりました。これからは受付番号 D08-00002 でお知らせします。");

        await rig.Done(opened.Id, new CaseMove.Merge(id));
        (await rig.Case(id)).Reporters.ShouldBe(3);
        await rig.Done(opened.Id, new CaseMove.Reopen());
        (await rig.Case(id)).Reporters.ShouldBe(2);
        (await rig.Case(opened.Id)).State.ShouldBe(new ReportState.Accepted());
    }

    [Test]
    public async Task The_first_report_a_closed_case_an_old_page_and_another_cases_report_are_refused()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", DamageWorld.Honcho);
        var odd = await rig.Reported("pothole", DamageWorld.Honcho, 2, same: $"{id:n}");
        var other = await rig.Reported("drain", DamageWorld.Honcho, 3);
        (await Split(rig, id, id)).ShouldBe(new CaseOutcome.Refused(CaseRefusal.NotNow));
        (await Split(rig, id, other)).ShouldBe(new CaseOutcome.Refused(CaseRefusal.NotFound));
        (await Split(rig, other, odd)).ShouldBe(new CaseOutcome.Refused(CaseRefusal.NotFound));
        (await Split(rig, id, odd, seen: 1)).ShouldBe(new CaseOutcome.Refused(CaseRefusal.Changed));
        await rig.Done(id, new CaseMove.Finish());
        (await Split(rig, id, odd)).ShouldBe(new CaseOutcome.Refused(CaseRefusal.NotNow));
        (await rig.Told()).Count.ShouldBe(2, "of the finish alone");
        (await rig.Store.Peek<long>("select last from damage_series")).ShouldBe([2], "no number was used up");
    }

    [Test]
    public async Task Two_clerks_at_once_split_it_once()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", DamageWorld.Honcho);
        var odd = await rig.Reported("pothole", DamageWorld.Honcho, 2, same: $"{id:n}");
        var outcomes = await Task.WhenAll(Split(rig, id, odd), Split(rig, id, odd));
        outcomes.Count(o => o is CaseOutcome.Done).ShouldBe(1);
        outcomes.ShouldContain(new CaseOutcome.Refused(CaseRefusal.NotFound));
        (await rig.Told()).Count.ShouldBe(1);
    }

    [Test]
    public async Task What_belongs_to_a_drill_stays_with_it_and_is_not_mixed_with_what_is_real()
    {
        await using var rig = await DamageRig.New();
        var id = await rig.Reported("pothole", DamageWorld.Honcho);
        var odd = await rig.Reported("pothole", DamageWorld.Honcho, 2, same: $"{id:n}");
        var real = await rig.Reported("pothole", DamageWorld.Honcho, 3);
        await rig.Store.Peek<int>("update damage_case set is_drill = true where case_id = @id returning 1", new { id });
        var opened = (await Split(rig, id, odd)).ShouldBeOfType<CaseOutcome.Done>().Case;
        opened.IsDrill.ShouldBeTrue();
        (await rig.Told()).ShouldBeEmpty("the drill is over");
        (await rig.Acts(opened.Id, new CaseMove.Merge(real))).ShouldBe(new CaseOutcome.Refused(CaseRefusal.WrongAim));
    }

    private static Task<CaseOutcome> Split(DamageRig rig, Guid id, Guid report, int? seen = null) =>
        rig.In(DamageRig.Hoshimi, tx => rig.Service.Splits.Take(tx, DamageRig.Hoshimi, id, report, DamageRig.Clerk with { Seen = seen }, default));
}
