using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>The list of requests: sorted, narrowed, kept as one likes it, and told of news.</summary>
[Category("database")]
public sealed class DeskListTests
{
    private ConsoleHost _host = null!;
    private Clerk _clerk = null!;
    private Guid _mine;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        _mine = await BulkySamples.Request(_host, "08-20001");
        await BulkySamples.Request(_host, "08-20002", area: "ekimae");
        await BulkySamples.Request(_host, "08-20003");
        await _clerk.Done(await _clerk.Page(BulkySamples.Path(_mine)), "/take");
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _clerk.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task A_clerk_narrows_the_list_by_desk_area_and_state_and_the_conditions_stand_in_the_address()
    {
        (await Receipts("bulky-waste?who=me")).ShouldBe(["08-20001"]);
        (await Receipts("bulky-waste?who=none")).ShouldBe(["08-20002", "08-20003"], ignoreOrder: true);
        (await Receipts($"bulky-waste?who={_clerk.Staff.Id.Value:n}")).Count.ShouldBe(3, "oneself is called so, and what is no choice is left out");
        (await Receipts("bulky-waste?area=hoshimi.ekimae")).ShouldBe(["08-20002"]);
        (await Receipts("bulky-waste?area=hoshimi.ekimae&who=me")).ShouldBeEmpty();
        (await Receipts("bulky-waste?tab=ended")).ShouldBeEmpty();
        var filtered = await _clerk.Page("bulky-waste?tab=checking&who=me");
        filtered.QuerySelector("form[role=search] input[name=tab]")!.GetAttribute("value").ShouldBe("checking");
        filtered.QuerySelector("select[name=in]").ShouldBeNull("a town has one town");
        filtered.QuerySelector("main tbody tr td[data-label=担当]")!.TextContent.ShouldBe(_clerk.Staff.Name);
        (await _clerk.Page("mine")).QuerySelector("main tbody")!.TextContent.ShouldContain("08-20001");
    }

    [Test]
    public async Task The_union_narrows_by_town_and_sees_who_of_others_has_it()
    {
        using var union = await _host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        var page = await union.Page("bulky-waste?in=hoshimi&who=none");
        page.QuerySelector("select[name=in] option[selected]")!.TextContent.ShouldContain("星見");
        page.QuerySelectorAll("main tbody tr").Length.ShouldBeGreaterThanOrEqualTo(2);
        (await union.Page("bulky-waste?in=kawabe")).QuerySelectorAll("main tbody tr").ShouldBeEmpty();
        (await union.Page("bulky-waste?in=kawabe&area=hoshimi.honcho")).QuerySelectorAll("main tbody tr").ShouldBeEmpty();
        await union.Done(await union.Page($"casework/bulky-waste/{_mine:n}/letter"), "/letter", ("words", "こんにちは"));
    }

    [Test]
    public async Task Heads_sort_and_say_so_and_a_view_is_kept_and_opens_first()
    {
        var falling = await _clerk.Page("bulky-waste?sort=-receipt");
        (await Receipts("bulky-waste?sort=-receipt")).ShouldBe(["08-20003", "08-20002", "08-20001"]);
        falling.QuerySelector("th[aria-sort=descending]")!.TextContent.ShouldContain("受付番号");
        falling.QuerySelectorAll("th[aria-sort]").Length.ShouldBe(1);

        using var other = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var kept = await other.Done(await other.Page("bulky-waste?area=hoshimi.ekimae"), "views/add", ("name", "駅前だけ"));
        await other.Done(kept, "/default");
        (await other.Get("bulky-waste")).Headers.Location!.OriginalString.ShouldEndWith("bulky-waste?area=hoshimi.ekimae");
    }

    [Test]
    public async Task A_change_of_a_request_is_news_for_the_town_and_its_union_and_for_nobody_else()
    {
        var before = (await Mark("hoshimi"), await Mark("mizuho-union"), await Mark("kawabe"));
        (await Mark("hoshimi")).ShouldBe(before.Item1);
        await _clerk.Done(await _clerk.Page($"{BulkySamples.Path(_mine)}/correct"), "/correct", ("spot", "gate"));
        (await Mark("hoshimi")).ShouldNotBe(before.Item1);
        (await Mark("mizuho-union")).ShouldNotBe(before.Item2);
        (await Mark("kawabe")).ShouldBe(before.Item3);
        (await _clerk.Page("bulky-waste?all=1")).QuerySelector("[data-live-topic=bulky-waste]")!.GetAttribute("data-live-mark").ShouldBe(await Mark("hoshimi"));
    }

    [Test]
    public async Task The_menu_begins_with_todays_work_then_the_service_then_what_is_set_up_once()
    {
        using var approver = await _host.SignIn("hoshimi", ("environment", Duty.Approver), ("environment", Duty.Administrator));
        var page = await approver.Page("");
        page.QuerySelectorAll(".side-head").Select(h => h.TextContent).ShouldBeUnique();
        var entries = page.QuerySelectorAll(".side li a").Select(a => a.TextContent).ToList();
        entries[0].ShouldBe("今日の仕事");
        string[] order = ["今日の仕事", "申し込み", "受け付け（窓口・電話）", "町の設定", "職員の一覧"];
        entries.Where(order.Contains).ShouldBe(order);
    }

    private Task<string> Mark(string town) => _host.Database.ReadInTown(new TownId(town), tx => RequestListSearch.Mark(tx, new TownId(town), default), default);

    private async Task<List<string>> Receipts(string path) =>
        [.. (await _clerk.Page(path)).QuerySelectorAll("main tbody th a").Select(a => a.TextContent)];
}
