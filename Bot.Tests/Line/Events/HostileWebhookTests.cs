using System.Text;
using Bot.Infrastructure.Line.Events;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Events;

public sealed class HostileWebhookTests
{
    private const string Good = """{"type":"follow","webhookEventId":"01GOOD","follow":{"isUnblocked":false}}""";

    [TestCase("42")]
    [TestCase("null")]
    [TestCase("\"text\"")]
    [TestCase("[[]]")]
    [TestCase("{}")]
    [TestCase("""{"type":null}""")]
    [TestCase("""{"type":7,"message":[]}""")]
    [TestCase("""{"type":"message"}""")]
    [TestCase("""{"type":"message","message":null}""")]
    [TestCase("""{"type":"message","message":{"type":null,"id":"1"}}""")]
    [TestCase("""{"type":"message","message":{"type":"text","id":"1"}}""")]
    [TestCase("""{"type":"message","message":{"type":"text","id":"1","text":"\ud83d"}}""")]
    [TestCase("""{"type":"message","message":{"type":"location","id":"1","latitude":1e999,"longitude":0}}""")]
    [TestCase("""{"type":"message","message":{"type":"location","id":"1","latitude":91,"longitude":0}}""")]
    [TestCase("""{"\udc00":1,"type":"postback","postback":{}}""")]
    [TestCase("""{"type":"unsend","unsend":{"messageId":"../../secret"}}""")]
    [TestCase("""{"type":"membership","membership":{"type":"joined","membershipId":1e400}}""")]
    public void A_bad_event_is_kept_and_spoils_no_other(string bad)
    {
        var delivery = LineWebhook.Parse(Encoding.UTF8.GetBytes(EventSamples.Batch(Good, bad, Good))).ShouldNotBeNull();
        delivery.Events.Select(e => e.GetType()).ShouldBe([typeof(LineEvent.Follow), typeof(LineEvent.Unreadable), typeof(LineEvent.Follow)]);
        Encoding.UTF8.GetString(delivery.Events[1].RawJson.Span).ShouldBe(bad);
        delivery.Events[1].Id.ShouldStartWith("bytes-");
    }

    [Test]
    public void A_type_that_nobody_knew_is_kept() =>
        LineWebhook.Parse(Encoding.UTF8.GetBytes(EventSamples.Batch("""{"things":{"type":"link"},"webhookEventId":"01NEW","type":"things"}""", Good)))
            .ShouldNotBeNull().Events[0].ShouldBeOfType<LineEvent.Unknown>().Id.ShouldBe("01NEW");

    [Test]
    public void Absurd_nesting_costs_only_its_own_event()
    {
        var deep = """{"type":"follow","x":""" + new string('[', 20_000) + new string(']', 20_000) + "}";
        LineWebhook.Parse(Encoding.UTF8.GetBytes(EventSamples.Batch(deep, Good))).ShouldNotBeNull().Events.Select(e => e.GetType())
            .ShouldBe([typeof(LineEvent.Unreadable), typeof(LineEvent.Follow)]);
    }

    [Test]
    public void A_hundred_thousand_events_are_read() =>
        LineWebhook.Parse(Encoding.UTF8.GetBytes(EventSamples.Batch(Enumerable.Repeat(Good, 100_000)))).ShouldNotBeNull().Events.Count.ShouldBe(100_000);

    [Test]
    public void Within_an_event_the_last_of_two_equal_keys_counts_each_time_alike() =>
        LineWebhook.ParseEvent("""{"type":"unfollow","type":"follow","webhookEventId":"01A","webhookEventId":"01B"}"""u8.ToArray())
            .ShouldBeOfType<LineEvent.Follow>().Id.ShouldBe("01B");

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("""{"events":[]}""")]
    [TestCase("""{"destination":"U1"}""")]
    [TestCase("""{"destination":null,"events":[]}""")]
    [TestCase("""{"destination":"\ud800","events":[]}""")]
    [TestCase("""{"destination":"U1","events":null}""")]
    [TestCase("""{"destination":"U1","events":{}}""")]
    [TestCase("""{"destination":"U1","destination":"U2","events":[]}""")]
    [TestCase("""{"destination":"U1","events":[],"events":[]}""")]
    [TestCase("""{"destination":"U1","events":[]} {}""")]
    [TestCase("""{"destination":"U1","events":[{"type":"follow"}]""")]
    [TestCase("destination=U1")]
    public void A_frame_that_LINE_does_not_send_is_refused(string body) => LineWebhook.Parse(Encoding.UTF8.GetBytes(body)).ShouldBeNull();

    [Test]
    public void No_damage_to_a_body_throws()
    {
        var bodies = Gen.Elements<string>([EventSamples.Batch(EventSamples.All.Values), .. EventSamples.All.Values.Select(e => EventSamples.Batch(e))])
            .Select(Encoding.UTF8.GetBytes);
        var damages = Gen.ArrayOf(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 4)).Zip(Gen.Choose(0, 255)));
        var events = Arb.From(Gen.Elements<string>([.. EventSamples.All.Values]).Select(Encoding.UTF8.GetBytes).Zip(damages)
            .Select(p => p.Item2.Aggregate(p.Item1, Damage)));
        Prop.ForAll(events, rawEvent => LineWebhook.ParseEvent(rawEvent).ShouldNotBeNull()).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        var read = 0;
        Prop.ForAll(Arb.From(bodies.Zip(damages).Select(p => p.Item2.Aggregate(p.Item1, Damage))), body =>
        {
            if (LineWebhook.Parse(body) is { } delivery)
            {
                read++;
                delivery.Events.ShouldAllBe(e => e.Id.Length > 0 && LineWebhook.ParseEvent(e.RawJson).Id == e.Id);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        read.ShouldBeGreaterThan(200, "most damage should leave some events readable, or nothing is tested");
    }

    private static byte[] Damage(byte[] body, ((int Where, int How), int Byte) damage)
    {
        if (body.Length == 0)
        {
            return body;
        }

        var at = damage.Item1.Where % body.Length;
        return damage.Item1.How switch
        {
            0 => [.. body[..at], (byte)damage.Item2, .. body[(at + 1)..]],
            1 => [.. body[..at], .. body[(at + 1)..]],
            2 => [.. body[..at], .. body[at..], .. body[Math.Max(0, at - 9)..at]],
            3 => [.. body[..at], .. "\\ud83d"u8, .. body[at..]],
            _ => damage.Item2 == 7 ? body[..at] : [.. body[..at], .. "\\u0000"u8, .. body[at..]],
        };
    }
}
