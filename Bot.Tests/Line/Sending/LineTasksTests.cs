using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Pictures;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Tests.Line.Client;
using Bot.Tests.Line.Pictures;
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

    [SetUp]
    public async Task StartLine()
    {
        _languages.Clear();
        _pictures.Clear();
        _line = await LineStandIn.Start();
    }

    [TearDown]
    public ValueTask StopLine() => _line.DisposeAsync();

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
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77"))).ShouldBeOfType<Delivery.Sent>();
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
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77"))).ShouldBeOfType<Delivery.Sent>();
        _pictures.Single().Arrival.ShouldBe(new PictureArrival.Lost(why));
    }

    [TestCase(500)]
    [TestCase(429)]
    [TestCase(401)]
    public async Task A_picture_that_may_still_come_is_tried_again(int status)
    {
        _line.Then(status);
        (await Do(Handlers(), LineKinds.Content, LineTasks.Content("77"))).ShouldBeOfType<Delivery.Retry>();
        _pictures.ShouldBeEmpty();
    }

    private static Task<Delivery> Do(IReadOnlyDictionary<string, OutboxHandler> handlers, string kind, ReadOnlyMemory<byte> body, DateTimeOffset? due = null) =>
        handlers[kind](
            new OutboxJob(LineStandIn.Town, new OutboxRow(Guid.Empty, new CitizenId(Resident), Lane.Reply, kind, body, null, null, due ?? Now), 1, Now), CancellationToken.None);

    private IReadOnlyDictionary<string, OutboxHandler> Handlers() => LineHandlers.All(
        _line.Line,
        new LineChannels([_line.Channel]),
        new StoppedClock(Now),
        (_, language, _) =>
        {
            _languages.Add(language);
            return Task.CompletedTask;
        },
        (_, message, arrival, _) =>
        {
            _pictures.Add((message, arrival));
            return Task.CompletedTask;
        });
}
