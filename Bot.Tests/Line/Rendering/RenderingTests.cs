using System.Text;
using System.Text.Json;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Wording;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Rendering;

public sealed class RenderingTests
{
    private const string Link = "https://machi.example/hoshimi/f/Zk3xOnce";
    private static readonly Wordbook Book = WordingFiles.Load();
    private static readonly TownLook Look = new("#1A4F8B", "#FFFFFF", "0999-00-1234", new Uri("https://machi.example/hoshimi/"));
    private static readonly FormId Form = new("bulky-waste");
    private static readonly TurnNo Turn = new(7);

    [Test]
    public void A_question_shows_its_choices_bound_to_form_and_turn_and_the_ways_out()
    {
        var message = Only(Ask(3));
        Tapped(message).ShouldBe(["bulky-waste/7/k1", "bulky-waste/7/k2", "bulky-waste/7/k3", "back", "later", "cancel", "staff"]);
        message.AltText.ShouldBe("品目は何ですか？\n1. 品目その1\n2. 品目その2\n3. 品目その3");
        Written(message).ShouldContain("質問 2 / 5");
    }

    [Test]
    public void What_says_nothing_makes_no_row()
    {
        var renderer = new Renderer(new Uri("https://machi.example/"));
        renderer.Render([new Effect.LearnLanguage()], Book, Language.Japanese, BulkyWaste.DemoWorld.Hoshimi, _ => "f/x").HasValue.ShouldBeFalse();
        renderer.Render([Ask(1)], Book, Language.Japanese, BulkyWaste.DemoWorld.Hoshimi, _ => "f/x").HasValue.ShouldBeTrue();
    }

    [Test]
    public void At_the_first_question_there_is_no_way_back() =>
        Tapped(Only(Ask(1) with { At = 1 })).ShouldBe(["bulky-waste/7/k1", "later", "cancel", "staff"]);

    [TestCase(10, 1)]
    [TestCase(11, 2)]
    [TestCase(25, 3)]
    public void Many_choices_stand_in_bubbles_side_by_side_and_none_is_lost(int choices, int bubbles)
    {
        var message = Only(Ask(choices));
        (message.Contents is FlexContainer.Carousel carousel ? carousel.Bubbles.Count : 1).ShouldBe(bubbles);
        Tapped(message).Count(data => data.StartsWith("bulky-waste/7/k", StringComparison.Ordinal)).ShouldBe(choices);
    }

    [Test]
    public void More_choices_than_LINE_has_room_for_are_listed_to_be_typed()
    {
        var messages = Render(Ask(300));
        messages[0].ShouldBeOfType<LineMessage.Text>().Words.ShouldContain("300. 品目その300");
        messages[^1].ShouldBeOfType<LineMessage.Flex>();
        Valid(messages);
    }

    [Test]
    public void A_detail_stands_under_its_choice()
    {
        var message = Only(new Effect.Ask(Form, new("size"), new Prompt(Plain("大きさ"), [new Button.Pick("s", Plain("小"), Plain("1m未満・600円"))]), Turn, 2, 5));
        Written(message).ShouldContain("1m未満・600円");
        message.AltText.ShouldBe("大きさ\n1. 小\n   1m未満・600円");
    }

    [Test]
    public void Days_are_picked_from_a_calendar_between_first_and_last()
    {
        var (first, last) = (new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 24));
        Written(Only(Ask(0, prompt => prompt with { Dates = new DateRange(first, last) }))).ShouldContain(
            "\"data\":\"bulky-waste/7/date\",\"mode\":\"date\",\"initial\":\"2026-12-01\",\"min\":\"2026-12-01\",\"max\":\"2026-12-24\"");
        Written(Only(Ask(0, prompt => prompt with { Dates = new DateRange(first, first) }))).ShouldNotContain("\"max\"");
        Written(Only(Ask(0, prompt => prompt with { Dates = new DateRange(last, first) }))).ShouldNotContain("datetimepicker");
    }

    [Test]
    public void Places_and_photos_are_sent_from_chips() =>
        Only(Ask(0, prompt => prompt with { TakesPlace = true, TakesPhoto = true })).QuickReply.Take(3).Select(chip => chip.Action.GetType())
            .ShouldBe([typeof(LineAction.Location), typeof(LineAction.Camera), typeof(LineAction.CameraRoll)]);

    [Test]
    public void A_short_remark_stands_in_the_bubble_and_a_long_one_before_it()
    {
        var together = Only(new Effect.Say(Words.Of("pardon")), Ask(1));
        together.AltText.ShouldStartWith("申し訳ありません。");
        var apart = Render(new Effect.Say(Plain(new string('長', 301))), Ask(1));
        apart.Select(m => m.GetType()).ShouldBe([typeof(LineMessage.Text), typeof(LineMessage.Flex)]);
    }

    [Test]
    public void Wishes_beside_a_question_become_chips_under_it()
    {
        var message = Only(new Effect.Say(Words.Of("staff.offer"), [new Button.Wish("staff", Words.Of("button.staff")), new Button.Wish("menu", Words.Of("button.menu"))]), Ask(1));
        Tapped(message).ShouldBe(["bulky-waste/7/k1", "menu", "back", "later", "cancel", "staff"]);
        Render(new Effect.Say(Plain("電話"), [new Button.Call("office", Plain("電話"))]), Ask(1)).Count.ShouldBe(2);
    }

    [Test]
    public void The_one_time_link_stands_in_the_button_alone()
    {
        var message = Only(new Effect.OpenPage(Form, [new("name")], Turn, Words.Of("page.ask")));
        Written(message).ShouldContain($"\"uri\":\"{Link}\"");
        message.AltText.ShouldNotContain("Zk3xOnce");
        Written(message).ShouldContain("15分間");
    }

    [Test]
    public void A_review_reads_all_back_and_each_line_can_be_corrected()
    {
        var message = Only(Review(2));
        Tapped(message).ShouldBe(["bulky-waste/7/fix:q1", "bulky-waste/7/fix:q2", "bulky-waste/7/ok", "back", "later", "cancel", "staff"]);
        message.AltText.ShouldContain("2. 項目2: 値2\n合計: 1,200円");
    }

    [Test]
    public void A_long_review_is_listed_first_and_sent_from_a_bubble_of_its_own()
    {
        var messages = Render(Review(23));
        messages.Count.ShouldBe(2);
        Tapped(messages[0]).Count(data => data.Contains("fix:", StringComparison.Ordinal)).ShouldBe(23);
        Tapped(messages[1]).ShouldBe(["bulky-waste/7/ok", "back", "later", "cancel", "staff"]);
        Valid(messages);
    }

    [Test]
    public void The_number_stands_large_and_can_be_copied()
    {
        var message = Only(new Effect.Show(Plain("受付番号"), "12-3456", Plain("品物に貼ってください。"), [new Button.Call("office", Words.Of("button.call"))]));
        Written(message).ShouldContain("\"clipboardText\":\"12-3456\"");
        Written(message).ShouldContain("\"size\":\"xxl\"");
        Written(message).ShouldContain("\"uri\":\"tel:0999001234\"");
    }

    [Test]
    public void A_picture_is_a_message_of_its_own_with_a_small_one_and_an_address_where_LINE_would_refuse_it()
    {
        Items<Effect> told = [new Effect.Say(Plain("作業が終わりました。")), new Effect.SendPicture("photo/1a", "photo/1a/small")];
        var messages = Render([.. told]);
        messages[1].ShouldBe(new LineMessage.Image("https://machi.example/hoshimi/photo/1a", "https://machi.example/hoshimi/photo/1a/small"));
        Valid(messages);
        Renderer.Draw(told, Book, Language.Japanese, Look with { PublicBase = new Uri("http://localhost/hoshimi/") }, _ => new Uri(Link)).Single()
            .ShouldBeOfType<LineMessage.Text>().Words.ShouldBe("作業が終わりました。\n\nhttp://localhost/hoshimi/photo/1a");
        var renderer = new Renderer(new Uri("https://machi.example/"));
        renderer.Render(told, Book, Language.Japanese, BulkyWaste.DemoWorld.Hoshimi, _ => "").ShouldNotBe(
            renderer.Render([told[0], new Effect.SendPicture("photo/2b", "photo/2b/small")], Book, Language.Japanese, BulkyWaste.DemoWorld.Hoshimi, _ => ""), "another picture is another message");
    }

    [Test]
    public void Buttons_lead_where_they_say_and_nowhere_else()
    {
        var message = Only(new Effect.Say(Plain("ご用件"),
        [
            new Button.Wish("start:bulky-waste", Plain("粗大ごみ")),
            new Button.Page("pay/9?x=ごみ", Plain("支払う")),
            new Button.Page("https://evil.example/", Plain("外")),
            new Button.Page("../kawabe/", Plain("隣")),
            new Button.Web("javascript:alert(1)", Plain("悪")),
            new Button.Web("https://www.example.com/", Plain("案内")),
            new Button.Copy("", Plain("空")),
            new Button.Call("なし", Plain("無")),
        ]));
        Tapped(message).ShouldBe(["start:bulky-waste"]);
        Uris(message).ShouldBe(["https://machi.example/hoshimi/pay/9?x=%E3%81%94%E3%81%BF", "https://www.example.com/"]);
    }

    [Test]
    public void Six_and_more_messages_become_five_without_a_word_lost()
    {
        var messages = Render([.. Enumerable.Range(1, 8).Select(i => new Effect.Show(Plain($"題{i}"), $"番号{i}", Plain($"本文{i}"))), Ask(1)]);
        messages.Count.ShouldBeLessThanOrEqualTo(5);
        var all = string.Concat(messages.Select(Written));
        Enumerable.Range(1, 8).ShouldAllBe(i => all.Contains($"番号{i}", StringComparison.Ordinal) && all.Contains($"本文{i}", StringComparison.Ordinal));
        Tapped(messages[^1]).ShouldContain("bulky-waste/7/k1");
        Valid(messages);
    }

    [Test]
    public void Nothing_to_see_is_no_message() => Render(new Effect.SetMenu(Language.English), new Effect.LearnLanguage()).ShouldBeEmpty();

    [Test]
    public void Everything_is_said_in_the_residents_language()
    {
        var english = Renderer.Draw([Ask(1)], Book, Language.English, Look, _ => new Uri(Link)).ShouldHaveSingleItem();
        Written(english).ShouldContain("Question 2 of 5");
        english.QuickReply.Select(chip => chip.Action.Label).ShouldBe(["Back", "Later", "Cancel", "Talk to staff"]);
    }

    internal static Effect.Ask Ask(int choices, Func<Prompt, Prompt>? with = null)
    {
        var prompt = new Prompt(Plain("品目は何ですか？"), [.. Enumerable.Range(1, choices).Select(i => new Button.Pick($"k{i}", Plain($"品目その{i}")))]);
        return new Effect.Ask(Form, new("item"), with?.Invoke(prompt) ?? prompt, Turn, 2, 5);
    }

    private static Effect.Review Review(int lines) => new(
        Form, Plain("ご確認ください"), [.. Enumerable.Range(1, lines).Select(i => new ReviewLine(new($"q{i}"), Plain($"項目{i}"), Plain($"値{i}")))],
        new Words.Money(new Yen(1200)), Turn);

    private static Items<LineMessage> Render(params ReadOnlySpan<Effect> effects) =>
        Renderer.Draw(new Items<Effect>(effects), Book, Language.Japanese, Look, _ => new Uri(Link));

    private static LineMessage.Flex Only(params ReadOnlySpan<Effect> effects)
    {
        var messages = Render(effects);
        Valid(messages);
        return messages.ShouldHaveSingleItem().ShouldBeOfType<LineMessage.Flex>();
    }

    private static void Valid(Items<LineMessage> messages) => LineLimits.Faults([.. messages]).ShouldBeEmpty();

    private static Words.Plain Plain(string text) => new Words.Plain(text);

    private static string Written(LineMessage message) => Encoding.UTF8.GetString(MessageWriter.Bytes(message).Span);

    private static List<string> Tapped(LineMessage message) => Found(message, "data");

    private static List<string> Uris(LineMessage message) => Found(message, "uri");

    private static List<string> Found(LineMessage message, string name)
    {
        using var document = JsonDocument.Parse(MessageWriter.Bytes(message));
        return [.. Walk(document.RootElement)];

        IEnumerable<string> Walk(JsonElement at) => at.ValueKind switch
        {
            JsonValueKind.Object => at.EnumerateObject().SelectMany(p => p.Name == name ? [p.Value.GetString()!] : Walk(p.Value)),
            JsonValueKind.Array => at.EnumerateArray().SelectMany(Walk),
            _ => [],
        };
    }
}
