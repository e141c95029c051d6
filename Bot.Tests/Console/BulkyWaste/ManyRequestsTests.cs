using System.Net;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Conversations;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Postgres;
using Dapper;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>The pages over 10,000 requests and 500 photos: none sends more statements than over a hundred, and what staff open all day finds its rows by an index.</summary>
public sealed class ManyRequestsTests
{
    private const int Most = 25;

    private ConsoleHost _host = null!;
    private ManyRequests _many = null!;
    private Clerk _town = null!;
    private Clerk _union = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _town = await _host.SignIn("hoshimi", ("environment", Duty.Clerk), ("environment", Duty.Approver));
        _union = await _host.SignIn("mizuho-union", ("environment", Duty.Clerk), ("environment", Duty.Approver));
        var day = JapanTime.Day(TimeProvider.System.GetUtcNow()).AddDays(25);
        while (DemoWorld.Calendar.On(DemoWorld.Plan.Zones.First(z => z.Code == "h1"), day) is null)
        {
            day = day.AddDays(1);
        }

        _many = new ManyRequests(_host.Store, _host.Get<BulkyWasteModule>(), _host.Get<BulkyTowns>(), day);
        await _many.First(TimeProvider.System.GetUtcNow());
        await _many.Add(100);
        await _many.Photos();
    }

    [OneTimeTearDown]
    public async Task Close() => await _host.DisposeAsync();

    [Test]
    public async Task No_page_sends_more_statements_over_ten_thousand_requests_than_over_a_hundred()
    {
        var few = await Counted();
        await _many.Add(9_900);
        (await _host.Store.Peek<int>("select count(*)::int from bulky_request where town_id = 'hoshimi'")).ShouldBe([10_001]);
        var many = await Counted();
        TestContext.Out.WriteLine(string.Join('\n', few.Select(f => $"{f.Key}: {f.Value}, {many[f.Key]}")));
        few.Values.ShouldAllBe(n => n > 0 && n <= Most);
        many.ShouldBe(few);
        await Seen();
    }

    [Test]
    public async Task A_person_is_found_by_name_kana_and_telephone_and_by_nobody_elsewhere()
    {
        var (kawabe, module, now) = (new TownId("kawabe"), _host.Get<BulkyWasteModule>(), TimeProvider.System.GetUtcNow());
        await _host.Database.InTown(kawabe, async tx =>
        {
            var turn = new TurnContext(tx, kawabe, BulkyRig.Hanako, "test/found", now);
            var free = (FreeDays)await module.Module.Facts[typeof(FreeDaysNeed)](turn, new FreeDaysNeed("minakami"), default);
            var answers = BulkyRig.Answers(free.Days.First(d => d.Left > 0).Date, "minakami", [])
                .With(BulkyWasteForms.Name, new Answer.Words("渡邉 ジョージ")).With(BulkyWasteForms.Kana, new Answer.Words("わたなべ じょーじ"))
                .With(BulkyWasteForms.Telephone, new Answer.Words("0999-87-6543"));
            return await module.Module.Desks[BulkyWasteForms.Request.Id](turn, new Effect.Submit(BulkyWasteForms.Request.Id, answers), default);
        }, default);
        using var clerk = await _host.SignIn("kawabe", ("environment", Duty.Clerk));
        foreach (var typed in (string[])["渡邉", "渡邉ジョージ", "わたなべ", "ワタナベ", "ﾜﾀﾅﾍﾞ", "わた", "ジョー", "6543", "0999876543", "０９９９-８７-６５４３"])
        {
            (await Rows(clerk, typed)).ShouldBe(1, typed);
            (await Rows(_union, typed)).ShouldBe(1, $"{typed} at the union");
            (await Rows(_town, typed)).ShouldBe(0, $"{typed} in another town");
        }

        foreach (var typed in (string[])["渡辺一", "なべ", "543", "9876", "%", "わたなべ' or '1'='1"])
        {
            (await Rows(clerk, typed)).ShouldBe(0, typed);
        }
    }

    private static async Task<int> Rows(Clerk clerk, string typed) =>
        (await clerk.Page($"bulky-waste?q={Uri.EscapeDataString(typed)}")).QuerySelectorAll("main tbody tr").Length;

    /// <summary>With the statistics that the planner has, not with scans forbidden.</summary>
    private async Task Seen()
    {
        var towns = _host.Get<BulkyTowns>();
        foreach (var tab in (string[])["checking", "unpaid", "planned", "left"])
        {
            (await Scans("hoshimi", tx => RequestListSearch.Page(tx, towns, TestDatabase.Hoshimi, new RequestFilter(tab), 0, 50, default))).ShouldBe(0, tab);
            (await Scans("mizuho-union", tx => RequestListSearch.Page(tx, towns, TestDatabase.Union, new RequestFilter(tab), 0, 50, default))).ShouldBe(0, $"{tab} at the union");
        }

        (await Scans("hoshimi", tx => RequestListSearch.Page(
            tx, towns, TestDatabase.Hoshimi, new RequestFilter(Text: "x", Found: [_many.One]), 0, 50, default))).ShouldBe(0, "found by token");
        (await Scans("mizuho-union", tx => RequestSearch.OnDay(tx, towns, TestDatabase.Union, _many.Day, default))).ShouldBe(0, "day list");
        (await Scans("mizuho-union", tx => CrewDaySearch.Between(tx, TestDatabase.Union, _many.Day, _many.Day.AddDays(7), default))).ShouldBe(0, "days");
    }

    /// <summary>How often the table of requests was read from one end to the other.</summary>
    private Task<int> Scans<T>(string town, Func<NpgsqlTransaction, Task<T>> work) => _host.Database.InTown(new TownId(town), async tx =>
    {
        await work(tx);
        return await tx.Connection!.QuerySingleAsync<int>("select seq_scan::int from pg_stat_xact_user_tables where relname = 'bulky_request'", transaction: tx);
    }, default);

    private async Task<Dictionary<string, int>> Counted()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, clerk, path) in new[]
        {
            ("home", _town, "/console/hoshimi"), ("list", _town, "bulky-waste"), ("tab", _town, "bulky-waste?tab=planned&sort=-asked"), ("name", _town, "bulky-waste?q=星見"),
            ("list of the union", _union, "bulky-waste?tab=left"), ("detail", _town, $"bulky-waste/hoshimi/{_many.One}"),
            ("day", _union, $"bulky-waste/days/{_many.Day:yyyy-MM-dd}"), ("print", _union, $"bulky-waste/days/{_many.Day:yyyy-MM-dd}/print"),
            ("statistics", _town, "bulky-waste/statistics"), ("accounts", _town, "bulky-waste/accounts"), ("csv", _town, "bulky-waste/export.csv"),
        })
        {
            counts[name] = await StatementCount.Of(async () =>
            {
                using var answer = await clerk.Get(path);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            });
        }

        return counts;
    }
}
