using System.Text;
using System.Text.Json;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Wording;
using Bot.Tests.Line.OpenApi;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Rendering;

/// <summary>Towns write what they like; LINE must take what comes of it.</summary>
public sealed class RenderingProperties
{
    private static readonly Wordbook Book = WordingFiles.Load();
    private static readonly OpenApiFile? Specification = OpenApiFile.Find("messaging-api.yml");
    private static readonly FormId Form = new("f");
    private static readonly TurnNo Turn = new(1);

    private static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Elements("", " ", "\n", "ソファ", "👨‍👩‍👧‍👦", "\ud83d", "\0", "\u200b", "か\u3099", "{\"a\":1}", "<b>", "$", "https://example.com/ごみ", "0999-00-1234"),
        Gen.Choose(1, 60).Select(n => new string('あ', n)),
        Gen.Choose(1, 6000).Select(n => new string('字', n)),
        Gen.Choose(1, 900).Select(n => string.Concat(Enumerable.Repeat("🏳️‍🌈", n))),
        Gen.Choose(1, 3000).Select(n => "e" + new string('\u0301', n)),
        Gen.Choose(1, 300).Select(n => string.Concat(Enumerable.Repeat("行\n", n))));

    private static Gen<Words> AnyWords { get; } = Gen.OneOf(
        Text.Select(Words (t) => new Words.Plain(t)),
        Gen.Elements(Book.Keys.Where(k => !k.StartsWith("hear.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray()).Select(Words.Of),
        Text.Two().Select(Words (t) => new Words.Local(new LocalText(t.Item1, null, t.Item2))));

    private static Gen<Button> AnyButton { get; } =
        from kind in Gen.Choose(0, 5)
        from label in AnyWords
        from text in Text
        select kind switch
        {
            0 => new Button.Pick(text, label),
            1 => new Button.Wish(text, label),
            2 => new Button.Page(text, label),
            3 => new Button.Web(text, label),
            4 => new Button.Call(text, label),
            _ => (Button)new Button.Copy(text, label),
        };

    private static Gen<Button.Pick> AnyPick { get; } =
        from key in Text
        from label in AnyWords
        from detail in Gen.OneOf(Gen.Constant<Words?>(null), AnyWords.Select(Words? (w) => w))
        select new Button.Pick(key, label, detail);

    private static Gen<Prompt> AnyPrompt { get; } =
        from text in AnyWords
        from options in Gen.OneOf(Gen.ArrayOf(AnyPick, 2), Gen.Choose(0, 150).SelectMany(n => Gen.ArrayOf(AnyPick, n)))
        from more in Gen.Choose(0, 3).SelectMany(n => Gen.ArrayOf(AnyButton, n))
        from days in Gen.Choose(-2, 90)
        from takes in Gen.Choose(0, 7)
        select new Prompt(text, [.. options])
        {
            More = [.. more],
            Dates = (takes & 1) == 0 ? null : new DateRange(new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 1).AddDays(days)),
            TakesPlace = (takes & 2) != 0,
            TakesPhoto = (takes & 4) != 0,
        };

    private static Gen<Effect> AnyEffect { get; } = Gen.OneOf(
        from text in AnyWords from n in Gen.Elements(0, 0, 1, 4, 14) from buttons in Gen.ArrayOf(AnyButton, n) select (Effect)new Effect.Say(text, [.. buttons]),
        from title in AnyWords from head in Text from body in AnyWords from buttons in Gen.ArrayOf(AnyButton, 2) select (Effect)new Effect.Show(title, head, body, [.. buttons]),
        Gen.Constant((Effect)new Effect.SendPicture("photo/1a", "photo/1a/small")),
        from prompt in AnyPrompt from at in Gen.Choose(1, 4) select (Effect)new Effect.Ask(Form, new("q"), prompt, Turn, at, 4),
        from text in AnyWords select (Effect)new Effect.OpenPage(Form, [], Turn, text),
        from title in AnyWords
        from n in Gen.Elements(0, 1, 3, 10, 11, 45)
        from lines in Gen.ArrayOf(from id in Text from name in AnyWords from value in AnyWords select new ReviewLine(new(id), name, value), n)
        from total in Gen.OneOf(Gen.Constant<Words?>(null), AnyWords.Select(Words? (w) => w))
        select (Effect)new Effect.Review(Form, title, [.. lines], total, Turn));

    private static Gen<Items<LineMessage>> AnyMessages { get; } =
        from n in Gen.Elements(1, 1, 2, 3, 9)
        from effects in Gen.ArrayOf(AnyEffect, n)
        from language in Gen.Elements(Language.Offered.Select(o => o.Language).ToArray())
        from colour in Gen.Elements("#1A4F8B", "red", "")
        select Renderer.Draw(
            [.. effects], Book, language, new TownLook(colour, "#FFFFFF", "0999-00-1234", new Uri("https://machi.example/hoshimi/")), _ => new Uri("https://machi.example/hoshimi/f/x"));

    [Test]
    public void Whatever_the_words_are_LINE_takes_the_messages() =>
        Prop.ForAll(Arb.From(AnyMessages), messages =>
        {
            messages.Count.ShouldBeInRange(1, 5);
            LineLimits.Faults([.. messages]).ShouldBeEmpty();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Test]
    public void In_a_drill_every_message_and_every_bubble_begins_with_the_word_and_LINE_still_takes_them() =>
        Prop.ForAll(Arb.From(AnyMessages), messages =>
        {
            foreach (var message in messages)
            {
                var marked = Drill.Mark(message, Language.Japanese);
                LineLimits.Faults(marked).ShouldBeEmpty();
                (marked switch { LineMessage.Text text => text.Words, LineMessage.Flex flex => flex.AltText, _ => Drill.Word }).ShouldStartWith(Drill.Word);
                Bubbles(marked).ShouldAllBe(b => ((FlexComponent.Text)b.Body!.Contents[0]).Words == Drill.Word);
                marked.QuickReply.ShouldBe(message.QuickReply);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    /// <summary>The word is put on in one place; this is what keeps it the only one.</summary>
    [Test]
    public void Nothing_goes_to_residents_but_through_the_renderer()
    {
        Bot.Tests.House.Sources.All.Where(f => f.Contains("/Bot.Infrastructure/", StringComparison.Ordinal) || f.Contains("/Bot.Api/", StringComparison.Ordinal))
            .Where(f => System.IO.File.ReadAllText(f).Contains("LineEnvelope.Write(", StringComparison.Ordinal)).Select(f => System.IO.Path.GetFileName(f)).ShouldBe(["Renderer.cs"]);
        var renderer = new Renderer(new Uri("https://machi.example/"));
        var town = BulkyWaste.DemoWorld.Hoshimi;
        Items<Effect> all = [new Effect.Say(new Words.Plain("お知らせ")), new Effect.Show(new Words.Plain("番号"), "12", new Words.Plain("紙に書く")), new Effect.OpenPage(Form, [], Turn, new Words.Plain("ページ"))];
        foreach (var language in Language.Offered.Select(o => o.Language))
        {
            var drilled = renderer.Messages(all, Book, language, town with { Disaster = new(IsDrill: true) }, _ => "f/x");
            drilled.ShouldAllBe(m => (m is LineMessage.Text ? ((LineMessage.Text)m).Words : ((LineMessage.Flex)m).AltText).StartsWith(Drill.Word, StringComparison.Ordinal));
            renderer.Messages(all, Book, language, town with { Disaster = new(IsDrill: false) }, _ => "f/x").ShouldAllBe(m => !m.ToString().Contains(Drill.Word, StringComparison.Ordinal));
        }
    }

    private static Items<FlexContainer.Bubble> Bubbles(LineMessage message) => message switch
    {
        LineMessage.Flex { Contents: FlexContainer.Bubble bubble } => [bubble],
        LineMessage.Flex { Contents: FlexContainer.Carousel(var bubbles) } => bubbles,
        _ => [],
    };

    [Test]
    public void What_is_rendered_is_what_the_specification_says()
    {
        if (Specification is null)
        {
            Assert.Ignore("messaging-api.yml is not beside the repository");
        }

        Prop.ForAll(Arb.From(AnyMessages), messages =>
        {
            var array = Encoding.UTF8.GetString(LineEnvelope.Array([.. messages]).Span);
            using var request = JsonDocument.Parse($$"""{"to":"U","messages":{{array}}}""");
            Specification!.Faults("PushMessageRequest", request.RootElement).ShouldBeEmpty();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Test]
    public void The_effects_we_make_up_reach_every_kind_of_message()
    {
        var messages = Gen.Sample(AnyMessages, 80).SelectMany(m => m).ToList();
        messages.OfType<LineMessage.Text>().ShouldNotBeEmpty();
        messages.OfType<LineMessage.Flex>().Select(m => m.Contents.GetType()).Distinct().Count().ShouldBe(2);
        messages.ShouldContain(m => m.QuickReply.Count >= 5);
    }
}
