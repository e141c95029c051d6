using System.Net;
using System.Text.Json.Nodes;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Simulator.Line;
using Bot.Simulator.Stripe;
using Bot.Tests.BulkyWaste;
using Bot.Tests.BulkyWaste.Crews;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Story;

/// <summary>One sofa through the hands of resident, office, crew and payment agent, over HTTP: what was paid comes back, neither more nor less.</summary>
[TestFixture]
internal sealed class LeftStandingStoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private ConsoleHost _host = null!;
    private Resident _hanako = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _hanako = _host.Story.Line.Town("hoshimi").Resident("hanako");
    }

    [OneTimeTearDown]
    public async Task Close() => await _host.DisposeAsync();

    [Test]
    [CancelAfter(180_000)]
    public async Task What_was_too_large_is_paid_on_top_left_standing_and_paid_back_as_a_whole()
    {
        await _hanako.AddsFriend();
        await Hears("友だち追加");
        var id = await Asks();
        await Pays($"/hoshimi/pay/{(await Peek<string>("pay_code", id))}");
        await Hears("この番号を品物に書いてください");
        var number = await Peek<string>("number", id);

        using var approver = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
        var weighed = await Surfer.Page(await approver.Send($"bulky-waste/hoshimi/{id}/reprice", "/reprice", ("line-1", "sofa|three")));
        weighed.QuerySelector("main")!.TextContent.ShouldContain("500円");
        var told = _hanako.Talk.Last;
        await approver.Done(weighed, "/reprice");
        var asked = await Hears("差額の500円を", told);
        (await Peek<string>("state", id)).ShouldBe("awaiting-top-up");
        told = _hanako.Talk.Last;
        await Pays(new Uri(Action(asked, "差額を支払う", "uri")).AbsolutePath);
        await Hears("差額のお支払いがすみました", told);
        (await Peek<string>("state", id), await Peek<string>("number", id)).ShouldBe(("paid", number));

        await _host.Store.Peek<int>("update bulky_request set day = @day where request_id = @id returning 1", new { day = CrewWorld.Today, id });
        using var driver = await _host.SignIn("mizuho-union", ("environment", Duty.Crew));
        told = _hanako.Talk.Last;
        await driver.Done(await driver.Page("crew"), "crew/marks", ("finding", "left"), ("why", "other-than-asked"));
        var left = await Hears("お申し込みと違う品物", told);
        Action(left, "収集日を選び直す", "data").ShouldNotBeEmpty();
        told = _hanako.Talk.Last;
        await _hanako.Posts(Action(left, "返金してもらう", "data"));
        var sure = await Hears("1,800円は全額返金します", told);
        told = _hanako.Talk.Last;
        await _hanako.Posts(Action(sure, "取り消す", "data"));
        await Hears("1,800円を返金します", told);

        var stripe = _host.Story.Stripe.Account("hoshimi");
        await StoryHost.Until(() => Task.FromResult(stripe.Refunds.Sum(r => r.Amount) >= 1800), "the money never went back");
        await StoryHost.Until(async () => await Peek<string>("state", id) == "refunded", "nobody heard that the money went back");
        stripe.Sessions.Where(s => s.PaymentStatus == "paid").Select(s => s.Amount).Order().ShouldBe([500, 1300]);
        stripe.Refunds.Select(r => r.Amount).Order().ShouldBe([500, 1300]);
        stripe.Sessions.Where(s => s.Intent is not null).ShouldAllBe(s => s.Intent!.Refunded == s.Amount);
        _host.Story.Ledger.Entries.Count(e => e.Town == "hoshimi" && e.Kind.Contains("refund", StringComparison.Ordinal)).ShouldBe(2, "each payment went back once");
        (await _host.Store.Peek<int>("select sum(amount - coalesce(refund_amount, 0))::int from payment")).ShouldBe([0]);
    }

    /// <summary>As after the talk, which other stories tell: a fan and a sofa for two, 1,300 yen.</summary>
    private Task<Guid> Asks() => _host.Database.InTown(new TownId("hoshimi"), async tx =>
    {
        var (module, now) = (_host.Get<BulkyWasteModule>(), TimeProvider.System.GetUtcNow());
        var turn = new TurnContext(tx, new TownId("hoshimi"), new CitizenId(_hanako.UserId), "story/asks", now);
        var free = (FreeDays)await module.Module.Facts[typeof(FreeDaysNeed)](turn, new FreeDaysNeed("honcho"), default);
        var answers = BulkyRig.Answers(free.Days.First(d => d.Left > 0).Date, "honcho", []);
        return (await module.Module.Desks[BulkyWasteForms.Request.Id](turn, new Effect.Submit(BulkyWasteForms.Request.Id, answers), default)).ShouldBeOfType<Verdict.Accepted>().Submission;
    }, default);

    /// <summary>Follows the town's pay page to the agent's and pays there by card.</summary>
    private async Task Pays(string path)
    {
        using var phone = new Surfer(_host.Address);
        StripeSession? session = null;
        await StoryHost.Until(async () =>
        {
            using var answer = await phone.Get(path);
            session = answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location is { } to
                ? _host.Story.Stripe.Account("hoshimi").Sessions.FirstOrDefault(s => s.Url == to.OriginalString)
                : null;
            return session is not null;
        }, "the pay page never led to the agent");
        await _host.Story.Stripe.Account("hoshimi").Pay(session!.Id, PayMethod.Card);
    }

    private Task<TalkEntry> Hears(string words, int after = 0) =>
        _hanako.Talk.Next(e => e.Author == Author.Bot && Text(e).Contains(words, StringComparison.Ordinal), after, Patience);

    private async Task<T> Peek<T>(string column, Guid id) => (await _host.Store.Peek<T>($"select {column} from bulky_request where request_id = @id", new { id })).Single();

    /// <summary>All words of a bubble, those in boxes too.</summary>
    private static string Text(TalkEntry entry) => entry.Text + string.Concat(All(entry.Message).OfType<JsonObject>().Select(o => (string?)o["text"] is { } text ? text : ""));

    /// <summary>What a button does.</summary>
    private static string Action(TalkEntry entry, string label, string of) => All(entry.Message).OfType<JsonObject>()
        .Where(o => ((string?)o["label"])?.Contains(label, StringComparison.Ordinal) == true && o[of] is not null).Select(o => (string)o[of]!).First();

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject o => [o, .. o.SelectMany(p => All(p.Value))],
        JsonArray a => a.SelectMany(All),
        _ => [],
    };
}
