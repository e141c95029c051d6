using System.Net;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports;
using Bot.Tests.DamageReports;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>Cases of damage reports as casework, and who does not reach them.</summary>
[Category("database")]
public sealed class DamageDeskCaseTests
{
    [Test]
    public async Task It_is_taken_noted_on_and_answered_by_letter_like_any_case()
    {
        var id = await Report("other", DamageWorld.Honcho, "U-case-1");
        var taken = await OurClerk.Done(await OurClerk.Page(Path(id)), "/take");
        taken.QuerySelector("main")!.TextContent.ShouldContain(OurClerk.Staff.Name);
        (await OurClerk.Page("damage-reports?kind=other")).QuerySelector("main tbody [data-label=担当]")!.TextContent.ShouldBe(OurClerk.Staff.Name);
        (await OurClerk.Page("mine")).QuerySelector("main tbody")!.TextContent.ShouldContain(await Number(id));
        var noted = await OurClerk.Done(await OurClerk.Page(Path(id)), "/note", ("words", "現地へ行く"));
        noted.QuerySelector(".timeline .note")!.TextContent.ShouldBe("現地へ行く");
        await OurClerk.Done(await OurClerk.Page($"casework/damage-reports/{id:n}/letter"), "/letter", ("words", "目印を教えてください"));
        (await Told("U-case-1")).Single().ShouldNotContain("目印");
    }

    [Test]
    public async Task Another_towns_case_is_not_there_and_other_departments_and_auditors_change_nothing()
    {
        var id = await Report("gas", DamageWorld.Honcho, "U-right-1");
        using var kawabe = await Host.SignIn("kawabe", ("environment", Duty.Approver));
        foreach (var path in (string[])[Path(id), $"{Path(id)}/move/accept", $"{Path(id)}/photos/{id}/0", $"casework/damage-reports/{id:n}/letter"])
        {
            (await kawabe.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await Host.Audited("kawabe")).Count(a => a.StartsWith("access.not-found", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(4);
        using var union = await Host.SignIn("mizuho-union", ("environment", Duty.Approver));
        (await union.Get("damage-reports")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a union has no such service");
        using var general = await Host.SignIn("hoshimi", ("general", Duty.Clerk));
        (await general.Get(Path(id))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var auditor = await Host.SignIn("hoshimi", ("environment", Duty.Auditor));
        (await auditor.Page(Path(id))).QuerySelectorAll("nav.actions a").ShouldBeEmpty();
        (await auditor.Get($"{Path(id)}/move/accept")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task What_another_town_handed_over_is_on_the_list_without_anybody_to_write_to()
    {
        await Report("drain", DamageWorld.Yakubamae, "U-over-1", telephone: "0999001234");
        var town = DamageWorld.Kawabe;
        await Host.Database.InTown(town, tx => Host.Get<DamageReportsModule>().Parcels.Collect(tx, town, default), default);
        using var kawabe = await Host.SignIn("kawabe", ("environment", Duty.Clerk));
        var link = (await kawabe.Page("damage-reports?kind=drain")).QuerySelectorAll("main tbody th a").Single().GetAttribute("href")!;
        var text = (await kawabe.Page(link)).QuerySelector("main")!.TextContent;
        text.ShouldContain("ほかの町から引き継ぎ（星見町、先方の番号 D08-");
        text.ShouldContain("この町で受け付けた通報はありません");
        text.ShouldContain("LINEで手紙を送れる人がいません");
        text.ShouldNotContain("0999001234");
    }
}
