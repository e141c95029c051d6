using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.BulkyWaste.BasketStep;

namespace Bot.Domain.BulkyWaste;

/// <summary>
/// Asks what is to be collected, article by article: by name or by category, then size, then number, until the resident says that this is all.
/// Each step is an answer that is not whole yet, so that a talk can rest anywhere between.
/// </summary>
/// <param name="Day">The question whose answer is the day of collection, by which fees go; today counts until it is answered.</param>
public sealed partial record BasketQuestion(QuestionId Id, string Key, QuestionId Day) : LinesQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new CatalogueNeed()];

    public override Prompt Ask(Asking at)
    {
        var (basket, catalogue, day, step) = Stand(at);
        return new(BasketPrompt.Text(step, basket, catalogue, day), BasketPrompt.Options(step, basket, catalogue, day));
    }

    public override Reading Read(Input input, Asking at)
    {
        var (basket, catalogue, day, step) = Stand(at);
        var options = BasketPrompt.Options(step, basket, catalogue, day);
        return (step, input) switch
        {
            (_, Input.Tapped(var key)) => options.Any(o => o.Key == key) ? Take(key, step, basket, catalogue, day) : Puzzled("hint.choice"),
            (_, Input.SentPhoto) => Puzzled("bulky-waste.items.photo-later"),
            (Counting c, Input.Said(var text)) when JapaneseText.Number(text) is { } n => WithNumber(n, c, basket, catalogue, day),
            (Counting or Sizing or Removing, Input.Said) => OptionsQuestion.Pick(input, options, at) is { } picked
                ? Take(picked.Key, step, basket, catalogue, day)
                : Puzzled(step is Counting ? "bulky-waste.items.number-hint" : "hint.choice"),
            (_, Input.Said(var text)) when basket.Lines.Count > 0 && at.Words.Hears("bulky-waste.done", text) => Take("done", step, basket, catalogue, day),
            (Listing, Input.Said(var text)) when at.Words.Hears("skip", text) => Take("done", step, basket, catalogue, day),
            (not (Counting or Sizing), Input.Said(var text)) when at.Words.Hears("bulky-waste.more", text) => Take("more", step, basket, catalogue, day),
            (_, Input.Said(var text)) => Said(text, input, options, at, step, basket, catalogue, day),
            _ => Puzzled("bulky-waste.items.hint"),
        };
    }

    /// <summary>An exact name wins over a button's label, a button over a vague name.</summary>
    private static Reading Said(
        string text, Input input, Items<Button.Pick> options, Asking at, BasketStep step, Answer.Basket basket, Catalogue catalogue, DateOnly day)
    {
        var picked = OptionsQuestion.Pick(input, options, at);
        if (picked is not null && (JapaneseText.Number(text) is not null || IsLabel(picked, text, at)))
        {
            return Take(picked.Key, step, basket, catalogue, day);
        }

        if (Word(text) is not { Length: > 0 } word || SearchTerm.Loose(word).Length == 0)
        {
            return Puzzled("bulky-waste.items.hint");
        }

        var result = ArticleSearch.Look(catalogue, word, day);
        return result.Hits switch
        {
            [SearchHit.Collected(var article, var size)] =>
                basket.Add(new BasketLine(article.Code, size?.Code, result.Number), article, catalogue, day),
            [SearchHit.NotCollected(var thing)] => new Reading.Understood(basket.Searching(Out + thing.Code, catalogue, day)),
            _ when basket.RoomFor(null, catalogue) is { Left: < 1 } full => new Reading.Puzzled(full.Reason),
            { Count: 0 } when picked is not null => Take(picked.Key, step, basket, catalogue, day),
            _ => new Reading.Understood(basket.Searching(word, catalogue, day)),
        };
    }

    private static Reading Take(string key, BasketStep step, Answer.Basket basket, Catalogue catalogue, DateOnly day) => (key, step) switch
    {
        ("kinds", _) => new Reading.Understood(basket.Searching(Kinds, catalogue, day)),
        ("look", _) => new Reading.Understood(basket.Searching(BasketStep.Look, catalogue, day)),
        ("more", _) => basket.RoomFor(null, catalogue) is { Left: < 1 } full ? new Reading.Puzzled(full.Reason) : new Reading.Understood(basket.Searching(BasketStep.Look, catalogue, day)),
        ("list", _) => new Reading.Understood(basket.Searching(null, catalogue, day)),
        ("remove", _) => new Reading.Understood(basket.Searching(Removal, catalogue, day)),
        ("done", _) => new Reading.Understood(basket with { Search = null, Closed = true }),
        ("unsure", Found f) => basket.Add(new BasketLine(null, null, f.Result.Number, f.Text), null, catalogue, day),
        ("unsure", _) => basket.Add(new BasketLine(null), null, catalogue, day),
        ("unsure-size", Sizing s) => basket.Put(s.Line, basket.Lines[s.Line] with { Item = null, Remark = s.Article.Name.Ja }, null, catalogue, day),
        (['s', ':', .. var size], Sizing s) => basket.Put(s.Line, basket.Lines[s.Line] with { Size = size }, s.Article, catalogue, day),
        (['n', .. var digits], Counting c) when JapaneseText.Number(digits) is { } n => WithNumber(n, c, basket, catalogue, day),
        (['k', ':', .. var code], _) => new Reading.Understood(basket.Searching(Kinds + code, catalogue, day)),
        (['x', ':', .. var code], _) => new Reading.Understood(basket.Searching(Out + code, catalogue, day)),
        (['r', ':', .. var line], Removing) when JapaneseText.Number(line) is { } at && at < basket.Lines.Count => new Reading.Understood(basket.Without(at)),
        (['a', ':', .. var code], _) when catalogue.Find(code, day) is { } article => basket.Add(Picked(article, step), article, catalogue, day),
        _ => Puzzled("hint.choice"),
    };

    /// <summary>The line for a picked article, with the number and size that were typed beside its name.</summary>
    private static BasketLine Picked(Article article, BasketStep step)
    {
        if (step is not Found { Result: var result })
        {
            return new BasketLine(article.Code);
        }

        var hit = result.Hits.OfType<SearchHit.Collected>().FirstOrDefault(h => h.Article.Code == article.Code);
        return new BasketLine(article.Code, hit?.Size?.Code, result.Number);
    }

    private static Reading WithNumber(int number, Counting step, Answer.Basket basket, Catalogue catalogue, DateOnly day) => number < 1
        ? Puzzled("bulky-waste.items.number-hint")
        : basket.Put(step.Line, basket.Lines[step.Line] with { Number = number }, step.Article, catalogue, day);

    private static bool IsLabel(Button.Pick option, string text, Asking at) =>
        Language.Complete.Any(l => JapaneseText.Fold(at.Words.Say(option.Label, l)) == JapaneseText.Fold(text));

    private static Reading.Puzzled Puzzled(string hint) => new(Words.Of(hint));

    public override Words Show(Answer answer, Asking at)
    {
        var (catalogue, day) = (at.Facts.Get(new CatalogueNeed()), FeeDay(at));
        return new Words.Lines([.. ((Answer.Basket)answer).Lines.Select(l => BasketPrompt.LineWithFee(l, catalogue, day))]);
    }

    public override Words? Total(Answer answer, Asking at) => FeeWords.Total((Answer.Basket)answer, at.Facts.Get(new CatalogueNeed()), FeeDay(at));

    public override bool Fits(Answer answer) => answer is Answer.Basket;

    public override bool IsWhole(Answer answer) => answer is Answer.Basket { Closed: true, Lines.Count: > 0 };

    public override Items<string> Phrases => BulkyWastePhrases.Basket;

    private (Answer.Basket Basket, Catalogue Catalogue, DateOnly Day, BasketStep Step) Stand(Asking at)
    {
        var (basket, catalogue, day) = (at.Answers[Id] as Answer.Basket ?? BasketMoves.Empty, at.Facts.Get(new CatalogueNeed()), FeeDay(at));
        return (basket, catalogue, day, Of(basket, catalogue, day));
    }

    private DateOnly FeeDay(Asking at) => at.Answers[Day] is Answer.Day(var day) ? day : JapanTime.Day(at.Now);
}
