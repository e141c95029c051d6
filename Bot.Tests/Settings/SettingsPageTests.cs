using System.Net;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Settings;

/// <summary>The pages by which staff change plan and settings, in the whole house.</summary>
public sealed class SettingsPageTests : BrowserFixture
{
    private static readonly DateOnly NextMonth = new DateOnly(JapanTime.Day(TimeProvider.System.GetUtcNow()).Year, JapanTime.Day(TimeProvider.System.GetUtcNow()).Month, 1).AddMonths(1);

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_fee_raised_from_next_month_is_what_residents_are_told_for_days_from_then_on()
    {
        using var chief = await _host.SignIn("mizuho-union", ("environment", Duty.Approver));
        var page = await chief.Page("bulky-waste/plan/article/sofa");
        var done = await chief.Done(page, "/fee", ("size", "two"), ("fee", "1,200"), ("from", $"{NextMonth:yyyy-MM-dd}"));
        done.QuerySelector(".told")!.TextContent.ShouldContain("1,200円");
        done.QuerySelector("main")!.TextContent.ShouldContain("1,000円");

        (await Fee(NextMonth.AddDays(-1))).ShouldBe(1000);
        (await Fee(NextMonth)).ShouldBe(1200);

        var undone = await chief.Done(done, "/undo");
        undone.QuerySelector(".told")!.TextContent.ShouldContain("元に戻しました");
        (await Fee(NextMonth)).ShouldBe(1000);

        // As the question in a talk asks for it: in a turn of the resident's town.
        Task<int> Fee(DateOnly day) => _host.Database.InTown(new TownId("hoshimi"), async tx =>
        {
            var plan = await _host.Get<BulkyWasteModule>().Plans.Of(tx, new TownId("mizuho-union"), default);
            return plan.Catalogue.Find("sofa", day)!.FeeOf("two", day)!.Value.Amount;
        }, default);
    }

    [Test]
    public async Task A_fee_that_the_folder_would_refuse_is_refused_at_its_field_and_what_was_typed_stays()
    {
        using var chief = await _host.SignIn("mizuho-union", ("environment", Duty.Approver));
        var answer = await chief.Send("bulky-waste/plan/article/sofa", "/fee", ("size", "two"), ("fee", "1205"), ("from", $"{NextMonth:yyyy-MM-dd}"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await Surfer.Page(answer);
        page.QuerySelector("#f-fee-error")!.TextContent.ShouldContain("10円きざみ");
        page.QuerySelector("#f-fee")!.GetAttribute("value").ShouldBe("1205");
        page.QuerySelector("#f-fee")!.GetAttribute("aria-invalid").ShouldBe("true");
    }

    [Test]
    public async Task Only_the_owner_of_the_plan_sees_and_changes_it()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
        (await clerk.Get("bulky-waste/plan")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var crew = await _host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        (await crew.Page("bulky-waste/plan/article/sofa")).QuerySelector("form[action$='/fee']").ShouldBeNull("a clerk looks, an approver changes");
    }

    [Test]
    public async Task Lowering_a_day_below_what_is_taken_asks_with_the_consequence()
    {
        var day = NextMonth.AddMonths(1);
        await _host.Store.Peek<int>("insert into bulky_day (town_id, zone, day, taken) values ('mizuho-union', 'h1', @day, 3) on conflict do nothing returning 1", new { day });
        using var chief = await _host.SignIn("mizuho-union", ("environment", Duty.Approver));
        var asked = await chief.Send("bulky-waste/plan/calendar?zone=h1", "/plan/day", ("day", $"{day:yyyy-MM-dd}"), ("capacity", "2"));
        asked.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await Surfer.Page(asked);
        page.QuerySelector(".notice")!.TextContent.ShouldContain("もう 3 件");
        (await chief.Done(page, "/plan/day")).QuerySelector(".told")!.TextContent.ShouldContain("2 件に変更");
        (await _host.Store.Peek<int?>("select capacity from bulky_day where zone = 'h1' and day = @day", new { day })).ShouldBe([2]);
    }

    [Test]
    public async Task A_phrase_can_be_tried_changed_and_set_back()
    {
        using var admin = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        var path = "settings/wording/staff.called";
        var tried = await Surfer.Page(await admin.Send(path, "staff.called", ("ja", "{town}です。"), ("ja-easy", "やさしい"), ("en", "Hello"), ("show", "preview")));
        tried.QuerySelector(".bubble")!.TextContent.ShouldBe("星見町です。");
        Said().ShouldNotBe("星見町です。", "a preview changes nothing");

        (await admin.Send(path, "staff.called", ("ja", "{strange}"), ("ja-easy", "a"), ("en", "b"), ("show", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var done = await admin.Done(await admin.Page(path), "staff.called", ("ja", "{town}です。"), ("ja-easy", "やさしい"), ("en", "Hello"), ("show", ""));
        Said().ShouldBe("星見町です。");
        await admin.Done(done, "/reset");
        Said().ShouldNotBe("星見町です。");

        string Said() => _host.Get<TownTalks>()[new TownId("hoshimi")].Words.Say(Words.Of("staff.called"), Language.Japanese);
    }

    [Test]
    public async Task No_secret_is_ever_shown()
    {
        using var admin = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        var html = (await admin.Page("settings/connections")).DocumentElement.OuterHtml;
        html.ShouldContain("設定済み");
        html.ShouldNotContain("channel-secret-of");
        html.ShouldNotContain("sk_test");
        html.ShouldNotContain("whsec");
    }

    [Test]
    public async Task A_change_of_the_plan_cannot_be_undone_by_the_right_to_change_settings()
    {
        using var both = await _host.SignIn("mizuho-union", ("environment", Duty.Approver));
        await both.Done(await both.Page("bulky-waste/plan/article/desk"), "/retire", ("last", $"{NextMonth:yyyy-MM-dd}"));
        var id = (await _host.Store.Peek<Guid>("select change_id from setting_change where town_id = 'mizuho-union' order by seq desc limit 1"))[0];
        using var admin = await _host.SignIn("mizuho-union", ("general", Duty.Administrator));
        var check = (await admin.Page("settings")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        (await admin.Surfer.Post($"/console/mizuho-union/settings/history/{id:n}/undo", [KeyValuePair.Create("check", check)])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task A_folder_is_looked_at_first_then_brought_in_as_one_change_that_can_be_taken_back()
    {
        using var admin = await _host.SignIn("kawabe", ("general", Duty.Administrator));
        var out1 = await admin.Send("settings/move", "/export");
        out1.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        var archive = Bot.Infrastructure.Settings.TownArchive.Read(await out1.Content.ReadAsStreamAsync()).OrThrow();
        var files = archive.Files.ToDictionary();
        files["kawabe/town.json"] = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(files["kawabe/town.json"]).Replace("\"payDays\": ", "\"payDays\": 1", StringComparison.Ordinal));

        var page = await admin.Page("settings/move");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector("form[action$='/look'] input[name=check]")!.GetAttribute("value")!), "check" },
            { new ByteArrayContent(Bot.Infrastructure.Settings.TownArchive.Write(files)), "archive", "kawabe.zip" },
        };
        var looked = await Surfer.Page(await admin.Surfer.Send(new HttpRequestMessage(HttpMethod.Post, "/console/kawabe/settings/move/look") { Content = form }));
        looked.QuerySelector("main")!.TextContent.ShouldContain("1 件の項目が変わります");
        var done = await admin.Done(looked, "/take");
        Days().ShouldBeGreaterThan(9);
        await admin.Done(done, "/undo");
        Days().ShouldBeLessThan(10);

        using var late = await _host.SignIn(await _host.Staff("kawabe", "川 管理", ("general", Duty.Administrator)), TimeSpan.FromHours(1));
        (await late.Get("settings/move")).StatusCode.ShouldBe(HttpStatusCode.SeeOther, "who one is must have been proven lately");

        int Days() => _host.Get<TownTalks>()[new TownId("kawabe")].Profile.Payment!.PayDays;
    }

    [Test]
    public async Task Departments_go_out_with_the_folder_and_come_in_beside_those_that_it_does_not_name()
    {
        using var admin = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        var archive = Bot.Infrastructure.Settings.TownArchive.Read(await (await admin.Send("settings/move", "/export")).Content.ReadAsStreamAsync()).OrThrow();
        var files = archive.Files.ToDictionary();
        System.Text.Encoding.UTF8.GetString(files["hoshimi/departments.csv"]).ShouldContain("general,general課,\n");
        files["hoshimi/departments.csv"] = "code,name,services\ngeneral,総合課,damage-reports\nharbour-works,港湾課,damage-reports\n"u8.ToArray();

        var looked = await Surfer.Page(await Look(admin, Bot.Infrastructure.Settings.TownArchive.Write(files)));
        looked.QuerySelector("main")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("2 件の項目が変わります"), t => t.ShouldContain("general課"), t => t.ShouldContain("総合課"));
        var done = await admin.Done(looked, "/take");
        (await Departments()).ShouldSatisfyAllConditions(d => d.ShouldContain("general 総合課"), d => d.ShouldContain("harbour-works 港湾課"));
        await admin.Done(done, "/undo");
        (await Departments()).ShouldSatisfyAllConditions(d => d.ShouldContain("general general課"), d => d.ShouldNotContain("港湾課"));

        async Task<string> Departments() => string.Join('\n', await _host.Store.Peek<string>("select code || ' ' || name from department where town_id = 'hoshimi'"));
    }

    [Test]
    public async Task The_same_folder_brought_in_again_changes_nothing_however_many_fees_an_article_has_had()
    {
        using var chief = await _host.SignIn("mizuho-union", ("environment", Duty.Administrator));
        var raised = await chief.Done(await chief.Page("bulky-waste/plan/article/wardrobe"), "/fee", ("fee", "1,500"), ("from", $"{NextMonth:yyyy-MM-dd}"));
        var archive = Bot.Infrastructure.Settings.TownArchive.Read(await (await chief.Send("settings/move", "/export")).Content.ReadAsStreamAsync()).OrThrow();
        var looked = await Surfer.Page(await Look(chief, Bot.Infrastructure.Settings.TownArchive.Write(archive.Files)));
        looked.QuerySelector("main")!.TextContent.ShouldContain("変わるところはありません");
        await chief.Done(raised, "/undo");
    }

    [Test]
    public async Task A_folder_may_be_as_large_as_the_page_says()
    {
        using var chief = await _host.SignIn("mizuho-union", ("environment", Duty.Administrator));
        var large = new byte[4 * 1024 * 1024];
        Random.Shared.NextBytes(large);

        // It is no archive, and that is what must be said, not that it is too large.
        var looked = await Look(chief, large);
        looked.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var check = (await Surfer.Page(looked)).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        var taken = await chief.Surfer.Post(
            "/console/mizuho-union/settings/move/take", [KeyValuePair.Create("check", check), KeyValuePair.Create("packed", Convert.ToBase64String(large))]);
        taken.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Look(chief, new byte[Bot.Infrastructure.Settings.TownArchive.MostBytes + 1])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "a little too large is said kindly");
    }

    private static async Task<HttpResponseMessage> Look(Clerk clerk, byte[] packed)
    {
        var page = await clerk.Page("settings/move");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector("form[action$='/look'] input[name=check]")!.GetAttribute("value")!), "check" },
            { new ByteArrayContent(packed), "archive", "folder.zip" },
        };
        return await clerk.Surfer.Send(new HttpRequestMessage(HttpMethod.Post, $"/console/{clerk.Staff.Town.Value}/settings/move/look") { Content = form });
    }

    [Test]
    public async Task Every_page_can_be_read_reached_and_touched_by_all()
    {
        await using var context = await Desk();
        foreach (var (town, paths) in new[]
        {
            ("mizuho-union", new[] { "bulky-waste/plan", "bulky-waste/plan/article/sofa", "bulky-waste/plan/calendar", "bulky-waste/plan/history", "settings" }),
            ("hoshimi", ["settings", "settings/wording", "settings/wording/greeting", "settings/connections", "settings/history", "settings/move"]),
        })
        {
            var staff = await _host.Staff(town, "星 管理", ("environment", Duty.Administrator));
            var page = await _host.SignedIn(context, staff);
            foreach (var path in paths)
            {
                await page.GotoAsync(new Uri(_host.Address, $"/console/{town}/{path}").ToString());
                await ConsoleLook.Check(page, $"{town}-{path.Replace('/', '-')}");
            }
        }
    }
}
