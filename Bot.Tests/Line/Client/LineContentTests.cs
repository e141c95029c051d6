using Bot.Infrastructure.Line.Client;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Client;

public sealed class LineContentTests
{
    private LineStandIn _line = null!;

    [SetUp]
    public async Task StartLine() => _line = await LineStandIn.Start();

    [TearDown]
    public ValueTask StopLine() => _line.DisposeAsync();

    [Test]
    public async Task Content_comes_from_the_other_host_once_it_is_ready()
    {
        _line.Then(202, "").Then(context => Bytes(context, 3));
        var fetched = (await Fetch(10)).ShouldBeOfType<LineContent.Fetched>();
        (fetched.ContentType, fetched.Bytes.Length).ShouldBe(("image/jpeg", 3));
        _line.Calls.ShouldAllBe(call => call.Path == "/data/v2/bot/message/77/content" && call.RetryKey == null);
    }

    [Test]
    public async Task The_preview_has_a_path_of_its_own()
    {
        _line.Then(context => Bytes(context, 3));
        (await _line.Line.Preview(_line.Channel, "7/7", 10, CancellationToken.None)).ShouldBeOfType<LineContent.Fetched>();
        _line.Calls.Single().Path.ShouldBe("/data/v2/bot/message/7%2F7/content/preview");
    }

    [TestCase(404, typeof(LineContent.NotFound))]
    [TestCase(410, typeof(LineContent.Unsent))]
    [TestCase(429, typeof(LineContent.RateLimited))]
    [TestCase(400, typeof(LineContent.Refused))]
    [TestCase(302, typeof(LineContent.Refused))]
    [TestCase(500, typeof(LineContent.Unreachable))]
    public async Task Every_status_says_what_it_means(int status, Type meaning)
    {
        _line.Then(status);
        (await Fetch(10)).ShouldBeOfType(meaning);
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task Too_much_is_refused_whether_it_is_announced_or_not()
    {
        _line.Then(context => Bytes(context, 11)).Then(async context =>
        {
            context.Response.ContentType = "image/jpeg";
            await context.Response.Body.WriteAsync(new byte[6]);
            await context.Response.Body.FlushAsync();
            await context.Response.Body.WriteAsync(new byte[6]);
        }).Then(context => Bytes(context, 10));
        (await Fetch(10)).ShouldBeOfType<LineContent.TooLarge>();
        (await Fetch(10)).ShouldBeOfType<LineContent.TooLarge>();
        (await Fetch(10)).ShouldBeOfType<LineContent.Fetched>();
    }

    [Test]
    public async Task A_body_that_breaks_off_is_not_taken_for_the_picture()
    {
        _line.Then(async context =>
        {
            context.Response.ContentLength = 10;
            await context.Response.Body.WriteAsync(new byte[5]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        (await Fetch(10)).ShouldBeOfType<LineContent.Unreachable>();
    }

    [Test]
    public async Task A_body_that_stops_flowing_is_given_up()
    {
        _line.Then(async context =>
        {
            context.Response.ContentLength = 10;
            await context.Response.Body.WriteAsync(new byte[5]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(5), context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        (await Fetch(10)).ShouldBe(new LineContent.Unreachable("timeout"));
    }

    [Test]
    public async Task Nothing_at_all_under_a_good_status_is_asked_for_again()
    {
        _line.Then(200, "").Then(context => Bytes(context, 3));
        (await Fetch(10)).ShouldBeOfType<LineContent.Fetched>();
    }

    private Task<LineContent> Fetch(int limit) => _line.Line.Content(_line.Channel, "77", limit, CancellationToken.None);

    private static async Task Bytes(HttpContext context, int count)
    {
        context.Response.ContentType = "image/jpeg";
        context.Response.ContentLength = count;
        await context.Response.Body.WriteAsync(new byte[count]);
    }
}
