using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.BulkyWaste.BasketStep;

namespace Bot.Domain.BulkyWaste;

/// <summary>The basket on a page that shows all its lines at once. It keeps the talk's limits.</summary>
public sealed partial record BasketQuestion
{
    private const string Unknown = "?";

    public override Items<LineOption> Find(string text, Asking at)
    {
        var (_, catalogue, day, _) = Stand(at);
        return Word(text).Length == 0 ? [] : [.. Meanings(text, catalogue, day), new LineOption(Unknown, Words.Of("bulky-waste.items.unsure"))];
    }

    public override Reading Add(Answer? gathered, TypedLine line, Asking at)
    {
        var (_, catalogue, day, _) = Stand(at);
        var basket = gathered as Answer.Basket ?? BasketMoves.Empty;
        if (line.Number.Trim().Length > 0 && JapaneseText.Number(line.Number) is not > 0)
        {
            return Puzzled("bulky-waste.items.number-hint");
        }

        var word = Word(line.Text);
        if (line.Key.Length == 0)
        {
            return Only(word, catalogue, day) is { } only ? Put(only) : new Reading.Puzzled(Hint(word, catalogue, day));
        }

        return line.Key == Unknown ? Put(Unknown) : Split(line.Key) is var (code, size) && catalogue.FeeOf(new BasketLine(code, size), day) is not null ? Put(line.Key) : Puzzled("hint.choice");

        Reading Put(string key)
        {
            var number = JapaneseText.Number(line.Number) ?? ArticleSearch.Look(catalogue, line.Text, day).Number ?? 1;
            if (key == Unknown)
            {
                return basket.Put(basket.Lines.Count, new BasketLine(null, null, number, word.Length == 0 ? null : word), null, catalogue, day);
            }

            var (code, size) = Split(key);
            return basket.Put(basket.Lines.Count, new BasketLine(code, size, number), catalogue.Find(code, day), catalogue, day);
        }
    }

    public override Answer Close(Answer gathered) => (Answer.Basket)gathered with { Search = null, Closed = true };

    /// <summary>Each size stands for itself, so that one pick says all.</summary>
    private static IEnumerable<LineOption> Meanings(string text, Catalogue catalogue, DateOnly day) =>
        ArticleSearch.Look(catalogue, Word(text), day).Hits.SelectMany(hit => hit switch
        {
            SearchHit.Collected(var article, { } size) => [Option(article, size.Code, size.Fee)],
            SearchHit.Collected(var article, _) when article.SizesOn(day) is { Count: > 0 } sizes => sizes.Select(s => Option(article, s.Code, s.Fee)),
            SearchHit.Collected({ Fee: { } fee } article, _) => [Option(article, null, fee)],
            SearchHit.NotCollected(var thing) => [new LineOption("", new Words.Local(thing.Name), Words.Of("bulky-waste.items.not-collected"))],
            _ => Array.Empty<LineOption>(),
        });

    private static LineOption Option(Article article, string? size, Yen fee) =>
        new(size is null ? article.Code : $"{article.Code}/{size}", FeeWords.Name(article, size), new Words.Money(fee));

    private static string? Only(string word, Catalogue catalogue, DateOnly day) => Meanings(word, catalogue, day).ToArray() is [{ Key.Length: > 0 } only] ? only.Key : null;

    private static Words Hint(string word, Catalogue catalogue, DateOnly day) => ArticleSearch.Look(catalogue, word, day).Hits switch
    {
        _ when word.Length == 0 => Words.Of("bulky-waste.items.hint"),
        [] => Words.Of("bulky-waste.items.none", ("text", new Words.Plain(word))),
        [SearchHit.NotCollected(var thing)] => Words.Of("bulky-waste.items.excluded", ("name", new Words.Local(thing.Name)), ("advice", new Words.Local(thing.Advice))),
        _ => Words.Of("bulky-waste.items.several", ("text", new Words.Plain(word))),
    };

    private static (string Code, string? Size) Split(string key) => key.Split('/', 2) is [var code, var size] ? (code, size) : (key, null);
}
