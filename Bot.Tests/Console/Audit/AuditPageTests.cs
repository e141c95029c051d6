using System.Net;
using System.Text;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Tests.Browser;
using Bot.Tests.Forms;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.Audit;

[TestFixture]
public sealed class AuditPageTests : BrowserFixture
{
    private const string Subject = "bulky-waste/0198c0de";

    private ConsoleHost _host = null!;
    private Clerk _auditor = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ConsoleHost.Start();
        _auditor = await _host.SignIn(await _host.Staff("hoshimi", "監査 花子", ("audit", Duty.Auditor)));
        var clerk = await _host.Staff("hoshimi", "窓口 太郎", ("environment", Duty.Clerk));
        await _host.Database.InTown(TestDatabase.Hoshimi, tx => AuditTable.Add(
            tx, TestDatabase.Hoshimi, Actor.Of(clerk), new AuditEntry("bulky-waste.see/detail", [Subject], "=1+1"), TimeProvider.System.GetUtcNow(), default), default);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _auditor.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Who_has_seen_a_request_is_told_by_name_and_looking_leaves_an_entry()
    {
        var page = await _auditor.Page($"audit?subject={Uri.EscapeDataString(Subject)}");

        page.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        page.QuerySelector("tbody tr")!.TextContent.ShouldContain("窓口 太郎");
        (await _auditor.Page("audit?who=resident")).QuerySelector("tbody")?.TextContent.ShouldNotContain("窓口 太郎");
        (await _host.Audited("hoshimi")).ShouldContain("audit.see/list");
    }

    [Test]
    public async Task A_long_record_is_read_page_by_page()
    {
        await _auditor.Page("audit");
        await _auditor.Page("audit");
        var first = await _auditor.Page("audit?size=1");
        var older = await _auditor.Page(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        int.Parse(older.QuerySelector("tbody td")!.TextContent, null).ShouldBeLessThan(int.Parse(first.QuerySelector("tbody td")!.TextContent, null));
    }

    [Test]
    public async Task The_file_guards_formulas_and_begins_with_the_mark_of_its_coding()
    {
        var answer = await _auditor.Get($"audit/export.csv?subject={Uri.EscapeDataString(Subject)}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(bytes).ShouldContain("\"'=1+1\"");
        (await _host.Audited("hoshimi")).ShouldContain("audit.export/csv 1");
    }

    [Test]
    public async Task The_chain_is_checked_on_request()
    {
        var answer = await _auditor.Send("audit", "audit/check");

        (await Surfer.Page(answer)).QuerySelector("main")!.TextContent.ShouldContain("記録はつながっています");
    }

    [Test]
    public async Task The_page_can_be_read_by_everybody()
    {
        await using var browser = await Browser.NewContextAsync();
        var page = await _host.SignedIn(browser, _auditor.Staff);
        await page.GotoAsync(new Uri(_host.Address, "/console/hoshimi/audit").ToString());

        await ConsoleLook.Check(page, "audit");
    }
}
