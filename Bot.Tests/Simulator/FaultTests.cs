using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Bot.Simulator.Faults;
using Bot.Simulator.Line;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Simulator;

[TestFixture]
internal sealed class FaultTests
{
    private const string PushPath = "/line-api/v2/bot/message/push";
    private Playground play = null!;
    private Resident resident = null!;

    [SetUp]
    public async Task Open()
    {
        play = await Playground.Open();
        resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.AddsFriend();
    }

    [TearDown]
    public async Task Close() => await play.DisposeAsync();

    [Test]
    public async Task The_next_calls_fail_without_an_effect_and_then_it_works_again()
    {
        play.Faults.Next(FaultKind.ServerError, "message/push", times: 2, status: 503);
        (await Push()).Status.ShouldBe(503);
        (await Push()).Status.ShouldBe(503);
        play.Ledger.Count("push").ShouldBe(0);
        (await Push()).Status.ShouldBe(200);
        play.Ledger.Calls.Count(c => c.Fault == "ServerError").ShouldBe(2);
    }

    [Test]
    public async Task A_fault_strikes_only_the_endpoint_and_town_it_names()
    {
        play.Faults.Add(new(FaultKind.ServerError, "message/reply"));
        play.Faults.Add(new(FaultKind.ServerError, "message/push", Town: "kawabe"));
        (await Push()).Status.ShouldBe(200);
    }

    [TestCase(FaultKind.TimeoutAfterAccepting)]
    [TestCase(FaultKind.DropHalfway)]
    [TestCase(FaultKind.ServerErrorAfterAccepting)]
    public async Task What_was_accepted_without_an_answer_is_known_by_its_retry_key(FaultKind kind)
    {
        play.Faults.Next(kind, "message/push", delay: TimeSpan.FromMilliseconds(50));
        var key = Guid.NewGuid().ToString();
        if (kind == FaultKind.ServerErrorAfterAccepting) (await Push(key)).Status.ShouldBe(500);
        else await Should.ThrowAsync<HttpRequestException>(() => Push(key));
        (await Push(key)).Status.ShouldBe(409);
        play.Ledger.Count("push").ShouldBe(1);
        resident.Talk.Entries.Count.ShouldBe(1);
    }

    [TestCase(FaultKind.Drop)]
    [TestCase(FaultKind.Timeout)]
    public async Task What_was_cut_before_it_was_accepted_has_no_effect(FaultKind kind)
    {
        play.Faults.Next(kind, "message/push", delay: TimeSpan.FromMilliseconds(50));
        var key = Guid.NewGuid().ToString();
        await Should.ThrowAsync<HttpRequestException>(() => Push(key));
        (await Push(key)).Status.ShouldBe(200);
    }

    [TestCase(FaultKind.RateLimited, "The API rate limit has been exceeded. Try again later.")]
    [TestCase(FaultKind.MonthlyLimit, "You have reached your monthly limit.")]
    public async Task Both_kinds_of_429_say_which_they_are(FaultKind kind, string message)
    {
        play.Faults.Next(kind, "message/push");
        var answer = await Push();
        (answer.Status, (string?)answer.Json!["message"]).ShouldBe((429, message));
    }

    [Test]
    public async Task Chance_is_the_same_for_the_same_seed()
    {
        var first = await Draw();
        var second = await Draw();
        second.ShouldBe(first);
        first.Distinct().Count().ShouldBe(2);

        async Task<List<int>> Draw()
        {
            play.Faults.Clear();
            play.Faults.Add(new(FaultKind.ServerError, "message/push", Probability: 0.5, Seed: 7));
            var statuses = new List<int>();
            for (var i = 0; i < 12; i++) statuses.Add((await Push()).Status);
            return statuses;
        }
    }

    [Test]
    public async Task The_month_ends_early_when_a_quota_is_set()
    {
        await using var poor = await Playground.Open(settings => settings.MonthlyQuota = 1);
        var reader = poor.Line.Town("hoshimi").Resident("hanako");
        await reader.AddsFriend();
        var body = new JsonObject { ["to"] = reader.UserId, ["messages"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "a" }) }.ToJsonString();
        (await poor.Call("POST", PushPath, body)).Status.ShouldBe(200);
        (await poor.Call("POST", PushPath, body)).Status.ShouldBe(429);
    }

    [Test]
    public async Task Faults_the_clock_and_the_ledger_can_be_reached_over_HTTP()
    {
        using var fault = new StringContent("""{"kind":"serverError","endpoint":"message/push","times":1,"status":502}""", new MediaTypeHeaderValue("application/json"));
        (await play.Http.PostAsync("/control/faults", fault)).EnsureSuccessStatusCode();
        (await Push()).Status.ShouldBe(502);
        await Push();
        (await play.Http.GetStringAsync("/control/ledger/counts?town=hoshimi")).ShouldBe("""{"push":1}""");
        using var hour = new StringContent("""{"offsetSeconds":3600}""", new MediaTypeHeaderValue("application/json"));
        (await play.Http.PutAsync("/control/clock", hour)).EnsureSuccessStatusCode();
        play.Clock.Offset.ShouldBe(TimeSpan.FromHours(1));
    }

    private Task<Answer> Push(string? key = null) => play.Call(
        "POST",
        PushPath,
        new JsonObject { ["to"] = resident.UserId, ["messages"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "お知らせ" }) }.ToJsonString(),
        key);
}
