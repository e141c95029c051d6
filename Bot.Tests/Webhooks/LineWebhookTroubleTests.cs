using System.Net;
using System.Text;
using Bot.Infrastructure.Line;
using Bot.Simulator.Line;
using Bot.Tests.Story;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Webhooks;

/// <summary>What anybody may throw at the webhook: an answer in the 400s or stored and ignored, never a 5xx, never two effects.</summary>
[TestFixture]
internal sealed class LineWebhookTroubleTests
{
    private StoryHost _host = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await StoryHost.Start();
        _http = new HttpClient { BaseAddress = _host.BotAddress };
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task An_empty_delivery_is_how_LINE_verifies_the_address() => (await Post("hoshimi", Body(""))).ShouldBe(HttpStatusCode.OK);

    [Test]
    public async Task A_missing_or_forged_signature_is_refused()
    {
        (await Post("hoshimi", Body(Text("粗大ごみ")), signature: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post("hoshimi", Body(Text("粗大ごみ")), signature: "")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post("hoshimi", Body(Text("粗大ごみ")), signature: "AAAA")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post("hoshimi", Body(Text("粗大ごみ")), Sign("kawabe", Body(Text("粗大ごみ"))))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task A_right_signature_for_another_bot_is_refused() =>
        (await Post("hoshimi", Body(Text("粗大ごみ"), town: "kawabe"), Sign("hoshimi", Body(Text("粗大ごみ"), town: "kawabe")))).ShouldBe(HttpStatusCode.Unauthorized);

    [Test]
    public async Task An_unknown_town_is_not_found()
    {
        (await Post("nowhere", Body(""), Sign("hoshimi", Body("")))).ShouldBe(HttpStatusCode.NotFound);
        (await Post("';drop table town--", Body(""), Sign("hoshimi", Body("")))).ShouldBe(HttpStatusCode.NotFound);
    }

    [TestCase("")]
    [TestCase("粗大ごみ")]
    [TestCase("[]")]
    [TestCase("{\"destination\":1,\"events\":[]}")]
    [TestCase("{\"events\":")]
    public async Task What_is_no_webhook_is_a_bad_request(string body) => (await Post("hoshimi", body, Sign("hoshimi", body))).ShouldBe(HttpStatusCode.BadRequest);

    [Test]
    public async Task Two_megabytes_are_too_much() =>
        ((int)await Post("hoshimi", new string(' ', 2 * 1024 * 1024))).ShouldBeInRange(400, 499);

    [Test]
    public async Task Deep_nesting_is_refused_or_ignored() =>
        ((int)await Post("hoshimi", Body($"{{\"type\":\"x\",\"a\":{new string('[', 5000)}{new string(']', 5000)}}}"))).ShouldBeLessThan(500);

    [Test]
    public async Task A_hundred_thousand_events_are_too_many() =>
        ((int)await Post("hoshimi", Body(string.Join(',', Enumerable.Repeat("{\"type\":\"message\",\"x\":1}", 100_000))))).ShouldBeInRange(400, 499);

    [TestCase("\\ud800")]
    [TestCase("a\\u0000b\\udfff")]
    public async Task Half_characters_are_kept_and_do_no_harm(string text)
    {
        var user = NewUser();
        (await Post("hoshimi", Body($"{Text(text, user)},{Text("こんにちは", user)}"))).ShouldBe(HttpStatusCode.OK);
        await Answered(user);
    }

    [Test]
    public async Task A_nul_character_is_kept_and_answered()
    {
        var user = NewUser();
        (await Post("hoshimi", Body(Text("\\u0000", user)))).ShouldBe(HttpStatusCode.OK);
        await Answered(user);
    }

    [Test]
    public async Task One_bad_event_never_spoils_its_batch()
    {
        var user = NewUser();
        var batch = string.Join(',', "null", "1", "{}", "{\"type\":null}", "{\"type\":\"message\"}", "{\"type\":\"follow\",\"source\":[]}", "{\"type\":\"of-tomorrow\",\"source\":{\"type\":\"user\",\"userId\":\"" + user + "\"}}", Text("こんにちは", user));
        (await Post("hoshimi", Body(batch))).ShouldBe(HttpStatusCode.OK);
        await Answered(user);
    }

    [Test]
    public async Task The_same_event_at_once_and_later_has_one_effect()
    {
        var user = NewUser();
        var body = Body(Text("こんにちは", user));
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Post("hoshimi", body)))).ShouldAllBe(s => s == HttpStatusCode.OK);
        await Answered(user);
        (await Post("hoshimi", body)).ShouldBe(HttpStatusCode.OK);
        await Task.Delay(500);
        (await TurnNo(user)).ShouldBe(1);
    }

    [Test]
    public async Task Groups_and_other_channels_talks_are_kept_and_not_answered()
    {
        var user = NewUser();
        var group = Text("こんにちは", user).Replace("\"type\":\"user\"", "\"type\":\"group\",\"groupId\":\"C0123456789abcdef0123456789abcdef\"", StringComparison.Ordinal);
        var standby = Text("こんにちは", user).Replace("\"active\"", "\"standby\"", StringComparison.Ordinal);
        (await Post("hoshimi", Body($"{group},{standby}"))).ShouldBe(HttpStatusCode.OK);
        await Task.Delay(700);
        (await _host.Database.Peek<int>("select count(*)::int from outbox where citizen_id = @user", new { user })).ShouldBe([0]);
    }

    [Test]
    public async Task An_event_older_than_our_memory_is_dropped()
    {
        var user = NewUser();
        var old = Text("こんにちは", user, DateTimeOffset.UtcNow.AddDays(-36));
        (await Post("hoshimi", Body(old))).ShouldBe(HttpStatusCode.OK);
        (await _host.Database.Peek<int>("select count(*)::int from inbox where citizen_id = @user", new { user })).ShouldBe([0]);
    }

    private static string NewUser() => $"U{Guid.NewGuid():n}";

    private async Task<long> TurnNo(string user) =>
        (await _host.Database.Peek<long>("select turn_no from conversation where citizen_id = @user", new { user })).SingleOrDefault();

    private Task Answered(string user) => StoryHost.Until(
        async () => (await _host.Database.Peek<int>("select count(*)::int from outbox where citizen_id = @user and kind = 'line.messages'", new { user })).Single() == 1,
        "the resident was never answered");

    private static string Body(string events, string town = "hoshimi") => $"{{\"destination\":\"{StoryHost.BotUser(town)}\",\"events\":[{events}]}}";

    private static string Text(string text, string? user = null, DateTimeOffset? at = null) => $$"""
        {"type":"message","message":{"type":"text","id":"{{Random.Shared.NextInt64(1, long.MaxValue)}}","text":"{{text}}"},"webhookEventId":"{{Guid.NewGuid():n}}",
        "deliveryContext":{"isRedelivery":false},"timestamp":{{(at ?? DateTimeOffset.UtcNow).ToUnixTimeMilliseconds()}},
        "source":{"type":"user","userId":"{{user ?? NewUser()}}"},"replyToken":"{{Guid.NewGuid():n}}","mode":"active"}
        """;

    private static string Sign(string town, string body) => new LineSignature(StoryHost.Secret(town)).Sign(Encoding.UTF8.GetBytes(body));

    private Task<HttpStatusCode> Post(string town, string body) => Post(town, body, Sign(town, body));

    private async Task<HttpStatusCode> Post(string town, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/line/{Uri.EscapeDataString(town)}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Line-Signature", signature);
        }

        try
        {
            using var response = await _http.SendAsync(request);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server may hang up on a body that is far too long.
            return HttpStatusCode.RequestEntityTooLarge;
        }
    }
}
