using System.Net;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.StaffMessages;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Roll;

/// <summary>A school brings its list in, prints the sheets, and sees who has linked to whom.</summary>
public sealed class RollPageTests : BrowserFixture
{
    private const string Head = "番号,氏名,ふりがな,生年月日,学年,組,出席番号,連絡先,保護\n";
    private const string Hana = "101,星野 花,ほしの はな,2017/5/3,3,1組,7,0999-00-0001,\n";
    private const string Sora = "102,月岡 空,つきおか そら,2017/8/9,3,1組,8,,はい\n";
    private static readonly TownId Town = new("hoshimi");
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_list_is_brought_in_sheets_are_printed_and_links_are_looked_at_and_revoked()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "学校 花子", ("hoshimi-school", Duty.School)));
        await page.GotoAsync(At("schools/roll"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("名簿はまだ空です");
        await ConsoleLook.Check(page, "school-roll-empty");
        await page.ClickAsync("text=名簿（CSV）を取り込む");
        await Looks(page, Head + "101,星野 花,ほしの はな,2017/13/3,3,1組,7,,\n");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("2行目");
        await ConsoleLook.Check(page, "school-roll-faults");
        await Looks(page, (Head + Hana + Sora).Replace("ふりがな", "読み方", StringComparison.Ordinal));
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("「ふりがな」の列がありません");
        await ConsoleLook.Check(page, "school-roll-columns");
        await page.SelectOptionAsync("#f-column2", "読み方");
        await page.ClickAsync("text=この対応で確かめる");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("追加（2人）");
        (await _host.Store.Peek<long>("select count(*) from child")).ShouldBe([0L], "nothing is stored before it was confirmed");
        await ConsoleLook.Check(page, "school-roll-plan");
        await page.ClickAsync("text=この内容で取り込む");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("追加2人");
        await ConsoleLook.Check(page, "school-roll");

        await page.ClickAsync("text=3年1組の登録用紙を作る");
        (await page.Locator(".sheet").CountAsync()).ShouldBe(1, "a protected child has no sheet");
        LinkCode.In(await page.Locator(".sheet-code").InnerTextAsync()).ShouldNotBeNull();
        await ConsoleLook.Check(page, "school-sheets");

        var child = new ChildId((await _host.Store.Peek<Guid>("select child_id from child where number = '101'")).Single());
        await _host.Database.InTown(Town, tx => GuardianTable.Link(
            tx, _host.Store.Sealer, Town, Guid.NewGuid(), child, new CitizenId("U-roll-page"), "はな", false, TimeProvider.System.GetUtcNow(), default), default);
        await page.GotoAsync(At("schools/roll"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("1人（新しい登録 1人・未確認）");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("新しい保護者の登録が1件あります");
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("お知らせが届いていません");
        await _host.Store.Peek<int>("insert into conversation (town_id, citizen_id, is_friend) values ('hoshimi', 'U-roll-page', false) returning 1");
        await _host.Store.Peek<int>("update link_code set wrong = 10, locked_at = now() where voided_at is null returning 1");
        await _host.Database.InTown(Town, async tx =>
        {
            var rules = new Bot.Domain.StaffMessages.NoticeRules { Mails = ["school@town.example"] };
            await NoticeRuleTable.Put(tx, Town, "hoshimi-school", Bot.Infrastructure.Settings.PieceJson.Write(rules), TimeProvider.System.GetUtcNow().AddDays(-1), default);
            return 0;
        }, default);
        await _host.Database.InTown(Town, tx => _host.Get<StaffMessageDesk>().Round(tx, Town, TimeProvider.System.GetUtcNow(), default), default);
        (await _host.Store.Peek<string>("select convert_from(body, 'UTF8')::json->>'Text' from outbox where kind = 'staff.mail' and convert_from(body, 'UTF8')::json->>'To' = 'school@town.example'"))
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.ShouldContain("保護者の登録コードが止まりました"), t => t.ShouldContain("schools/roll/hoshimi-school"), t => t.ShouldNotContain("花"));
        await page.GotoAsync(At(""));
        (await page.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("新しい保護者の登録（星見小学校）"), t => t.ShouldContain("止まった登録コード（星見小学校）"));
        await page.GotoAsync(At("schools/roll"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("お知らせが届いていません（LINEでブロック・退会）");
        await ConsoleLook.Check(page, "school-roll-news");
        await page.ClickAsync("[role=alert] button");
        (await page.Locator(".sheet").CountAsync()).ShouldBe(1, "the way out of a locked code is a new sheet");
        await page.GotoAsync(At("schools/roll"));
        (await page.Locator("[role=alert]").CountAsync()).ShouldBe(0);
        foreach (var (words, found) in new[] { ("ホシノ", 1), ("102", 1), ("空", 1), ("10", 0) })
        {
            await page.FillAsync("#f-words", words);
            await page.ClickAsync("button:text-is('さがす')");
            (await page.Locator("[role=status]").InnerTextAsync()).ShouldContain($"{found}人見つかりました", customMessage: words);
            page.Url.ShouldNotContain("%", customMessage: "no name stands in an address");
        }

        await ConsoleLook.Check(page, "school-roll-search");
        await page.ClickAsync("text=全員の名簿に戻る");
        await page.ClickAsync("text=星野 花");
        (await page.TitleAsync()).ShouldNotContain("星野");
        await ConsoleLook.Check(page, "school-child");
        await page.ClickAsync("text=新しい登録を確認済みにする");
        await page.ClickAsync("text=保護者1の登録を取り消す");
        (await page.Locator("#h-links").InnerTextAsync()).ShouldBe("登録した保護者（0人）");
        await page.ClickAsync("button:text-is('保護する')");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("保護しています");
        (await page.Locator("text=登録用紙を作り直す").CountAsync()).ShouldBe(0);
        await page.ClickAsync("text=登録コードを作る");
        LinkCode.In(await page.Locator(".sheet-code").InnerTextAsync()).ShouldNotBeNull();
        await ConsoleLook.Check(page, "school-handed-code");
        await page.ClickAsync("text=子どもの記録");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("学校 花子さんが作った登録コード：まだ使われていません");
        await ConsoleLook.Check(page, "school-child-protected");
        (await _host.Audited("hoshimi")).ShouldContain("schools.change/code");
        (await _host.Audited("hoshimi")).ShouldContain("schools.change/protect");
    }

    [Test]
    public async Task What_changed_since_it_was_looked_at_is_looked_at_again_and_another_school_sees_nothing()
    {
        using var clerk = await _host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        (await clerk.Get("schools/roll/hoshimi-school")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var look = await clerk.Page("schools/roll/narusawa-school/import");
        var stored = await clerk.Send(look, "/import/look", ("from", ""));
        stored.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "no file was chosen");

        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "学校 次郎", ("narusawa-school", Duty.School)));
        await page.GotoAsync(At("schools/roll/narusawa-school/import"));
        await Looks(page, Head + Hana);
        var other = await context.NewPageAsync();
        await other.GotoAsync(At("schools/roll/narusawa-school/import"));
        await Looks(other, Head + Sora);
        await other.ClickAsync("text=この内容で取り込む");
        await page.ClickAsync("text=この内容で取り込む");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("名簿が変わりました");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("転出・卒業（1人）");
        await page.ClickAsync("text=この内容で取り込む");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("転出・卒業1人");
    }

    private static async Task Looks(IPage page, string list)
    {
        await page.SetInputFilesAsync("#f-list", new FilePayload { Name = "名簿.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(list) });
        await page.ClickAsync("text=内容を確かめる");
    }

    private string At(string path) => new Uri(_host.Address, $"/console/hoshimi/{path}").ToString();
}
