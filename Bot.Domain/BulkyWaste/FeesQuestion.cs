using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>
/// Tells fees, and what cannot be put out, for any word or category. It never ends: what was asked last is the answer,
/// and its result stands above the next question.
/// </summary>
public sealed record FeesQuestion(QuestionId Id, string Key) : Question(Id, Key)
{
    private const string Kinds = "@";
    private const string Outside = "=";

    public override Items<Need> Needs(Answers answers) => [new CatalogueNeed()];

    public override Prompt Ask(Asking at)
    {
        var (catalogue, day) = (at.Facts.Get(new CatalogueNeed()), JapanTime.Day(at.Now));
        return new Prompt(Text(Asked(at), catalogue, day), Options(Asked(at), catalogue, day)) { More = [RequestWords.Again] };
    }

    public override Reading Read(Input input, Asking at)
    {
        var options = Options(Asked(at), at.Facts.Get(new CatalogueNeed()), JapanTime.Day(at.Now));
        return input switch
        {
            Input.Tapped(var key) when options.Any(o => o.Key == key) => Understood(key),
            Input.Said(var text) when JapaneseText.Number(text) is not null && OptionsQuestion.Pick(input, options, at) is { } picked => Understood(picked.Key),
            Input.Said(var text) when BasketStep.Word(text) is { Length: > 0 } word && SearchTerm.Loose(word).Length > 0 => Understood(word),
            _ => new Reading.Puzzled(Words.Of("bulky-waste.fees.hint")),
        };
    }

    public override Words Show(Answer answer, Asking at) => Words.Of($"{Key}.name");

    public override bool Fits(Answer answer) => answer is Answer.Words;

    public override bool IsWhole(Answer answer) => false;

    public override Items<string> Phrases => BulkyWastePhrases.Fees;

    private static Words Text(string? asked, Catalogue catalogue, DateOnly day) => asked switch
    {
        null => Words.Of("bulky-waste.fees.ask"),
        Kinds => Words.Of("bulky-waste.items.kinds-ask"),
        Outside => Words.Of("bulky-waste.fees.excluded"),
        ['@', .. var code] when catalogue.Categories.FirstOrDefault(c => c.Code == code) is { } category =>
            new Words.Lines([new Words.Local(category.Name), .. catalogue.In(category, day).Select(a => Brief(a, day)), Words.Of("bulky-waste.fees.next")]),
        ['=', .. var code] when catalogue.Excluded.FirstOrDefault(e => e.Code == code) is { } thing => Advice(thing),
        var word => Found(word, catalogue, day),
    };

    private static Words Found(string word, Catalogue catalogue, DateOnly day)
    {
        var hits = ArticleSearch.Look(catalogue, word, day).Hits;
        return hits.Count == 0
            ? Words.Of("bulky-waste.fees.none", ("text", new Words.Plain(word)))
            : new Words.Lines([.. hits.Select(h => h is SearchHit.Collected(var article, _) ? (Words)Full(article, catalogue, day) : Advice(((SearchHit.NotCollected)h).Thing)), Words.Of("bulky-waste.fees.next")]);
    }

    private static Items<Button.Pick> Options(string? asked, Catalogue catalogue, DateOnly day)
    {
        var (kinds, excluded) = (new Button.Pick(Kinds, Words.Of("bulky-waste.items.kinds")), new Button.Pick(Outside, Words.Of("bulky-waste.fees.excluded-button")));
        return asked switch
        {
            Kinds => [.. catalogue.Categories.Select(c => new Button.Pick(Kinds + c.Code, new Words.Local(c.Name))), excluded],
            Outside => [.. catalogue.Excluded.Select(e => new Button.Pick(Outside + e.Code, new Words.Local(e.Name))), kinds],
            _ => [kinds, excluded],
        };
    }

    private static Words Brief(Article article, DateOnly day) =>
        Words.Of("bulky-waste.fees.entry", ("name", new Words.Local(article.Name)), ("fee", FeeWords.Of(article, day)));

    private static Words.Lines Full(Article article, Catalogue catalogue, DateOnly day) => new Words.Lines(
    [
        .. article.SizesOn(day) is { Count: > 0 } sizes
            ? sizes.Select(s => Words.Of("bulky-waste.fees.entry", ("name", FeeWords.Name(article, s.Code)), ("fee", new Words.Money(s.Fee))))
            : [Brief(article, day)],
        .. catalogue.Articles.Where(a => a.Code == article.Code && a.Valid.From > day).Select(next => Words.Of(
            "bulky-waste.fees.from", ("day", new Words.Day(next.Valid.From)), ("name", new Words.Local(next.Name)), ("fee", FeeWords.Of(next, next.Valid.From)))),
        .. article.Note is { } note ? [new Words.Local(note)] : Array.Empty<Words>(),
    ]);

    private static Words Advice(ExcludedThing thing) =>
        Words.Of("bulky-waste.items.excluded", ("name", new Words.Local(thing.Name)), ("advice", new Words.Local(thing.Advice)));

    private string? Asked(Asking at) => at.Answers[Id] is Answer.Words(var text) ? text : null;

    private static Reading.Understood Understood(string text) => new(new Answer.Words(text));
}
