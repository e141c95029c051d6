using System.Net;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console.DamageReports;
using Bot.Tests.DamageReports;
using Bot.Tests.Story;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.StaffMessages;

/// <summary>A department decides what its staff are told, and a report arrives by mail: the whole house with a real mail server on a socket.</summary>
public sealed class NoticePageTests : BrowserFixture
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test, Order(1)]
    public async Task From_the_first_rules_to_a_mail_with_a_look_at_every_state_of_the_page()
    {
        var head = await _host.Staff("hoshimi", "課長 一郎", ("environment", Duty.Approver));
        await using var context = await Desk();
        var page = await _host.SignedIn(context, head);
        await Opens(page, "staff-messages");
        (await page.Locator("tbody").InnerTextAsync()).ShouldContain("まだ決めていません");
        await ConsoleLook.Check(page, "notices");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "環境課", Exact = true }).ClickAsync();
        await page.FillAsync("#f-mails", "kankyo@town.example\nbad address@");
        await Presses(page, "決める");
        (await page.Locator(".summary").InnerTextAsync()).ShouldContain("メールアドレスの形になっていません");
        await ConsoleLook.Check(page, "notice-wrong");
        await page.FillAsync("#f-mails", "kankyo@town.example");
        await page.CheckAsync("input[name=hours][value=always]");
        await page.FillAsync("#f-step1", "head@town.example");
        await Presses(page, "決める");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("元に戻す");
        (await page.Locator("section:has(#h-preview)").InnerTextAsync()).ShouldContain("すぐに kankyo@town.example へ。");

        await page.ClickAsync("summary:has-text('当番を加える')");
        await page.FillAsync("#f-turn_name", "当番 花子");
        await page.FillAsync("#f-turn_mail", "night@town.example");
        await Presses(page, "当番を加える");
        (await page.Locator("section:has(#h-on-call) tbody").InnerTextAsync()).ShouldContain("当番 花子");

        await Presses(page, "すべての宛先に試し送りをする");
        await Until(() => Task.FromResult(_host.Story.Mail.All.Count == 3), "three mails to try");
        _host.Story.Mail.All.Select(m => m.To).ShouldBe(["kankyo@town.example", "head@town.example", "night@town.example"], ignoreOrder: true);

        await DamageSamples.Report(_host, "dumping", DamageWorld.Honcho, "U-notice-1", "ひみつの場所", remark: "ひみつの言葉");
        await Until(() => Task.FromResult(_host.Story.Mail.All.Count == 4), "the mail of the report");
        var mail = _host.Story.Mail.All[^1];
        (mail.To, mail.Subject).ShouldBe(("kankyo@town.example", mail.Subject));
        mail.Subject.ShouldMatch("^【星見町】新しい通報 D[0-9]{2}-00001（不法投棄）$");
        mail.Text.ShouldNotContain("ひみつ");
        await Until(async () => await Sent() == 4, "four marks");
        await Opens(page, "staff-messages/environment");
        (await page.Locator("section:has(#h-sent) tbody tr").CountAsync()).ShouldBe(4);
        await ConsoleLook.Check(page, "notice");

        var link = mail.Text.Split('\n').First(l => l.StartsWith("http", StringComparison.Ordinal)).Trim();
        await page.GotoAsync(link);
        (await page.Locator(".timeline").InnerTextAsync()).ShouldContain("担当者に知らせた（メール）");
    }

    [Test, Order(2)]
    public async Task A_mail_that_never_arrives_stands_on_the_first_page_and_is_sent_again()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
        await _host.Store.Peek<Guid>("update outbox set sent_at = null, failed_at = now(), failure = '550', body = convert_to('{\"Batch\":\"00000000-0000-0000-0000-000000000000\",\"Department\":\"environment\",\"To\":\"again@town.example\",\"Subject\":\"s\",\"Text\":\"t\"}', 'UTF8') where kind = 'staff.mail' and outbox_id = (select message_id from staff_message where reason = 'new' limit 1) returning outbox_id");
        (await clerk.Page("")).QuerySelector("main")!.TextContent.ShouldContain("届かなかった職員への通知");
        await clerk.Done(await clerk.Page("staff-messages/environment"), "/again");
        await Until(() => Task.FromResult(_host.Story.Mail.All.Any(m => m.To == "again@town.example")), "the second copy");
        (await clerk.Page("")).QuerySelector("main")!.TextContent.ShouldNotContain("届かなかった職員への通知");
    }

    [Test, Order(3)]
    public async Task Groups_and_web_hooks_are_joined_by_what_is_shown_once()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
        var made = await Bot.Tests.Forms.Surfer.Page(await clerk.Send("staff-messages/environment", "/group-code"));
        var code = made.QuerySelector("p.key code")!.TextContent;
        var group = _host.Story.Line.Find("hoshimi")!.Group("kankyo");
        await group.Joins();
        await group.Says(code);
        var page = await clerk.Page("staff-messages/environment");
        page.QuerySelector("section:has(#h-groups) ul")!.TextContent.ShouldContain(group.Id[^6..]);
        page.QuerySelectorAll("p.key").ShouldBeEmpty();
        await clerk.Done(page, "/group/end");
        (await _host.Store.Peek<int>("select count(*)::int from staff_group where ended_at is null")).ShouldBe([0]);

        (await clerk.Send("staff-messages/environment", "/hook", ("address", "https://10.0.0.1/x"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var hooked = await Bot.Tests.Forms.Surfer.Page(await clerk.Send("staff-messages/environment", "/hook", ("address", "https://chat.example/hook?key=geheim")));
        hooked.QuerySelector("section:has(#h-hook) p.key code")!.TextContent.Length.ShouldBe(64);
        (await clerk.Page("staff-messages/environment")).Body!.TextContent.ShouldNotContain("geheim");
        await clerk.Done(await clerk.Page("staff-messages/environment"), "/hook/end");
        (await _host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("staff-messages.connect/hook chat.example", StringComparison.Ordinal));
    }

    [Test, Order(4)]
    public async Task A_change_is_taken_back_and_who_approves_elsewhere_changes_nothing_here()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
        await clerk.Done(await clerk.Page("staff-messages/environment"), "/staff-messages/environment", ("mails", "other@town.example"));
        (await Mails()).ShouldBe("[\"other@town.example\"]");
        await clerk.Done(await clerk.Page("staff-messages/environment/history"), "/undo");
        (await Mails()).ShouldBe("[\"kankyo@town.example\"]");

        using var elsewhere = await _host.SignIn("hoshimi", ("water", Duty.Approver));
        var seen = await elsewhere.Page("staff-messages/environment");
        seen.QuerySelectorAll("main form").ShouldAllBe(f => f.QuerySelector("button[type=submit]") == null);
        var check = seen.QuerySelector("input[name=check]")!.GetAttribute("value")!;
        foreach (var action in (string[])["", "/test", "/on-call", "/group-code", "/hook", "/hook/end"])
        {
            (await elsewhere.Surfer.Post($"/console/hoshimi/staff-messages/environment{action}", [KeyValuePair.Create("check", check), KeyValuePair.Create("id", $"{Guid.NewGuid():n}")]))
                .StatusCode.ShouldBe(HttpStatusCode.NotFound, action);
        }

        using var administrator = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        (await administrator.Page("staff-messages/environment")).QuerySelectorAll("main button[type=submit]").ShouldNotBeEmpty();
    }

    private async Task<string> Mails() => (await _host.Store.Peek<string>("select rules->>'Mails' from staff_notice_rule where department = 'environment'")).Single();

    private async Task<int> Sent() => (await _host.Store.Peek<int>("select count(*)::int from outbox where kind = 'staff.mail' and sent_at is not null")).Single();

    private async Task Opens(IPage page, string path) => await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{path}").ToString());

    private static Task Presses(IPage page, string button) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    private static Task Until(Func<Task<bool>> holds, string what) => StoryHost.Until(holds, what);
}
