using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Asks where it is: by LINE's location, by words that name a part of the town, or near the resident's latest report.</summary>
/// <param name="Kind">The question before it, whose hint is said first.</param>
public sealed record DamagePlaceQuestion(QuestionId Id, string Key, QuestionId Kind) : Question(Id, Key)
{
    private const string Near = "near-last";

    /// <summary>More of what was written for the place is not kept.</summary>
    public const int MostWords = 120;

    public override bool TakesPlace => true;

    public override Items<Need> Needs(Answers answers) => [new DamagePlanNeed(), new LastPlaceNeed()];

    public override Prompt Ask(Asking at)
    {
        var ask = Words.Of($"{Key}.ask");
        return new Prompt(KindQuestion.Picked(Kind, at)?.Hint is { } hint ? new Words.Lines([new Words.Local(hint), ask]) : ask, Options(at)) { TakesPlace = true };
    }

    public override Reading Read(Input input, Asking at) => input switch
    {
        Input.SentPlace(var point, var label) => Placed(point, label, at),
        Input.Tapped or Input.Said when OptionsQuestion.Pick(input, Options(at), at) is not null => new Reading.Understood(LastOf(at)),
        Input.Said(var text) => Named(text, at),
        _ => new Reading.Puzzled(Words.Of("damage-report.place.hint")),
    };

    public override Words Show(Answer answer, Asking at) =>
        answer is Answer.Place(_, { Length: > 0 } label) ? new Words.Plain(label) : Words.Of("review.place");

    public override bool Fits(Answer answer) => answer is Answer.Place;

    public override Items<string> Phrases => ["damage-report.place.hint", "damage-report.place.outside", "damage-report.place.near-last", "damage-report.place.near-label"];

    private static Items<Button.Pick> Options(Asking at) =>
        [.. at.Facts.Get(new LastPlaceNeed()).Select(l => new Button.Pick(Near, Words.Of("damage-report.place.near-last", ("number", new Words.Plain(l.Number)))))];

    private static Answer.Place LastOf(Asking at)
    {
        var last = at.Facts.Get(new LastPlaceNeed())[0];
        return new(last.Point, at.Words.Say(Words.Of("damage-report.place.near-label", ("number", new Words.Plain(last.Number))), at.Language));
    }

    private static Reading Placed(GeoPoint point, string label, Asking at) => Routing.Where(at.Facts.Get(new DamagePlanNeed()), point) is null
        ? new Reading.Puzzled(Words.Of("damage-report.place.outside"))
        : new Reading.Understood(new Answer.Place(point, Short(label)));

    /// <summary>Words alone are enough when they name a part of the town; the point is then its middle.</summary>
    private static Reading Named(string text, Asking at) => Known(at.Facts.Get(new DamagePlanNeed()), text) is { } known
        ? new Reading.Understood(new Answer.Place(known.Point, Short(text)))
        : new Reading.Puzzled(Words.Of("damage-report.place.hint"));

    /// <summary>The part of the town that a text names; of several the one with the longest name.</summary>
    public static Landmark? Known(DamagePlan plan, string text)
    {
        var said = JapaneseText.Fold(text);
        return plan.Landmarks
            .Select(l => (Landmark: l, Length: Names(l).Where(n => n.Length >= 2 && said.Contains(n, StringComparison.Ordinal)).Select(n => n.Length).DefaultIfEmpty().Max()))
            .Where(l => l.Length > 0).OrderByDescending(l => l.Length).Select(l => l.Landmark).FirstOrDefault();
    }

    private static IEnumerable<string> Names(Landmark landmark) =>
        ((string?[])[landmark.Name.Ja, landmark.Kana, landmark.Name.En]).OfType<string>().Select(JapaneseText.Fold);

    private static string Short(string text)
    {
        var whole = JapaneseText.Whole(text).Trim();
        return whole.Length <= MostWords ? whole : JapaneseText.Whole(whole[..MostWords]);
    }
}
