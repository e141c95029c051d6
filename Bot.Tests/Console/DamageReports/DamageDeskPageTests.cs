using System.Net;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>The pages of damage reports in the whole house: by HTTP, and by axe in Chromium.</summary>
public sealed class DamageDeskPageTests : BrowserFixture
{
    private const string Nasty = "<script>alert(1)</script>🕳️\u202Eevil";

    private static readonly GeoPoint Honcho = DamageWorld.Honcho;

    [Test]
    public async Task The_list_shows_what_is_open_with_its_place_and_is_narrowed_by_kind_state_and_number()
    {
        var lamp = await Report("street-lamp", Honcho, "U-list-1", $"駅の裏 {Nasty}");
        var tree = await Report("fallen-tree", Honcho, "U-list-2", danger: "yes");
        await Report("fallen-tree", Honcho, "U-list-3", same: tree);
        var number = await Number(lamp);

        var page = await OurClerk.Page("damage-reports?kind=street-lamp");
        var row = page.QuerySelectorAll("main tbody tr").Single();
        row.QuerySelector("th a")!.TextContent.ShouldBe(number);
        row.QuerySelector("[data-label=場所] bdi")!.TextContent.ShouldBe("駅の裏 <script>alert(1)</script>🕳️⟦U+202E⟧evil");
        row.QuerySelector("[data-label=状態]")!.TextContent.ShouldBe("未確認");
        row.QuerySelector("[data-label=受付から]")!.TextContent.ShouldMatch("^[0-9]+分$");
        row.QuerySelector("[data-label=担当]")!.TextContent.ShouldEndWith("（振り分け）");
        page.QuerySelector("main script").ShouldBeNull();

        var fallen = (await OurClerk.Page("damage-reports?kind=fallen-tree")).QuerySelectorAll("main tbody tr").Single();
        fallen.QuerySelector("[data-label=人数]")!.TextContent.ShouldBe("2人");
        fallen.QuerySelector("[data-label=緊急度]")!.TextContent.ShouldBe("65 危険あり");
        var all = await Numbers("damage-reports?sort=-urgency");
        all.IndexOf(await Number(tree)).ShouldBeLessThan(all.IndexOf(number), "the more urgent one stands above");
        var rising = await Numbers("damage-reports?sort=urgency");
        rising.IndexOf(await Number(tree)).ShouldBeGreaterThan(rising.IndexOf(number));

        await OurClerk.Done(await OurClerk.Page($"{Path(lamp)}/move/finish"), "/move/finish");
        (await Numbers("damage-reports?kind=street-lamp")).ShouldBeEmpty();
        (await Numbers("damage-reports?kind=street-lamp&state=done")).ShouldBe([number]);
        (await Numbers("damage-reports?kind=street-lamp&state=any")).ShouldBe([number]);
        (await Numbers($"damage-reports?number={number.ToLowerInvariant()}")).ShouldBe([number]);
        (await OurClerk.Page("damage-reports?size=1&state=any")).QuerySelector("nav.pages a[rel=next]").ShouldNotBeNull();
        (await Host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("damage-reports.see/list", StringComparison.Ordinal));
        (await OurClerk.Page("")).QuerySelector("main")!.TextContent.ShouldContain("未確認の通報");
        (await OurClerk.Page("")).QuerySelectorAll(".side li a").ShouldContain(a => a.GetAttribute("href") == "/console/hoshimi/damage-reports");
    }

    [Test]
    public async Task The_detail_shows_who_wants_a_call_why_it_is_here_and_its_pictures()
    {
        var id = await Report("pothole", DamageWorld.Route918, "U-detail-1", "役場の前", telephone: "0999001234", remark: Nasty, photos: ["dmg-1", "dmg-2"]);
        await Report("pothole", DamageWorld.Route918, "U-detail-2", same: id);
        await Host.Store.Peek<int>("""
            insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at, lost, erased_at)
            values ('hoshimi', 'dmg-1', 'U-detail-1', 'image/png', '\x89504e47', now(), null, null), ('hoshimi', 'dmg-2', 'U-detail-1', '', '', now(), null, now())
            """);
        var page = await OurClerk.Page(Path(id));
        var text = page.QuerySelector("main")!.TextContent;
        text.ShouldContain("電話がほしい");
        text.ShouldContain("0999001234");
        text.ShouldContain("山田 花子");
        text.ShouldContain("<script>alert(1)</script>🕳️⟦U+202E⟧evil");
        text.ShouldContain("国道918号の維持出張所（電話 0999-90-9180）");
        text.ShouldContain("振り分け表の");
        text.ShouldContain("国道・県道の上 ＋15");
        text.ShouldContain("同じものの通報が加わった");
        text.ShouldContain("送った人が取り消したか");
        text.ShouldContain("最初に通報した人だけに届きます");
        page.QuerySelectorAll("main script").ShouldBeEmpty();
        page.QuerySelector("a[href^='https://maps.gsi.go.jp/']")!.GetAttribute("href").ShouldBe("https://maps.gsi.go.jp/#17/36.740000/138.325200/");

        var picture = page.QuerySelectorAll(".photos li > a").Single().GetAttribute("href")!;
        var photo = await OurClerk.Get(picture);
        photo.StatusCode.ShouldBe(HttpStatusCode.OK);
        photo.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        photo.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        var other = await Report("drain", DamageWorld.Route918, "U-detail-3");
        (await OurClerk.Get($"{Path(other)}/photos/{id}/0")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a picture is reached by its own case only");
        (await OurClerk.Get($"{Path(id)}/photos/{id}/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await OurClerk.Get($"{Path(id)}/photos/{id}/9")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var log = await Host.Audited("hoshimi");
        log.ShouldContain(a => a.StartsWith("damage-reports.see/detail", StringComparison.Ordinal));
        log.ShouldContain(a => a.StartsWith("damage-reports.see/photo", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_step_tells_all_who_reported_and_keeps_the_reason_under_seal()
    {
        var id = await Report("gas", Honcho, "U-step-1");
        await Report("gas", Honcho, "U-step-2", same: id);
        var refused = await OurClerk.Send($"{Path(id)}/move/plan", "/move/plan", ("day", "2020-01-01"), ("note", "倉庫の人に頼んだ"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await Surfer.Page(refused);
        again.QuerySelector("[role=alert]")!.TextContent.ShouldContain("今日か、それよりあとの日");
        (await Told("U-step-1")).ShouldBeEmpty();

        var page = await OurClerk.Done(again, "/move/plan", ("day", $"{JapanTime.Day(TimeProvider.System.GetUtcNow()).AddDays(3):yyyy-MM-dd}"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("作業日を決めました");
        page.QuerySelector(".timeline")!.TextContent.ShouldContain("作業日を決定（");
        page.QuerySelector(".timeline .note")!.TextContent.ShouldBe("倉庫の人に頼んだ");
        page.QuerySelector("main .chip")!.TextContent.ShouldStartWith("作業予定：");
        foreach (var citizen in (string[])["U-step-1", "U-step-2"])
        {
            var told = (await Told(citizen)).Single();
            told.ShouldContain("作業する予定です");
            told.ShouldNotContain("倉庫");
        }

        (await Host.Store.Peek<bool>("select position(convert_to('倉庫', 'UTF8') in words) > 0 from timeline where kind = 'note' and subject = @subject", new { subject = $"{id:n}" })).ShouldBe([false]);
        (await Host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("damage-reports.change/planned", StringComparison.Ordinal));
    }

    [Test]
    public async Task Who_comes_second_is_shown_what_changed_and_what_is_not_allowed_any_more_is_refused()
    {
        var id = await Report("leak", Honcho, "U-second-1");
        using var other = await Host.SignIn("hoshimi", ("environment", Duty.Approver));
        var late = await other.Page($"{Path(id)}/move/accept");
        await OurClerk.Done(await OurClerk.Page($"{Path(id)}/move/finish"), "/move/finish");

        var answer = await other.Send(late, "/move/accept");
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var conflict = await Surfer.Page(answer);
        conflict.QuerySelector("main td[data-label=いま]")!.TextContent.ShouldBe("完了");
        (await other.Send(conflict, "/move/accept")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "from done one does not go back to checked");
        (await State(id)).ShouldBe("done");
        (await Told("U-second-1")).Count.ShouldBe(1);
        (await other.Get($"{Path(id)}/move/accept")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await other.Page(Path(id))).QuerySelectorAll("nav.actions a").Select(a => a.TextContent).ShouldBe(["対応を再開する"]);
        (await other.Get($"{Path(id)}/move/explode")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Cases_are_passed_on_to_offices_of_the_list_and_merged_by_number()
    {
        var (first, second) = (await Report("dumping", Honcho, "U-merge-1"), await Report("dumping", Honcho, "U-merge-2"));
        var number = await Number(first);
        foreach (var wrong in new[] { "D99-99999", await Number(second) })
        {
            (await OurClerk.Send($"{Path(second)}/move/merge", "/move/merge", ("number", wrong))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, wrong);
        }

        var merged = await OurClerk.Done(await OurClerk.Page($"{Path(second)}/move/merge"), "/move/merge", ("number", number));
        merged.QuerySelector("main dl")!.TextContent.ShouldContain($"通報 {number}");
        (await Told("U-merge-2")).Single().ShouldContain(number);
        (await OurClerk.Page(Path(first))).QuerySelector("main dl")!.TextContent.ShouldContain("2人");

        (await OurClerk.Send($"{Path(first)}/move/pass-on", "/move/pass-on", ("to", "office:nobody"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var passed = await OurClerk.Done(await OurClerk.Page($"{Path(first)}/move/pass-on"), "/move/pass-on", ("to", "office:ken-doboku"));
        passed.QuerySelector("main .chip")!.TextContent.ShouldBe("ほかの機関の受け持ち：県みずほ土木事務所");
    }

    [Test]
    public async Task A_report_is_taken_out_of_a_case_and_a_planned_day_is_shown_and_changed()
    {
        var id = await Report("leak", Honcho, "U-split-1");
        var odd = await Report("leak", DamageWorld.Route918, "U-split-2", same: id);
        var page = await OurClerk.Page(Path(id));
        var link = page.QuerySelectorAll("main a[href$='/split']").Single().GetAttribute("href")!;
        link.ShouldContain($"{odd}", Case.Sensitive, "the first report stays");
        var opened = await OurClerk.Done(await OurClerk.Page(link), "/split");
        opened.QuerySelector("[role=status]")!.TextContent.ShouldContain("として受け付け直しました");
        opened.QuerySelector(".timeline")!.TextContent.ShouldContain($"ほかの通報から分けて受け付け（通報 {await Number(id)}）");
        (await Told("U-split-2")).Single().ShouldContain("別のものと分かりました");
        (await Told("U-split-1")).ShouldBeEmpty();
        (await Status(link)).ShouldBe(HttpStatusCode.NotFound, "it belongs to another case now");

        var day = JapanTime.Day(TimeProvider.System.GetUtcNow()).AddDays(5);
        var planned = await Takes(id, "plan", ("day", $"{day:yyyy-MM-dd}"));
        planned.QuerySelector("main dl.facts")!.TextContent.ShouldContain("作業日");
        planned.QuerySelectorAll("nav.actions a").Select(a => a.TextContent).ShouldContain("作業日を変える");
        (await OurClerk.Page($"{Path(id)}/move/plan")).QuerySelector("#f-day")!.GetAttribute("value").ShouldBe($"{day:yyyy-MM-dd}");
        await Takes(id, "plan", ("day", $"{day.AddDays(1):yyyy-MM-dd}"));
        (await Told("U-split-1")).Count.ShouldBe(2);
    }

    [Test]
    public async Task Every_page_is_accessible_at_every_width()
    {
        var id = await Report("wildlife", Honcho, "U-look-1", Nasty, danger: "life", telephone: "0999001234", remark: new string('長', 400), photos: ["look-1"]);
        var odd = await Report("wildlife", Honcho, "U-look-2", same: id);
        var browser = await Browser.NewContextAsync();
        await using var context = browser;
        var page = await Host.SignedIn(browser, OurClerk.Staff);
        foreach (var (name, path) in new[]
        {
            ("damage-list", "damage-reports"), ("damage-detail", Path(id)), ("damage-plan", $"{Path(id)}/move/plan"),
            ("damage-pass-on", $"{Path(id)}/move/pass-on"), ("damage-merge", $"{Path(id)}/move/merge"),
            ("damage-split", $"{Path(id)}/reports/{odd}/split"),
        })
        {
            (await page.GotoAsync(new Uri(Host.Address, $"/console/hoshimi/{path}").ToString()))!.Status.ShouldBe(200, path);
            await ConsoleLook.Check(page, name);
        }
    }
}
