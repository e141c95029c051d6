using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Events;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Events;

public sealed class LineInputTests
{
    private static readonly DateTimeOffset Happened = new(2026, 9, 21, 14, 13, 20, 123, TimeSpan.Zero);
    private static readonly DateTimeOffset Received = Happened.AddMinutes(9);

    private static readonly Dictionary<string, Input> Answered = new(StringComparer.Ordinal)
    {
        ["text"] = new Input.Said("粗大ごみ $ @町"),
        ["image"] = new Input.SentPhoto("2"),
        ["image from elsewhere"] = new Input.SentOther("image"),
        ["video"] = new Input.SentOther("video"),
        ["audio"] = new Input.SentOther("audio"),
        ["file"] = new Input.SentOther("file"),
        ["sticker"] = new Input.SentOther("sticker"),
        ["location"] = new Input.SentPlace(new GeoPoint(35.65910807942215, 139.70372892916203), "星見町1-2"),
        ["postback"] = new Input.Tapped("k7"),
        ["postback date"] = new Input.PickedDate("k7", new DateOnly(2026, 11, 24)),
        ["postback time"] = new Input.Tapped("k7"),
        ["postback datetime"] = new Input.Tapped("k7"),
        ["follow"] = new Input.Followed(Happened, IsUnblocked: true),
        ["unfollow"] = new Input.Left(Happened),
        ["unsend"] = new Input.Unsent("544000000000000001"),
    };

    private static IEnumerable<string> Samples => EventSamples.All.Keys;

    [TestCaseSource(nameof(Samples))]
    public void Every_event_means_one_thing_or_nothing(string name) =>
        From(EventSamples.All[name]).ShouldBe(Answered.GetValueOrDefault(name));

    [Test]
    public void Groups_and_talks_that_another_channel_leads_are_left_alone()
    {
        From(EventSamples.All["text"].Replace("\"type\":\"user\",\"userId\"", "\"type\":\"group\",\"groupId\":\"C1\",\"userId\"", StringComparison.Ordinal)).ShouldBeNull();
        From(Standby("text")).ShouldBeNull();
        From(Standby("postback")).ShouldBeNull();
        From(Standby("follow")).ShouldBeNull();
        From(Standby("unsend")).ShouldBeOfType<Input.Unsent>();
        From(Standby("unfollow")).ShouldBeOfType<Input.Left>();
    }

    [Test]
    public void Letters_that_no_table_takes_are_taken_out() =>
        From(EventSamples.Message("""{"type":"text","id":"1","text":"a\u0000b"}""")).ShouldBe(new Input.Said("ab"));

    [Test]
    public void An_event_without_a_time_happened_when_it_came() =>
        From($$$"""{"type":"unfollow","source":{"type":"user","userId":"{{{EventSamples.Citizen}}}"}}""").ShouldBe(new Input.Left(Received));

    private static string Standby(string sample) => EventSamples.All[sample].Replace("\"active\"", "\"standby\"", StringComparison.Ordinal);

    private static Input? From(string rawEvent) => LineInput.From(LineWebhook.ParseEvent(Encoding.UTF8.GetBytes(rawEvent)), Received);
}
