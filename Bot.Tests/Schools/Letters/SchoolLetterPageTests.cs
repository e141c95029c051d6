using System.Net;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Letters;

/// <summary>A school writes to guardians, sees who has read it, and who must be telephoned.</summary>
public sealed class SchoolLetterPageTests : BrowserFixture
{
    private const string Letters = "schools/hoshimi-school/letters";
    private static readonly TownId Town = new("hoshimi");
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        var today = JapanTime.Day(TimeProvider.System.GetUtcNow());
        await _host.Database.InTown(Town, async tx =>
        {
            var (now, of) = (TimeProvider.System.GetUtcNow(), new SchoolClass(new ClassId(Guid.NewGuid()), "hoshimi-school", SchoolYear.Of(today), 3, "2組"));
            await ClassTable.Add(tx, Town, of, default);
            foreach (var (n, name) in new[] { "星野 花", "月岡 陸", "川原 凪" }.Index())
            {
                var child = new Child(Id(n), "hoshimi-school", $"{n}", new ChildPerson(name, "ほしの", new DateOnly(2018, 5, 3), "0999-00-0001"), false, null);
                await ChildTable.Add(tx, _host.Store.Sealer, Town, child, today, now, default);
                await ChildTable.Place(tx, Town, child.Id, of.Id, n + 1, today, default);
            }

            await GuardianTable.Link(tx, _host.Store.Sealer, Town, Guid.NewGuid(), Id(0), new CitizenId("U-letter-1"), "はな", false, now, default);
            await GuardianTable.Link(tx, _host.Store.Sealer, Town, Guid.NewGuid(), Id(1), new CitizenId("U-letter-2"), "りく", false, now, default);
            return 0;
        }, default);
    }

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task It_is_written_looked_at_sent_read_confirmed_and_reminded()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "学校 太郎", ("hoshimi-school", Duty.School)));
        await page.GotoAsync(At(Letters));
        await ConsoleLook.Check(page, "school-letters-empty");
        await page.ClickAsync("text=お知らせを書く");
        await page.CheckAsync("input[name=kind][value=urgent]");
        await page.ClickAsync("text=内容を確かめる");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("件名");
        await page.CheckAsync("input[name=class]");
        await page.FillAsync("#f-title", "臨時休校 <b>");
        await page.FillAsync("#f-body", "大雨のため、あすは休校です。\n引き渡しは15時からです。");
        await ConsoleLook.Check(page, "school-letter-write");
        await page.ClickAsync("text=内容を確かめる");
        (await page.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(
            t => t.ShouldContain("2人（子ども3人）"), t => t.ShouldContain("登録していない子どもが1人"), t => t.ShouldContain("全校・全園"), t => t.ShouldContain("臨時休校 <b>"));
        await ConsoleLook.Check(page, "school-letter-check");
        await page.ClickAsync("text=書き直す");
        (await page.InputValueAsync("#f-title")).ShouldBe("臨時休校 <b>");
        await page.ClickAsync("text=内容を確かめる");
        await page.ClickAsync("text=保護者2人に送る");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("保護者2人に送りました");
        await ConsoleLook.Check(page, "school-letter-reach");
        (await Counts(page)).ShouldBe(["0", "2", "1"]);

        var told = await _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id like 'U-letter-%' order by citizen_id");
        told.Count.ShouldBe(2);
        told.ShouldAllBe(t => t.Contains("緊急") && !t.Contains("休校") && !t.Contains("星野") && !t.Contains("小学校"));

        await using var phone = await Phone();
        var reader = await phone.NewPageAsync();
        await reader.GotoAsync(new Uri(_host.Address, Link(told[0])).ToString());
        (await reader.Locator("main").InnerTextAsync()).ShouldContain("引き渡しは15時からです");
        await ConsoleLook.Axe(reader, "school-letter-phone");
        await ConsoleLook.Keep(reader, "school-letter-phone");
        await page.ReloadAsync();
        (await Counts(page)).ShouldBe(["0", "2", "1"], "opened is not confirmed");
        await reader.ClickAsync("text=確認しました");
        (await reader.Locator("[role=status]").InnerTextAsync()).ShouldContain("伝えました");
        await page.ReloadAsync();
        (await Counts(page)).ShouldBe(["1", "1", "1"]);

        await page.ClickAsync("text=まだの家庭にもう一度知らせる");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("保護者1人に");
        await page.ClickAsync("text=まだの家庭にもう一度知らせる");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("10分に1回");
        (await Sent("U-letter-1"), await Sent("U-letter-2")).ShouldBe((1, 2), "who has confirmed is left alone");

        // A link that ends takes the page with it; so does the letter that is withdrawn.
        await _host.Store.Peek<int>("update guardian_link set ended_at = now(), ended_why = 'school' where citizen_id = 'U-letter-1' returning 1");
        (await reader.ReloadAsync())!.Status.ShouldBe(404);
        await reader.GotoAsync(new Uri(_host.Address, Link(told[1])).ToString());
        await page.ClickAsync("text=取り消す（読めなくする）");
        (await reader.ReloadAsync())!.Status.ShouldBe(410);
        (await reader.Locator("main").InnerTextAsync()).ShouldNotContain("引き渡し");
        (await _host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("schools.letter/sent 2", StringComparison.Ordinal));
    }

    [Test]
    public async Task Staff_of_another_school_and_guessed_codes_find_nothing()
    {
        using var other = await _host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        (await other.Get(Letters)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Get($"{Letters}/new")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Get($"{Letters}/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await clerk.Get(Letters)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var surfer = new Surfer(_host.Address);
        (await surfer.Get("/hoshimi/school-letter/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await surfer.Get("/hoshimi/school-letter/x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static ChildId Id(int n) => new(NamedGuid.From("letter-child", $"{n}"));

    private static string Link(string body) => body[body.IndexOf("/hoshimi/school-letter/", StringComparison.Ordinal)..][..("/hoshimi/school-letter/".Length + 22)];

    private static async Task<IReadOnlyList<string>> Counts(IPage page) => await page.Locator(".figures b").AllInnerTextsAsync();

    private async Task<int> Sent(string citizen) => (await _host.Store.Peek<int>("select count(*)::int from outbox where citizen_id = @citizen", new { citizen })).Single();

    private string At(string path) => new Uri(_host.Address, $"/console/hoshimi/{path}").ToString();
}
