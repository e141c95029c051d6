using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Infrastructure.Conversations;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

/// <summary>What holds for a basket whatever a resident does with it. Most moves tap what is offered, or nothing would ever fill up.</summary>
public sealed class BasketProperties
{
    private static readonly string[] Words =
        ["ソファ", "ソファー2人掛け3つ", "いす6脚", "布団", "電気", "冷蔵庫", "すいはんき", "2", "9", "0", "これで全部", "追加", "@", "=tv", "-", "@furniture", "", " ", "?", "\ud800", new string('あ', 500), "a:sofa"];

    private static readonly string[] Keys = ["more", "done", "remove", "list", "look", "kinds", "unsure", "unsure-size", "a:sofa", "a:none", "x:tv", "s:two", "n9", "n0", "r:0", "r:99", "k:furniture", "k:none", ""];

    private static readonly BasketQuestion Question = (BasketQuestion)BulkyWasteForms.Request[BulkyWasteForms.Items]!;

    /// <summary>A number taps that option of those offered.</summary>
    private static Arbitrary<object[]> Moves { get; } = Arb.From(
        Gen.ArrayOf(Gen.Frequency(
            (6, Gen.Choose(0, 30).Select(object (n) => n)),
            (2, Gen.Elements(Words).Select(object (w) => new Input.Said(w))),
            (1, Gen.Elements(Keys).Select(object (k) => new Input.Tapped(k))),
            (1, Gen.Elements<object>(new Input.SentPhoto("1"), new Input.SentOther("sticker"), new Input.PickedDate("date", new DateOnly(2026, 12, 3)))))),
        moves => moves.Select((_, i) => moves.Where((_, j) => j != i).ToArray()));

    [Test]
    public void No_limit_is_ever_passed() => Always((basket, _) =>
        basket.Lines.Sum(l => l.Number ?? 0) <= DemoWorld.Catalogue.MostItems
        && basket.Lines.Where(l => l.Item is not null).GroupBy(l => l.Item).All(g =>
            g.Sum(l => l.Number ?? 0) <= DemoWorld.Catalogue.Find(g.Key!, DemoWorld.Today)!.Limit)
        && basket.Lines.All(l => l.Number is null or > 0));

    [Test]
    public void A_closed_basket_holds_lines_and_each_is_whole() => Always((basket, _) =>
        !basket.Closed || (basket.Lines.Count > 0 && basket.Lines.All(l => DemoWorld.Catalogue.IsComplete(l, DemoWorld.Today))));

    [Test]
    public void Every_state_asks_something_and_offers_a_way_on() => Always((_, prompt) =>
        prompt.Options.Count > 0
        && prompt.Options.Select(o => o.Key).Distinct().Count() == prompt.Options.Count
        && DemoWorld.Words.Say(prompt.Text, Bot.Domain.Kernel.Language.English).Length > 0
        && prompt.Options.All(o => o.Key.Length is > 0 and < 60));

    [Test]
    public void Every_option_that_is_offered_is_understood_or_refused_with_a_limit() => Prop.ForAll(Moves, moves => Play(moves).All(s =>
        s.Prompt.Options.All(o => Question.Read(new Input.Tapped(o.Key), At(s.Basket)) switch
        {
            Reading.Understood(var answer) => Question.Fits(answer),
            Reading.Puzzled(var hint) => hint is Bot.Domain.Conversations.Wording.Words.Phrase(var key, _) && key.StartsWith("bulky-waste.limit.", StringComparison.Ordinal),
            _ => false,
        }))).Check(Config.QuickThrowOnFailure.WithMaxTest(80).WithEndSize(30));

    [Test]
    public void A_basket_survives_being_stored() => Always((basket, _) =>
    {
        var answers = Answers.None.With(BulkyWasteForms.Items, basket);
        var talk = new Conversation(new(1), new Phase.Filling(new Draft(BulkyWasteForms.Request.Id, 1, new(1), new(1), answers)));
        return ConversationCodec.Read(1, ConversationCodec.Write(talk)) == talk;
    });

    [Test]
    public void These_moves_reach_every_step()
    {
        var seen = new HashSet<string>();
        Prop.ForAll(Moves, moves =>
        {
            foreach (var (basket, _) in Play(moves))
            {
                seen.Add(BasketStep.Of(basket, DemoWorld.Catalogue, DemoWorld.Today).GetType().Name + (basket.Closed ? " closed" : ""));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(40));
        seen.ShouldBe(["Looking", "AllCategories", "InCategory", "Found", "Advised", "Sizing", "Counting", "Listing", "Removing", "Listing closed"], ignoreOrder: true);
    }

    private static void Always(Func<Answer.Basket, Prompt, bool> holds) =>
        Prop.ForAll(Moves, moves => Play(moves).All(s => holds(s.Basket, s.Prompt))).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(40));

    private static IEnumerable<(Answer.Basket Basket, Prompt Prompt)> Play(object[] moves)
    {
        var basket = new Answer.Basket([]);
        foreach (var move in moves)
        {
            var prompt = Question.Ask(At(basket));
            var input = move as Input ?? new Input.Tapped(prompt.Options[(int)move % prompt.Options.Count].Key);
            basket = Question.Read(input, At(basket)) is Reading.Understood(Answer.Basket next) ? next : basket;
            yield return (basket, Question.Ask(At(basket)));
        }
    }

    private static Asking At(Answer.Basket basket) => DemoWorld.Asking(Answers.None.With(BulkyWasteForms.Items, basket));
}
