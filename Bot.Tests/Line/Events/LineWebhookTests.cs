using System.Text;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Events;
using Bot.Tests.Line.OpenApi;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Events;

public sealed class LineWebhookTests
{
    private static readonly Dictionary<string, Type> Kinds = new(StringComparer.Ordinal)
    {
        ["edited"] = typeof(LineEvent.MessageEdited),
        ["unsend"] = typeof(LineEvent.Unsend),
        ["follow"] = typeof(LineEvent.Follow),
        ["unfollow"] = typeof(LineEvent.Unfollow),
        ["join"] = typeof(LineEvent.Join),
        ["leave"] = typeof(LineEvent.Leave),
        ["member joined"] = typeof(LineEvent.MemberJoined),
        ["member left"] = typeof(LineEvent.MemberLeft),
        ["video complete"] = typeof(LineEvent.VideoPlayComplete),
        ["beacon"] = typeof(LineEvent.Beacon),
        ["account link"] = typeof(LineEvent.AccountLink),
        ["account link failed"] = typeof(LineEvent.AccountLink),
        ["membership"] = typeof(LineEvent.Membership),
        ["module attached"] = typeof(LineEvent.Module),
        ["module detached"] = typeof(LineEvent.Module),
        ["activated"] = typeof(LineEvent.Activated),
        ["deactivated"] = typeof(LineEvent.Deactivated),
        ["bot suspended"] = typeof(LineEvent.BotSuspended),
        ["bot resumed"] = typeof(LineEvent.BotResumed),
        ["delivery"] = typeof(LineEvent.NotificationDelivered),
    };

    private static IEnumerable<string> Samples => EventSamples.All.Keys;

    [TestCaseSource(nameof(Samples))]
    public void Every_documented_event_is_read_as_its_kind(string name)
    {
        var expected = Kinds.GetValueOrDefault(name)
            ?? (name.StartsWith("postback", StringComparison.Ordinal) ? typeof(LineEvent.Postback) : typeof(LineEvent.Message));
        var read = Only(EventSamples.All[name]);
        read.ShouldBeOfType(expected);
        read.Id.ShouldBe("01J9ZK4QWERTYUIOPASDFGHJKL");
        read.Head.OccurredAt.ShouldBe(new DateTimeOffset(2026, 9, 21, 14, 13, 20, 123, TimeSpan.Zero));
        Encoding.UTF8.GetString(read.RawJson.Span).ShouldBe(EventSamples.All[name]);
        LineWebhook.ParseEvent(read.RawJson).GetType().ShouldBe(expected);
    }

    [TestCaseSource(nameof(Samples))]
    public void The_samples_are_what_the_specification_says(string name)
    {
        if (name == "edited")
        {
            Assert.Pass("messageEdited is in LINE's reference and not yet in the specification file");
        }

        var file = OpenApiFile.Find("webhook.yml");
        if (file is null)
        {
            Assert.Ignore("webhook.yml is not beside the repository");
        }

        using var document = JsonDocument.Parse(EventSamples.Batch(EventSamples.All[name]));
        file!.Faults("CallbackRequest", document.RootElement).ShouldBeEmpty();
    }

    [Test]
    public void A_text_keeps_its_emojis_mentions_and_tokens()
    {
        var text = ((LineEvent.Message)Only(EventSamples.All["text"])).Content.ShouldBeOfType<ReceivedMessage.Text>();
        text.Words.ShouldBe("粗大ごみ $ @町");
        text.Emojis.ShouldBe([new EmojiSpot(5, 1, "5ac1bfd5040ab15980c9b435", "001")]);
        text.Mentions.ShouldBe([new MentionSpot(7, 2, "user", EventSamples.Citizen, true), new MentionSpot(0, 1, "all", null, false)]);
        (text.MarkAsReadToken, text.QuoteToken, text.QuotedMessageId).ShouldBe(("30yhdy232", "q3Plxr4AgKd", "544000000000000000"));
    }

    [Test]
    public void A_place_and_the_picked_values_are_read_exactly()
    {
        ((LineEvent.Message)Only(EventSamples.All["location"])).Content.ShouldBeOfType<ReceivedMessage.Location>().Point
            .ShouldBe(new GeoPoint(35.65910807942215, 139.70372892916203));
        Picked("postback date").ShouldBe(new PostbackParams.PickedDate(new DateOnly(2026, 11, 24)));
        Picked("postback time").ShouldBe(new PostbackParams.PickedTime(new TimeOnly(9, 30)));
        Picked("postback datetime").ShouldBe(new PostbackParams.PickedDateTime(new DateTime(2026, 11, 24, 9, 30, 0, DateTimeKind.Unspecified)));
        Picked("postback menu").ShouldBe(new PostbackParams.SwitchedMenu("menu-b", "SUCCESS"));
        Picked("postback").ShouldBeNull();
    }

    [Test]
    public void A_text_that_looks_like_a_date_stays_as_it_was_written() =>
        ((LineEvent.Message)Only(EventSamples.Message("""{"type":"text","id":"1","text":"2026-04-01T10:00:00+09:00"}"""))).Content
            .ShouldBeOfType<ReceivedMessage.Text>().Words.ShouldBe("2026-04-01T10:00:00+09:00");

    [Test]
    public void A_standby_event_says_so_and_a_talk_with_one_resident_names_them()
    {
        Only("""{"mode":"standby","message":{"id":"1","type":"text","text":"a"},"type":"message"}""").IsStandby.ShouldBeTrue();
        Only(EventSamples.All["follow"]).Citizen.ShouldBe(new CitizenId(EventSamples.Citizen));
        Only(EventSamples.All["join"]).Citizen.ShouldBeNull();
        Only("""{"type":"unfollow","source":{"type":"user","userId":"U\u0000bad"}}""").Citizen.ShouldBeNull();
    }

    [Test]
    public void The_empty_delivery_of_the_verify_button_is_good() =>
        Parse("""{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}""").ShouldNotBeNull().Events.ShouldBeEmpty();

    [Test]
    public void An_event_without_an_id_gets_the_same_one_each_time()
    {
        const string Nameless = """{"type":"follow","timestamp":1}""";
        Only(Nameless).Id.ShouldBe(Only(Nameless).Id);
        Only("""{"type":"follow","timestamp":2}""").Id.ShouldNotBe(Only(Nameless).Id, StringComparer.Ordinal);
        Only("""{"type":"follow","webhookEventId":"a\u0000b"}""").Id.ShouldStartWith("bytes-");
    }

    private static PostbackParams? Picked(string sample) => Only(EventSamples.All[sample]).ShouldBeOfType<LineEvent.Postback>().Params;

    private static LineEvent Only(string rawEvent) => Parse(EventSamples.Batch(rawEvent)).ShouldNotBeNull().Events.ShouldHaveSingleItem();

    private static LineDelivery? Parse(string body) => LineWebhook.Parse(Encoding.UTF8.GetBytes(body));
}
