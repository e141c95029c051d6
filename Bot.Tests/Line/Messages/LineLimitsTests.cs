using System.Text;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using NUnit.Framework;
using Shouldly;
using static Bot.Infrastructure.Line.Messages.LineAction;

namespace Bot.Tests.Line.Messages;

/// <summary>Each documented limit: what is just within passes, one more is named.</summary>
public sealed class LineLimitsTests
{
    private static readonly string Url = "https://example.com/" + new string('a', 2000);

    private static IEnumerable<TestCaseData> Limits =>
    [
        Limit("text", n => Say(n), 5000),
        Limit("chips", n => new LineMessage.Text("a") { QuickReply = [.. Enumerable.Repeat(new QuickReplyItem(new Message("a", "a")), n)] }, 13),
        Limit("sender", n => new LineMessage.Text("a") { Sender = new Sender(A(n)) }, 20),
        Limit("emojis", n => new LineMessage.Text(new string('$', 30)) { Emojis = [.. Enumerable.Range(0, n).Select(i => new TextEmoji(i, "p", "e"))] }, 20),
        Limit("picture address", n => new LineMessage.Image(Url[..n], MessageSamples.Picture), 2000),
        Limit("place title", n => new LineMessage.Location(A(n), "a", default), 100),
        Limit("place address", n => new LineMessage.Location("a", A(n), default), 100),
        Limit("altText", n => new LineMessage.Flex(A(n), MessageSamples.Bubble), 1500),
        Limit("buttons text", n => Buttons(n, 1, null), 160),
        Limit("buttons text under a title", n => Buttons(n, 1, "t"), 60),
        Limit("buttons title", n => Buttons(1, 1, A(n)), 40),
        Limit("buttons actions", n => Buttons(1, n, null), 4),
        Limit("confirm text", n => MessageSamples.Template(new LineTemplate.Confirm(Family(n), new Message("a", "a"), new Message("a", "a"))), 240),
        Limit("columns", n => Columns(n, 1, 1), 10),
        Limit("column text", n => Columns(1, n, 1), 120),
        Limit("column actions", n => Columns(1, 1, n), 3),
        Limit("bubbles", n => new LineMessage.Flex("a", new FlexContainer.Carousel([.. Enumerable.Repeat(Small(1), n)])), 12),
        Limit("bubble bytes", n => new LineMessage.Flex("a", Small(n)), (30 * 1024) - SmallBytes),
        Limit("chip label", n => Chip(new Message(Family(n), "a")), 20),
        Limit("message text", n => Chip(new Message("a", Family(n))), 300),
        Limit("postback data", n => Chip(new Postback("a", A(n))), 300),
        Limit("displayText", n => Chip(new Postback("a", "a") { DisplayText = Family(n) }), 300),
        Limit("fillInText", n => Chip(new Postback("a", "a") { FillInText = Family(n), InputOption = InputOption.OpenKeyboard }), 300),
        Limit("uri", n => Chip(new LineAction.Uri("a", Url[..n])), 1000),
        Limit("clipboard", n => Chip(new Clipboard("a", A(n))), 1000),
        Limit("picker data", n => Chip(new PickDate("a", A(n), default)), 300),
        Limit("flex button label", n => new LineMessage.Flex("a", new FlexContainer.Bubble(
            new FlexComponent.Box(FlexLayout.Vertical, [new FlexComponent.Button(new Message(Family(n), "a"))]))), 40),
    ];

    [TestCaseSource(nameof(Limits))]
    public void A_limit_is_kept_to_the_last_character(Func<int, LineMessage> make, int most)
    {
        LineLimits.Faults(make(most)).ShouldBeEmpty();
        LineLimits.Faults(make(most + 1)).ShouldNotBeEmpty();
    }

    [Test]
    public void What_is_counted_in_units_counts_an_emoji_as_two() =>
        LineLimits.Faults(new LineMessage.Text(string.Concat(Enumerable.Repeat("🏁", 2501)))).ShouldNotBeEmpty();

    [TestCase("""{"type":"text","text":""}""")]
    [TestCase("""{"type":"text","text":"a","emojis":[{"index":0,"productId":"p","emojiId":"e"}]}""")]
    [TestCase("""{"type":"textV2","text":"{a-b}","substitution":{"a-b":{}}}""")]
    [TestCase("""{"type":"text"}""")]
    [TestCase("""{"type":"song"}""")]
    [TestCase("""{}""")]
    [TestCase("""7""")]
    [TestCase("""{"type":"image","originalContentUrl":"http://example.com/a","previewImageUrl":"https://example.com/a"}""")]
    [TestCase("""{"type":"image","originalContentUrl":"https://example.com/ごみ","previewImageUrl":"https://example.com/a"}""")]
    [TestCase("""{"type":"video","originalContentUrl":"https://example.com/a"}""")]
    [TestCase("""{"type":"audio","originalContentUrl":"https://example.com/a"}""")]
    [TestCase("""{"type":"coupon","couponId":"c","deliveryTag":"a-b"}""")]
    [TestCase("""{"type":"location","title":"a","address":"a","latitude":91,"longitude":0}""")]
    [TestCase("""{"type":"imagemap","altText":"a","baseUrl":"https://example.com/a","baseSize":{"width":1024},"actions":[{"type":"message","text":"a"}]}""")]
    [TestCase("""{"type":"flex","altText":"a","contents":{"type":"bubble"}}""")]
    [TestCase("""{"type":"flex","altText":"a","contents":{"type":"bubble","body":{"type":"box","layout":"baseline","contents":[{"type":"button"}]}}}""")]
    [TestCase("""{"type":"flex","altText":"a","contents":{"type":"bubble","body":{"type":"box","layout":"vertical","contents":[{"type":"text"}]}}}""")]
    [TestCase("""{"type":"flex","altText":"a","contents":{"type":"carousel","contents":[]}}""")]
    public void What_LINE_would_refuse_is_named(string message)
    {
        using var document = JsonDocument.Parse(message);
        LineLimits.Faults(document.RootElement).ShouldNotBeEmpty();
    }

    [Test]
    public void Actions_stand_only_where_they_work()
    {
        LineLimits.Faults(Chip(new LineAction.Uri("a", "javascript:alert(1)"))).ShouldNotBeEmpty();
        LineLimits.Faults(Chip(new LineAction.Uri("a", "tel:0999123456"))).ShouldBeEmpty();
        LineLimits.Faults(Chip(new LineAction.Uri("a", "https://example.com", "https://example.com"))).ShouldNotBeEmpty();
        LineLimits.Faults(Chip(new RichMenuSwitch("a", "b", "c"))).ShouldNotBeEmpty();
        LineLimits.Faults(Chip(new Message(null, "a"))).ShouldNotBeEmpty();
        LineLimits.Faults(Chip(new Postback("a", "a") { FillInText = "a" })).ShouldNotBeEmpty();
        LineLimits.Faults(MessageSamples.Template(new LineTemplate.Confirm("a", new Camera("a"), new Message("a", "a")))).ShouldNotBeEmpty();
    }

    [Test]
    public void A_picker_spans_forward_and_begins_inside()
    {
        var (a, b) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2));
        LineLimits.Faults(Chip(new PickDate("a", "a", new(null, a, b)))).ShouldBeEmpty();
        LineLimits.Faults(Chip(new PickDate("a", "a", new(null, b, a)))).ShouldNotBeEmpty();
        LineLimits.Faults(Chip(new PickDate("a", "a", new(null, a, a)))).ShouldNotBeEmpty();
        LineLimits.Faults(Chip(new PickDate("a", "a", new(b.AddDays(1), a, b)))).ShouldNotBeEmpty();
        LineLimits.Faults(Chip(new PickDate("a", "a", new(null, new DateOnly(1899, 12, 31), null)))).ShouldNotBeEmpty();
    }

    [Test]
    public void Columns_and_bubbles_are_alike()
    {
        var one = new TemplateColumn("a", [new Message("a", "a")]);
        LineLimits.Faults(MessageSamples.Template(new LineTemplate.Carousel([one, one with { Title = "t" }]))).ShouldNotBeEmpty();
        LineLimits.Faults(MessageSamples.Template(new LineTemplate.Carousel([one, one with { Actions = [one.Actions[0], one.Actions[0]] }]))).ShouldNotBeEmpty();
        LineLimits.Faults(new LineMessage.Flex("a", new FlexContainer.Carousel([Small(1), Small(1) with { Size = BubbleSize.Giga }]))).ShouldNotBeEmpty();
        LineLimits.Faults(new LineMessage.Flex("a", new FlexContainer.Carousel([Small(25_000), Small(26_200)]))).ShouldNotBeEmpty();
    }

    [Test]
    public void A_request_has_one_to_five_messages_and_at_most_two_megabytes()
    {
        LineLimits.Faults([.. Enumerable.Repeat(Say(1), 5)]).ShouldBeEmpty();
        LineLimits.Faults([.. Enumerable.Repeat(Say(1), 6)]).ShouldNotBeEmpty();
        LineLimits.Faults([]).ShouldNotBeEmpty();
        LineLimits.RequestFaults(new byte[(2 * 1024 * 1024) + 1]).ShouldNotBeEmpty();
        LineLimits.RequestFaults("[\"\\ud800\"]"u8.ToArray()).ShouldNotBeEmpty();
        LineLimits.RequestFaults(Encoding.UTF8.GetBytes("""[{"type":"text","text":"\ud800"}]""")).ShouldNotBeEmpty();
    }

    private static readonly int SmallBytes = MessageWriter.Bytes(new LineMessage.Flex("a", Small(1))).Length
        - MessageWriter.Bytes(new LineMessage.Flex("a", Small(1))).Span.IndexOf("{\"type\":\"bubble\""u8) - 2;

    private static TestCaseData Limit(string name, Func<int, LineMessage> make, int most) =>
        new TestCaseData(make, most).SetArgDisplayNames(name);

    private static string A(int length) => new('a', length);

    private static string Family(int count) => string.Concat(Enumerable.Repeat("👨‍👩‍👧", count));

    private static LineMessage.Text Say(int length) => new LineMessage.Text(A(length));

    private static LineMessage.Text Chip(LineAction action) => new LineMessage.Text("a") { QuickReply = [new QuickReplyItem(action)] };

    private static LineMessage Buttons(int text, int actions, string? title) =>
        MessageSamples.Template(new LineTemplate.Buttons(Family(text), [.. Enumerable.Repeat(new Message("a", "a"), actions)]) { Title = title });

    private static LineMessage Columns(int columns, int text, int actions) => MessageSamples.Template(new LineTemplate.Carousel(
        [.. Enumerable.Repeat(new TemplateColumn(Family(text), [.. Enumerable.Repeat(new Message("a", "a"), actions)]), columns)]));

    private static FlexContainer.Bubble Small(int length) => new(new FlexComponent.Box(FlexLayout.Vertical, [new FlexComponent.Text(A(length))]));
}
