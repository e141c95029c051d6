using System.Text.Json;
using Bot.Simulator.Line.Rules;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Simulator;

[TestFixture]
internal sealed class LineRulesTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    private static IEnumerable<TestCaseData> Allowed()
    {
        yield return Case("text of 5000", Text(new string('あ', 5000)));
        yield return Case("five messages", string.Join(',', Enumerable.Repeat(Text("a"), 5)));
        yield return Case("thirteen quick replies", Quick(13, "ok"));
        yield return Case("label counted in clusters", Quick(1, string.Concat(Enumerable.Repeat(Family, 20))));
        yield return Case("confirm of 240", Template("confirm", $$"""{{Words(240)}},"actions":[{{Say("はい")}},{{Say("いいえ")}}]"""));
        yield return Case("buttons of 160 without a title", Template("buttons", $$"""{{Words(160)}},"actions":[{{Say("a")}}]"""));
        yield return Case("date picker", Template("buttons", $$"""{{Words(5)}},"actions":[{"type":"datetimepicker","label":"日","data":"d","mode":"date","min":"2026-01-01","max":"2026-12-31"}]"""));
        yield return Case("flex bubble", Flex("""{"type":"bubble","body":{"type":"box","layout":"vertical","contents":[{"type":"text","text":"こんにちは","wrap":true,"size":"lg","weight":"bold","color":"#112233"}]}}"""));
        yield return Case("image from this machine", """{"type":"image","originalContentUrl":"http://127.0.0.1:1/a.png","previewImageUrl":"https://example.com/a.png"}""");
        yield return Case("emoji that points at its place", """{"type":"text","text":"a$","emojis":[{"index":1,"productId":"p","emojiId":"e"}]}""");
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("text of 5001", Text(new string('あ', 5001)));
        yield return Case("text counted in UTF-16 units", Text(string.Concat(Enumerable.Repeat("🏁", 2501))));
        yield return Case("empty text", Text(""));
        yield return Case("unknown type", """{"type":"poem"}""");
        yield return Case("six messages", string.Join(',', Enumerable.Repeat(Text("a"), 6)));
        yield return Case("no message", "");
        yield return Case("fourteen quick replies", Quick(14, "ok"));
        yield return Case("label of 21", Quick(1, new string('あ', 21)));
        yield return Case("confirm with one action", Template("confirm", $$"""{{Words(5)}},"actions":[{{Say("はい")}}]"""));
        yield return Case("confirm of 241", Template("confirm", $$"""{{Words(241)}},"actions":[{{Say("はい")}},{{Say("いいえ")}}]"""));
        yield return Case("buttons of 61 with a title", Template("buttons", $$"""{{Words(61)}},"title":"題","actions":[{{Say("a")}}]"""));
        yield return Case("five buttons", Template("buttons", $$"""{{Words(5)}},"actions":[{{string.Join(',', Enumerable.Repeat(Say("a"), 5))}}]"""));
        yield return Case("postback data of 301", Template("buttons", $$"""{{Words(5)}},"actions":[{"type":"postback","label":"a","data":"{{new string('d', 301)}}"}]"""));
        yield return Case("uneven carousel", Template("carousel", $$"""
            "columns":[{{{Words(5)}},"actions":[{{Say("a")}}]},{{{Words(5)}},"actions":[{{Say("a")}},{{Say("b")}}]}]
            """));
        yield return Case("javascript address", Template("buttons", $$"""{{Words(5)}},"actions":[{"type":"uri","label":"a","uri":"javascript:alert(1)"}]"""));
        yield return Case("picker with a date of another kind", Template("buttons", $$"""{{Words(5)}},"actions":[{"type":"datetimepicker","label":"日","data":"d","mode":"date","min":"2026-01-01T00:00"}]"""));
        yield return Case("plain http image", """{"type":"image","originalContentUrl":"http://example.com/a.png","previewImageUrl":"https://example.com/a.png"}""");
        yield return Case("flex with an unknown field", Flex("""{"type":"bubble","body":{"type":"box","layout":"vertical","contents":[{"type":"text","text":"a","colour":"#000000"}]}}"""));
        yield return Case("flex with empty text", Flex("""{"type":"bubble","body":{"type":"box","layout":"vertical","contents":[{"type":"text","text":""}]}}"""));
        yield return Case("button in a baseline box", Flex($$$"""{"type":"bubble","body":{"type":"box","layout":"baseline","contents":[{"type":"button","action":{{{Say("a")}}}}]}}"""));
        yield return Case("flex without a block", Flex("""{"type":"bubble"}"""));
        yield return Case("flex above 30 KB", Flex($$$"""{"type":"bubble","body":{"type":"box","layout":"vertical","contents":[{{{string.Join(',', Enumerable.Repeat("""{"type":"text","text":"1234567890123456789012345678901234567890"}""", 500))}}}]}}"""));
        yield return Case("thirteen bubbles", Flex($$"""{"type":"carousel","contents":[{{string.Join(',', Enumerable.Repeat(Bubble("mega"), 13))}}]}"""));
        yield return Case("bubbles of two sizes", Flex($$"""{"type":"carousel","contents":[{{Bubble("mega")}},{{Bubble("kilo")}}]}"""));
        yield return Case("altText of 1501", $$"""{"type":"flex","altText":"{{new string('a', 1501)}}","contents":{{Bubble("mega")}}}""");
        yield return Case("emoji beside its place", """{"type":"text","text":"a$","emojis":[{"index":0,"productId":"p","emojiId":"e"}]}""");
        yield return Case("rich menu action in a quick reply", """{"type":"text","text":"a","quickReply":{"items":[{"type":"action","action":{"type":"richmenuswitch","label":"a","richMenuAliasId":"b","data":"c"}}]}}""");
    }

    [TestCaseSource(nameof(Allowed))]
    public void Within_the_limits_is_accepted(string messages) => Check(messages).All.ShouldBeEmpty();

    [TestCaseSource(nameof(Refused))]
    public void Beyond_the_limits_is_refused(string messages) => Check(messages).Any.ShouldBeTrue();

    [Test]
    public void The_error_names_the_place() =>
        Check(Text("")).Body().ToJsonString().ShouldBe("""{"message":"The request body has 1 error(s)","details":[{"message":"May not be empty","property":"messages[0].text"}]}""");

    [TestCase(2500, 1686, 20, true)]
    [TestCase(2500, 1686, 21, false)]
    [TestCase(799, 400, 1, false)]
    [TestCase(1000, 700, 1, false)]
    public void Rich_menus_have_a_size_a_shape_and_at_most_twenty_areas(int width, int height, int areas, bool good)
    {
        var area = $$"""{"bounds":{"x":0,"y":0,"width":100,"height":100},"action":{{Say("a")}}}""";
        var refusals = new Refusals();
        using var json = JsonDocument.Parse($$"""{"size":{"width":{{width}},"height":{{height}}},"selected":true,"name":"n","chatBarText":"メニュー","areas":[{{string.Join(',', Enumerable.Repeat(area, areas))}}]}""");
        RichMenuRules.Check(new(json.RootElement, "", refusals));
        refusals.Any.ShouldBe(!good);
    }

    private static Refusals Check(string messages)
    {
        var refusals = new Refusals();
        using var json = JsonDocument.Parse($$"""{"messages":[{{messages}}]}""");
        MessageRules.Check(new(json.RootElement, "", refusals));
        return refusals;
    }

    private static TestCaseData Case(string name, string messages) => new TestCaseData(messages).SetArgDisplayNames(name);

    private static string Text(string text) => $$"""{"type":"text","text":"{{text}}"}""";

    private static string Words(int length) => $"\"text\":\"{new string('あ', length)}\"";

    private static string Say(string label) => $$"""{"type":"message","label":"{{label}}","text":"{{label}}"}""";

    private static string Quick(int count, string label) =>
        $$$"""{"type":"text","text":"a","quickReply":{"items":[{{{string.Join(',', Enumerable.Repeat($$$"""{"type":"action","action":{{{Say(label)}}}}""", count))}}}]}}""";

    private static string Template(string type, string rest) => $$$"""{"type":"template","altText":"a","template":{"type":"{{{type}}}",{{{rest}}}}}""";

    private static string Flex(string contents) => $$"""{"type":"flex","altText":"a","contents":{{contents}}}""";

    private static string Bubble(string size) => $$$"""{"type":"bubble","size":"{{{size}}}","body":{"type":"box","layout":"vertical","contents":[]}}""";
}
