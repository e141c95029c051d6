using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Events;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Wording;
using Bot.Simulator.Faults;
using Bot.Simulator.Line;
using Bot.Tests.Line.Messages;
using Bot.Tests.Line.Rendering;
using Bot.Tests.Photos;
using Bot.Tests.Simulator;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Sending;

/// <summary>The whole way to LINE and back, against the stand-in that knows LINE's rules.</summary>
[TestFixture]
internal sealed class LineAtTheSimulatorTests
{
    private static readonly TownId Town = new("hoshimi");

    private readonly List<PictureArrival> _pictures = [];
    private Playground _play = null!;
    private PictureTool _tool = null!;
    private ServiceProvider _services = null!;
    private LineChannel _channel = null!;
    private Resident _resident = null!;

    [SetUp]
    public async Task Open()
    {
        _pictures.Clear();
        _tool = PictureStudio.Tool();
        _play = await Playground.Open();
        var settings = new LineSettings(new Uri(_play.Http.BaseAddress!, "line-api/"), new Uri(_play.Http.BaseAddress!, "line-data/"))
        {
            Attempt = TimeSpan.FromSeconds(3),
            FirstDelay = TimeSpan.FromMilliseconds(5),
        };
        _services = new ServiceCollection().AddLogging().AddLineClient(settings).BuildServiceProvider();
        _resident = _play.Line.Town("hoshimi").Resident("hanako");
        _channel = new LineChannel(Town, "channel-hoshimi", "secret-hoshimi", null, _resident.Town.Settings.BotUserId);
        await _resident.AddsFriend();
    }

    [TearDown]
    public async Task Close()
    {
        _tool.Dispose();
        await _services.DisposeAsync();
        await _play.DisposeAsync();
    }

    [Test]
    public async Task What_a_resident_writes_is_read_and_answered_by_its_token()
    {
        await _resident.Says("粗大ごみ");
        var said = Heard();
        LineInput.From(said, DateTimeOffset.UnixEpoch).ShouldBe(new Input.Said("粗大ごみ"));
        (await Do(LineKinds.Messages, Envelope("はい"), said.ReplyToken)).ShouldBeOfType<Delivery.Sent>();
        _resident.Talk.Entries[^1].ShouldSatisfyAllConditions(e => e.Text.ShouldBe("はい"), e => e.Via.ShouldBe("reply"));
    }

    [TestCase(FaultKind.TimeoutAfterAccepting)]
    [TestCase(FaultKind.ServerErrorAfterAccepting)]
    [TestCase(FaultKind.DropHalfway)]
    public async Task A_reply_whose_answer_is_lost_arrives_once(FaultKind fault)
    {
        await _resident.Says("粗大ごみ");
        _play.Faults.Next(fault, "message/reply");
        (await Do(LineKinds.Messages, Envelope("はい"), Heard().ReplyToken)).ShouldBeOfType<Delivery.Sent>();
        _resident.Talk.Entries.Count(e => e.Text == "はい").ShouldBe(1);
    }

    [TestCase(FaultKind.TimeoutAfterAccepting)]
    [TestCase(FaultKind.ServerErrorAfterAccepting)]
    [TestCase(FaultKind.DropHalfway)]
    [TestCase(FaultKind.Drop)]
    [TestCase(FaultKind.ServerError)]
    public async Task A_push_arrives_once_whatever_happens_on_the_way(FaultKind fault)
    {
        _play.Faults.Next(fault, "message/push");
        var id = Guid.NewGuid();
        (await Do(LineKinds.Messages, Envelope("支払いを確認しました"), id: id)).ShouldBeOfType<Delivery.Sent>();
        (await Do(LineKinds.Messages, Envelope("支払いを確認しました"), id: id)).ShouldBeOfType<Delivery.Sent>();
        _resident.Talk.Entries.Count(e => e.Text == "支払いを確認しました").ShouldBe(1);
    }

    [Test]
    public async Task Tokens_that_died_are_exchanged_and_somebody_who_blocked_us_is_no_trouble()
    {
        (await Do(LineKinds.Messages, Envelope("1"))).ShouldBeOfType<Delivery.Sent>();
        _play.Line.ForgetTokens();
        (await Do(LineKinds.Messages, Envelope("2"))).ShouldBeOfType<Delivery.Sent>();
        await _resident.Blocks();
        (await Do(LineKinds.Messages, Envelope("3"))).ShouldBeOfType<Delivery.Sent>();
        (await Do(LineKinds.Profile, default)).ShouldBeOfType<Delivery.Sent>();
    }

    [Test]
    public async Task A_photo_comes_clean_once_LINE_has_it_ready()
    {
        _play.Line.PreparePhotosAfter(2);
        await _resident.SendsPhoto(PictureSamples.Jpeg());
        var photo = LineInput.From(Heard(), DateTimeOffset.UnixEpoch).ShouldBeOfType<Input.SentPhoto>();
        (await Do(LineKinds.Content, LineTasks.Content(photo.ContentId, _resident.UserId))).ShouldBeOfType<Delivery.Sent>();
        _pictures.Single().ShouldBeOfType<PictureArrival.Arrived>().Picture.Bytes.Span.IndexOf(PictureSamples.Secret).ShouldBe(-1);
        await _resident.Unsends(photo.ContentId);
        LineInput.From(Heard(), DateTimeOffset.UnixEpoch).ShouldBe(new Input.Unsent(photo.ContentId));
        await Do(LineKinds.Content, LineTasks.Content(photo.ContentId, _resident.UserId));
        _pictures[^1].ShouldBe(new PictureArrival.Lost(PictureLoss.Unsent));
    }

    [Test]
    public async Task The_stand_in_takes_every_message_that_we_can_write_and_render()
    {
        var rendered = Renderer.Draw(
            [new Effect.Say(Words.Of("resumed")), RenderingTests.Ask(25, prompt => prompt with { TakesPhoto = true })], WordingFiles.Load(), Language.Japanese,
            new TownLook("#1A4F8B", "#FFFFFF", "0999-00-1234", new Uri("https://machi.example/hoshimi/")), _ => new Uri("https://machi.example/"));
        foreach (var message in MessageSamples.All.Values.Concat(rendered))
        {
            (await _services.GetRequiredService<LineClient>().Validate(_channel, SendKind.Push, LineEnvelope.Array([message]), CancellationToken.None))
                .ShouldBeOfType<LineAnswer<Done>.Ok>(message.GetType().Name);
        }
    }

    private LineEvent Heard() => LineWebhook.Parse(_play.Heard.Last().Body).ShouldNotBeNull().Events[0];

    private static ReadOnlyMemory<byte> Envelope(string words) => LineEnvelope.Write(mustDeliver: false, [new LineMessage.Text(words)]);

    private Task<Delivery> Do(string kind, ReadOnlyMemory<byte> body, string? token = null, Guid? id = null)
    {
        var now = DateTimeOffset.UnixEpoch;
        var handlers = LineHandlers.All(
            _services.GetRequiredService<LineClient>(), new LineChannels([_channel]), new StoppedClock(now), new PictureCleaner(_tool), (_, _, _) => Task.CompletedTask,
            (_, arrival, _) =>
            {
                _pictures.Add(arrival);
                return Task.CompletedTask;
            });
        var row = new OutboxRow(id ?? Guid.NewGuid(), new CitizenId(_resident.UserId), Lane.Reply, kind, body, token, token is null ? null : now.AddSeconds(50), now);
        return handlers[kind](new OutboxJob(Town, row, 1, now), CancellationToken.None);
    }
}
