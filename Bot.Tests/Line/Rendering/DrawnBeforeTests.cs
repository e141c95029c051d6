using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Wording;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Rendering;

/// <summary>What was drawn once is not drawn again, and nobody gets what was meant for another.</summary>
public sealed class DrawnBeforeTests
{
    private static readonly Wordbook Book = WordingFiles.Load();
    private static readonly FormId Form = new("bulky-waste");
    private readonly Renderer _renderer = new(new Uri("https://machi.example/"));

    [Test]
    public void The_same_question_to_another_resident_is_the_same_bytes()
    {
        var first = Render(Ask("品目は何ですか？", 7));
        Render(Ask("品目は何ですか？", 7)).Span.Overlaps(first.Span).ShouldBeTrue();
    }

    [Test]
    public void Another_turn_word_language_town_or_wording_is_drawn_anew()
    {
        var all = new[]
        {
            Render(Ask("品目は何ですか？", 7)),
            Render(Ask("品目は何ですか？", 8)),
            Render(Ask("個数は？", 7)),
            Render(Ask("品目は何ですか？", 7) with { At = 3 }),
            Render(Ask("品目は何ですか？", 7), language: Language.English),
            Render(Ask("品目は何ですか？", 7), town: BulkyWaste.DemoWorld.Hoshimi with { Colours = new("#000000", "#FFFFFF") }),
        };
        all.Select(body => Encoding.UTF8.GetString(body.Span)).ShouldBeUnique();

        var other = new Wordbook(WordingFiles.Shipped().Append((Language.Japanese, "button.back", "もどる")));
        Text(_renderer.Render([Ask("品目は何ですか？", 7)], other, Language.Japanese, BulkyWaste.DemoWorld.Hoshimi, _ => "")!.Value)
            .ShouldNotBe(Text(all[0]));
    }

    [Test]
    public void A_link_is_one_persons_own()
    {
        Items<Effect> page = [new Effect.OpenPage(Form, [new QuestionId("name")], new TurnNo(2), new Words.Plain("続きはこちら"))];
        var (one, two) = (Text(Page("f/one")), Text(Page("f/two")));
        one.ShouldContain("f/one");
        two.ShouldContain("f/two");
        two.ShouldNotContain("f/one");

        ReadOnlyMemory<byte> Page(string path) => _renderer.Render(page, Book, Language.Japanese, BulkyWaste.DemoWorld.Hoshimi, _ => path)!.Value;
    }

    [Test]
    public void What_is_not_asked_for_again_is_forgotten_and_what_is_stays()
    {
        var kept = new DrawnBefore(10);
        kept.Keep(Of(0), new byte[] { 0 });
        for (byte i = 1; i < 100; i++)
        {
            kept.Keep(Of(i), new byte[] { i });
            kept.Find(Of(0)).ShouldNotBeNull().Span[0].ShouldBe((byte)0);
        }

        Enumerable.Range(0, 100).Count(i => kept.Find(Of(i)) is not null).ShouldBeInRange(10, 20);

        static Saying Of(int turn) => new([Ask("品目は何ですか？", turn)], Book, Language.Japanese, BulkyWaste.DemoWorld.Hoshimi);
    }

    private static Effect.Ask Ask(string words, int turn) => new(
        Form, new QuestionId("items"),
        new Prompt(new Words.Plain(words), [new Button.Pick("k1", new Words.Plain("いす")), new Button.Pick("k2", new Words.Plain("机"))]),
        new TurnNo(turn), 2, 5);

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private ReadOnlyMemory<byte> Render(Effect.Ask ask, Language language = default, Infrastructure.Towns.TownProfile? town = null) =>
        _renderer.Render([ask], Book, language == default ? Language.Japanese : language, town ?? BulkyWaste.DemoWorld.Hoshimi, _ => "")!.Value;
}
