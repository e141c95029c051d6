using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Client;

public sealed class LineTokenTests
{
    private LineStandIn _line = null!;

    [SetUp]
    public async Task StartLine() => _line = await LineStandIn.Start();

    [TearDown]
    public ValueTask StopLine() => _line.DisposeAsync();

    [Test]
    public async Task Many_calls_at_once_ask_for_one_token()
    {
        _line.Then(200, """{"type":"none"}""");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Ask(_line.Channel)));
        _line.TokenForms.ShouldBe(["grant_type=client_credentials&client_id=1650000000&client_secret=secret"]);
        _line.Calls.ShouldAllBe(call => call.Authorization == "Bearer t1");
    }

    [Test]
    public async Task A_token_that_LINE_no_longer_takes_is_exchanged_once()
    {
        _line.Then(401, """{"message":"Authentication failed"}""").Then(200, """{"type":"limited","value":1000}""");
        (await Ask(_line.Channel)).ShouldBeOfType<LineAnswer<LineQuota>.Ok>().Value.ShouldBe(new LineQuota(1000));
        _line.Calls.Select(c => c.Authorization).ShouldBe(["Bearer t1", "Bearer t2"]);
    }

    [Test]
    public async Task A_channel_that_is_always_refused_is_not_asked_for_ever()
    {
        _line.Then(401, """{"message":"Authentication failed"}""");
        (await Ask(_line.Channel)).ShouldBeOfType<LineAnswer<LineQuota>.Refused>().Status.ShouldBe(401);
        _line.Calls.Count.ShouldBe(2);
    }

    [Test]
    public async Task While_the_secret_is_exchanged_the_next_one_is_tried()
    {
        var asked = 0;
        _line.TokenAnswer = async context =>
        {
            context.Response.StatusCode = asked++ == 0 ? 400 : 200;
            await context.Response.WriteAsync("""{"access_token":"good","expires_in":899,"token_type":"Bearer"}""");
        };
        _line.Then(200, """{"type":"none"}""");
        (await Ask(new LineChannel(LineStandIn.Town, "1", "old", "new", "U1"))).ShouldBeOfType<LineAnswer<LineQuota>.Ok>();
        _line.TokenForms.Select(form => form[^3..]).ShouldBe(["old", "new"]);
    }

    [TestCase(500, "{}")]
    [TestCase(200, "{}")]
    [TestCase(200, "no json")]
    [TestCase(200, """{"access_token":7,"expires_in":"x"}""")]
    public async Task Without_a_token_nothing_is_sent_and_LINE_is_not_flooded(int status, string body)
    {
        _line.TokenAnswer = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        };
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Ask(_line.Channel)));
        answers.ShouldAllBe(a => a is LineAnswer<LineQuota>.Unreachable && !((LineAnswer<LineQuota>.Unreachable)a).OutcomeUnknown);
        _line.Calls.ShouldBeEmpty();
        _line.TokenForms.Count.ShouldBeLessThan(4);
    }

    [Test]
    public void Half_a_channel_does_not_start_and_secrets_are_never_printed()
    {
        Should.Throw<ArgumentException>(() => new LineChannel(LineStandIn.Town, "1", " ", null, "U1"));
        Should.Throw<ArgumentException>(() => new LineChannel(LineStandIn.Town, "", "s", null, "U1"));
        Should.Throw<ArgumentException>(() => new LineChannels([_line.Channel, new LineChannel(new("kawabe"), "2", "s", null, _line.Channel.BotUserId)]));
        _line.Channel.ToString().ShouldBe("LINE channel of hoshimi");
    }

    private Task<LineAnswer<LineQuota>> Ask(LineChannel channel) => _line.Line.Quota(channel, CancellationToken.None);
}
