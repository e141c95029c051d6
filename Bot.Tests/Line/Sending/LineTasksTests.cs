using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Photos;
using Bot.Tests.Line.Client;
using Bot.Tests.Photos;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Sending;

public sealed class LineTasksTests
{
    private const string Resident = "U0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    private readonly List<Language> _languages = [];
    private readonly List<(string Message, PictureArrival Arrival)> _pictures = [];
    private LineStandIn _line = null!;
    private PictureTool _tool = null!;

    [SetUp]
    public async Task StartLine()
    {
        _languages.Clear();
        _pictures.Clear();
        _line = await LineStandIn.Start();
        _tool = PictureStudio.Tool();
    }

    [TearDown]
    public ValueTask StopLine()
    {
        _tool.Dispose();
        return _line.DisposeAsync();
    }

    [Test]
    public async Task A_menu_is_found_by_its_alias_once_and_linked_each_time()
    {
        _line.Then(200, """{"richMenuAliasId":"main-ja-easy","richMenuId":"m1"}""").Then(200);
        var handlers = Handlers();
        (await Do(handlers, LineKinds.Menu, LineTasks.Menu("main.ja-easy"))).ShouldBeOfType<Delivery.Sent>();
        (await Do(handlers, LineKinds.Menu, LineTasks.Menu("main.ja-easy"))).ShouldBeOfType<Delivery.Sent>();
        _line.Calls.Select(c => c.Path).ShouldBe(
            ["/api/v2/bot/richmenu/alias/main-ja-easy", $"/api/v2/bot/user/{Resident}/richmenu/m1", $"/api/v2/bot/user/{Resident}/richmenu/m1"]);
    }

    [Test]
    public async Task A_menu_that_was_replaced_is_looked_up_again()
    {
        _line.Then(200, """{"richMenuId":"old"}""").Then(200).Then(404).Then(200, """{"richMenuId":"new"}""").Then(200);
        var handlers = Handlers();
        await Do(handlers, LineKinds.Menu, LineTasks.Menu("main"));
        (await Do(handlers, LineKinds.Menu, LineTasks.Menu("main"))).ShouldBeOfType<Delivery.Retry>();
        (await Do(handlers, LineKinds.Menu, LineTasks.Menu("main"))).ShouldBeOfType<Delivery.Sent>();
        _line.Calls.Last().Path.ShouldEndWith("/new");
    }

    [Test]
    public async Task A_menu_that_nobody_made_fails_and_no_menu_unlinks()
    {
        _line.Then(404).Then(200);
        (await Do(Handlers(), LineKinds.Menu, LineTasks.Menu("main"))).ShouldBeOfType<Delivery.Failed>().Reason.ShouldContain("main");
        (await Do(Handlers(), LineKinds.Menu, LineTasks.Menu(null))).ShouldBeOfType<Delivery.Sent>();
        _line.Calls.Last().Method.ShouldBe("DELETE");
    }

    [Test]
    public async Task The_profiles_language_is_taken_when_we_speak_it()
    {
        _line.Then(200, $$"""{"userId":"{{Resident}}","language":"zh-TW"}""").Then(200, $$"""{"userId":"{{Resident}}","language":"sw"}""").Then(404);
        var handlers = Handlers();
        for (var i = 0; i < 3; i++)
        {
            (await Do(handlers, LineKinds.Profile, default)).ShouldBeOfType<Delivery.Sent>();
        }

        _languages.ShouldBe([new Language("zh-Hant")]);
    }

    [Test]
    public async Task The_loading_sign_is_shown_at_once_or_never()
    {
        _line.Then(500);
        (await Do(Handlers(), LineKinds.Loading, default)).ShouldBeOfType<Delivery.Sent>();
        (await Do(Handlers(), LineKinds.Loading, default, due: Now.AddMinutes(-1))).ShouldBeOfType<Delivery.Sent>();
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task A_picture_is_handed_on_clean()
    {
        _line.Then(context => context.Response.Body.WriteAsync(PictureSamples.Jpeg()).AsTask());
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident))).ShouldBeOfType<Delivery.Sent>();
        var (message, arrival) = _pictures.Single();
        message.ShouldBe("77");
        arrival.ShouldBeOfType<PictureArrival.Arrived>().Picture.Bytes.Span.IndexOf(PictureSamples.Secret).ShouldBe(-1);
    }

    [TestCase(410, PictureLoss.Unsent)]
    [TestCase(404, PictureLoss.NotFound)]
    [TestCase(200, PictureLoss.NotAPicture)]
    public async Task A_picture_that_will_never_come_is_told(int status, PictureLoss why)
    {
        _line.Then(status, "<svg/>");
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident))).ShouldBeOfType<Delivery.Sent>();
        _pictures.Single().Arrival.ShouldBe(new PictureArrival.Lost(why));
    }

    [Test]
    public async Task A_picture_that_LINE_prepares_for_ever_is_given_up_after_an_hour_and_staff_are_told()
    {
        _line.Then(202, "");
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident), since: TimeSpan.FromMinutes(59))).ShouldBeOfType<Delivery.Retry>();
        _pictures.ShouldBeEmpty();
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident), since: TimeSpan.FromMinutes(61))).ShouldBeOfType<Delivery.Sent>();
        _pictures.Single().Arrival.ShouldBe(new PictureArrival.Lost(PictureLoss.NotGiven));
    }

    [Test]
    public async Task A_picture_that_drips_is_tried_again_and_one_day_given_up()
    {
        _line.Then(async context =>
        {
            for (var i = 0; i < 100 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(PictureSamples.Jpeg().AsMemory(i, 1));
                await context.Response.Body.FlushAsync();
                await Task.Delay(100, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        });
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident))).ShouldBeOfType<Delivery.Retry>();
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident), since: TimeSpan.FromHours(22))).ShouldBeOfType<Delivery.Sent>();
        _pictures.Single().Arrival.ShouldBe(new PictureArrival.Lost(PictureLoss.NotGiven));
    }

    [Test]
    public async Task A_picture_larger_than_ten_megabytes_is_not_taken_whatever_its_length_says()
    {
        _line.Then(async context =>
        {
            var chunk = new byte[1024 * 1024];
            for (var i = 0; i < 11 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(chunk);
            }
        });
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident))).ShouldBeOfType<Delivery.Sent>();
        _pictures.Single().Arrival.ShouldBe(new PictureArrival.Lost(PictureLoss.TooManyBytes));
    }

    [Test]
    public async Task A_picture_on_which_the_tool_dies_is_tried_twice_more_and_no_oftener()
    {
        _line.Then(context => context.Response.Body.WriteAsync(PictureSamples.Jpeg()).AsTask());
        using var hangs = PictureStudio.Tool(new PictureToolSettings { Longest = TimeSpan.FromMilliseconds(1) });
        (await Do(Handlers(hangs), LineKinds.Content, LineTasks.Content("77", Resident), attempts: 2)).ShouldBeOfType<Delivery.Retry>();
        _pictures.ShouldBeEmpty();
        (await Do(Handlers(hangs), LineKinds.Content, LineTasks.Content("77", Resident), attempts: 3)).ShouldBeOfType<Delivery.Sent>();
        _pictures.Single().Arrival.ShouldBe(new PictureArrival.Lost(PictureLoss.Unreadable));
    }

    [Test]
    public async Task After_a_fire_only_so_many_pictures_are_in_memory_at_once()
    {
        var (now, most) = (0, 0);
        _line.Then(async context =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Delay(150);
            Interlocked.Decrement(ref now);
            context.Response.StatusCode = 410;
        });
        var handlers = Handlers();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Do(handlers, LineKinds.Content, LineTasks.Content("77", Resident))));
        most.ShouldBeInRange(2, 16);
        _pictures.Count.ShouldBe(60);

        static void InterlockedMax(ref int most, int seen)
        {
            for (var known = Volatile.Read(ref most); known < seen; known = Volatile.Read(ref most))
            {
                Interlocked.CompareExchange(ref most, seen, known);
            }
        }
    }

    [Test]
    public async Task A_picture_waits_for_a_tool_that_is_missing()
    {
        _line.Then(context => context.Response.Body.WriteAsync(PictureSamples.Jpeg()).AsTask());
        using var none = PictureStudio.Tool(new PictureToolSettings { Command = "/nowhere/vips" });
        (await Do(Handlers(none), LineKinds.Content, LineTasks.Content("77", Resident), attempts: 9)).ShouldBeOfType<Delivery.Retry>();
        _pictures.ShouldBeEmpty();
    }

    [TestCase(500)]
    [TestCase(429)]
    [TestCase(401)]
    public async Task A_picture_that_may_still_come_is_tried_again(int status)
    {
        _line.Then(status);
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77", Resident))).ShouldBeOfType<Delivery.Retry>();
        _pictures.ShouldBeEmpty();
    }

    private static Task<Delivery> Do(IReadOnlyDictionary<string, OutboxHandler> handlers, string kind, ReadOnlyMemory<byte> body, DateTimeOffset? due = null, int attempts = 1, TimeSpan since = default) =>
        handlers[kind](
            new OutboxJob(
                LineStandIn.Town, new OutboxRow(Guid.Empty, kind == LineKinds.Content ? null : new CitizenId(Resident), Lane.Reply, kind, body, null, null, due ?? Now), attempts, Now - since),
            CancellationToken.None);

    private IReadOnlyDictionary<string, OutboxHandler> Handlers(PictureTool? tool = null) => LineHandlers.All(
        _line.Line,
        new LineChannels([_line.Channel]),
        new StoppedClock(Now),
        new PictureCleaner(tool ?? _tool),
        (_, language, _) =>
        {
            _languages.Add(language);
            return Task.CompletedTask;
        },
        (wanted, arrival, _) =>
        {
            wanted.Resident.Value.ShouldBe(Resident);
            lock (_pictures)
            {
                _pictures.Add((wanted.MessageId, arrival));
            }

            return Task.CompletedTask;
        });
}
