using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class BasketTests
{
    [Test]
    public void One_word_with_its_number_is_enough()
    {
        var basket = Basket("いす3つ", "1");
        basket.Lines.ShouldBe([new BasketLine("chair", null, 3)]);
        basket.Closed.ShouldBeFalse();
    }

    [Test]
    public void Size_and_number_are_asked_only_when_they_were_not_said()
    {
        Basket("ソファ", "[s:two]", "1").Lines.ShouldBe([new BasketLine("sofa", "two", 1)]);
        Basket("ソファー2人掛け 2台").Lines.ShouldBe([new BasketLine("sofa", "two", 2)]);
        Basket("ソファ2つ", "3人用以上").Lines.ShouldBe([new BasketLine("sofa", "three", 2)]);
    }

    [Test]
    public void The_number_is_not_asked_where_only_one_may_go() => Basket("二段ベッド").Lines.ShouldBe([new BasketLine("bunk-bed", null, 1)]);

    [Test]
    public void The_same_thing_again_joins_its_line() =>
        Basket("食器棚", "1", "1", "[more]", "食器棚", "1", "1").Lines.ShouldBe([new BasketLine("cupboard", "small", 2)]);

    [Test]
    public void More_than_the_limit_of_a_thing_is_refused_with_the_reason()
    {
        var (_, hint) = Play("ソファー2人掛け", "3");
        hint.ShouldBe("ソファは、1回に2点までです。あと2点まで入れられます。");
        var (basket, full) = Play("ソファー2人掛け", "2", "[more]", "ソファー3人掛け");
        full.ShouldBe("ソファは、1回に2点まで申し込めます。残りは次の申し込みでお出しください。");
        basket.Lines.ShouldBe([new BasketLine("sofa", "two", 2)]);
    }

    [Test]
    public void A_full_request_offers_no_more_and_says_why()
    {
        var (basket, _) = Play("布団", "6", "[more]", "扇風機", "3", "[more]", "カラーボックス");
        basket.Lines.Sum(l => l.Number).ShouldBe(10);
        var prompt = Question.Ask(DemoWorld.Asking(Answers.None.With(BulkyWasteForms.Items, basket)));
        prompt.Options.Select(o => o.Key).ShouldBe(["done", "remove"]);
        DemoWorld.Words.Say(prompt.Text, Language.Japanese).ShouldContain("合わせて10点まで");
        Play("布団6枚", "[more]", "扇風機3台", "[more]", "カラーボックス", "いす").Hint.ShouldNotBeNull().ShouldContain("合わせて10点");
    }

    [Test]
    public void What_the_law_keeps_out_is_met_with_advice_and_never_put_in()
    {
        var (basket, _) = Play("冷蔵庫");
        basket.Lines.ShouldBeEmpty();
        Said(basket).ShouldContain("家電リサイクル法");
    }

    [Test]
    public void An_unknown_word_becomes_an_unsure_line_that_keeps_the_word()
    {
        var (basket, _) = Play("すいはんき2つ");
        Said(basket).ShouldContain("見つかりませんでした");
        var unsure = Basket("すいはんき2つ", "[unsure]");
        unsure.Lines.ShouldBe([new BasketLine(null, null, 2, "すいはんき2つ")]);
        unsure.Route.ShouldBe("unsure");
    }

    [Test]
    public void An_unknown_size_makes_the_line_unsure() =>
        Basket("ソファ", "[unsure-size]", "1").Lines.ShouldBe([new BasketLine(null, null, 1, "ソファ")]);

    [Test]
    public void A_line_can_be_removed_and_the_last_one_leaves_an_open_question()
    {
        Basket("扇風機1台", "[more]", "布団2枚", "[remove]", "1").Lines.ShouldBe([new BasketLine("futon", null, 2)]);
        var empty = Basket("扇風機1台", "[remove]", "[r:0]");
        empty.Lines.ShouldBeEmpty();
        Question.IsWhole(empty).ShouldBeFalse();
    }

    [Test]
    public void Categories_lead_to_the_same_lines() =>
        Basket("[kinds]", "[k:furniture]", "[a:sofa-bed]", "1").Lines.ShouldBe([new BasketLine("sofa-bed", null, 1)]);

    [TestCase("[done]")]
    [TestCase("これで全部")]
    [TestCase("以上です")]
    [TestCase("2")]
    [TestCase("なし")]
    [TestCase("that is all")]
    public void Only_the_residents_word_closes_it(string word)
    {
        Question.IsWhole(Basket("扇風機1台")).ShouldBeFalse();
        Question.IsWhole(Basket("扇風機1台", word)).ShouldBeTrue();
    }

    [Test]
    public void A_closed_basket_that_is_corrected_opens_at_its_list() =>
        Basket("扇風機1台", "[done]", "[more]", "布団2枚", "[done]").Lines.Count.ShouldBe(2);

    [Test]
    public void Fees_follow_the_chosen_day()
    {
        Answers On(DateOnly day) => Answers.None.With(BulkyWasteForms.Items, Basket("スプリングマットレス2つ", "[done]")).With(BulkyWasteForms.Day, new Answer.Day(day));
        Total(On(new(2027, 3, 25))).ShouldBe("1,600円");
        Total(On(new(2027, 4, 1))).ShouldBe("2,000円");

        string Total(Answers answers) => DemoWorld.Words.Say(Question.Total(answers[BulkyWasteForms.Items]!, DemoWorld.Asking(answers))!, Language.Japanese);
    }

    [Test]
    public void What_staff_must_see_is_named_in_the_total()
    {
        var basket = Basket("扇風機1台", "[more]", "すいはんき", "[unsure]", "1", "[done]");
        var answers = Answers.None.With(BulkyWasteForms.Items, basket);
        DemoWorld.Words.Say(Question.Total(basket, DemoWorld.Asking(answers))!, Language.Japanese).ShouldBe("300円と、職員が確認する物の手数料");
        DemoWorld.Words.Say(Question.Show(basket, DemoWorld.Asking(answers)), Language.Japanese)
            .ShouldBe("扇風機 × 1　300円\nすいはんき（職員が確認） × 1　手数料はあとでお知らせします");
    }

    [Test]
    public void A_photo_at_the_wrong_moment_is_met_with_what_to_do() =>
        Question.Read(new Input.SentPhoto("1"), DemoWorld.Asking(Answers.None)).ShouldBeOfType<Reading.Puzzled>();

    private static Question Question { get; } = BulkyWasteForms.Request[BulkyWasteForms.Items]!;

    private static string Said(Answer.Basket basket) =>
        DemoWorld.Words.Say(Question.Ask(DemoWorld.Asking(Answers.None.With(BulkyWasteForms.Items, basket))).Text, Language.Japanese);

    private static Answer.Basket Basket(params string[] moves)
    {
        var (basket, hint) = Play(moves);
        hint.ShouldBeNull();
        return basket;
    }

    /// <summary>Plays words and taps (<c>[key]</c>) and gives the basket with the last hint.</summary>
    private static (Answer.Basket Basket, string? Hint) Play(params string[] moves)
    {
        var answers = Answers.None;
        string? hint = null;
        foreach (var move in moves)
        {
            Input input = move is ['[', .. var key, ']'] ? new Input.Tapped(key) : new Input.Said(move);
            switch (Question.Read(input, DemoWorld.Asking(answers)))
            {
                case Reading.Understood(var answer):
                    answers = answers.With(BulkyWasteForms.Items, answer);
                    hint = null;
                    break;
                case Reading.Puzzled(var words):
                    hint = DemoWorld.Words.Say(words, Language.Japanese);
                    break;
            }
        }

        return (answers[BulkyWasteForms.Items] as Answer.Basket ?? new Answer.Basket([]), hint);
    }
}
