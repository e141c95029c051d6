using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Asks where it is: by LINE's location, by words that name a place of the town, or near the resident's latest report.</summary>
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
        var ask = Words.Of(Sought(at).Count > 0 ? "damage-report.place.which" : $"{Key}.ask");
        return new Prompt(KindQuestion.Picked(Kind, at)?.Hint is { } hint ? new Words.Lines([new Words.Local(hint), ask]) : ask, Options(at)) { TakesPlace = true };
    }

    public override Reading Read(Input input, Asking at) => input switch
    {
        Input.SentPlace(var point, var label) => Placed(point, label, at),
        Input.Tapped or Input.Said when OptionsQuestion.Pick(input, Options(at), at) is { Key: var key } => new Reading.Understood(key == Near ? LastOf(at) : Picked(key, at)),
        Input.Said(var text) => Named(text, at),
        _ => new Reading.Puzzled(Words.Of("damage-report.place.hint")),
    };

    public override Words Show(Answer answer, Asking at) =>
        answer is Answer.Place(_, { Length: > 0 } label) ? new Words.Plain(label) : Words.Of("review.place");

    public override bool Fits(Answer answer) => answer is Answer.Place or Answer.Sought;

    /// <summary>Words that may mean several places are open until one of them is picked.</summary>
    public override bool IsWhole(Answer answer) => answer is Answer.Place;

    public override Items<string> Phrases =>
        ["damage-report.place.hint", "damage-report.place.outside", "damage-report.place.which", "damage-report.place.near-last", "damage-report.place.near-label"];

    private Items<Button.Pick> Options(Asking at) =>
    [
        .. Sought(at).Select(l => new Button.Pick(l.Code, new Words.Local(l.Name))),
        .. at.Facts.Get(new LastPlaceNeed()).Select(l => new Button.Pick(Near, Words.Of("damage-report.place.near-last", ("number", new Words.Plain(l.Number))))),
    ];

    private Items<Landmark> Sought(Asking at) =>
        at.Answers[Id] is Answer.Sought(var text) ? Landmarks.Find(at.Facts.Get(new DamagePlanNeed()).Landmarks, text).Places : [];

    private static Answer.Place LastOf(Asking at)
    {
        var last = at.Facts.Get(new LastPlaceNeed())[0];
        return new(last.Point, at.Words.Say(Words.Of("damage-report.place.near-label", ("number", new Words.Plain(last.Number))), at.Language));
    }

    private static Answer.Place Picked(string code, Asking at)
    {
        var landmark = at.Facts.Get(new DamagePlanNeed()).Landmarks.First(l => l.Code == code);
        return new(landmark.Point, at.Words.Say(new Words.Local(landmark.Name), at.Language));
    }

    private static Reading Placed(GeoPoint point, string label, Asking at) => Routing.Where(at.Facts.Get(new DamagePlanNeed()), point) is null
        ? new Reading.Puzzled(Words.Of("damage-report.place.outside"))
        : new Reading.Understood(new Answer.Place(point, Short(label)));

    /// <summary>Words alone are enough when they name one place; of several the resident chooses.</summary>
    private static Reading Named(string text, Asking at) => Landmarks.Find(at.Facts.Get(new DamagePlanNeed()).Landmarks, text) switch
    {
        { Places.Count: 0 } => new Reading.Puzzled(Words.Of("damage-report.place.hint")),
        { IsSure: true, Places: [var only] } => new Reading.Understood(new Answer.Place(only.Point, Short(text))),
        _ => new Reading.Understood(new Answer.Sought(Short(text))),
    };

    private static string Short(string text)
    {
        var whole = JapaneseText.Whole(text).Trim();
        return whole.Length <= MostWords ? whole : JapaneseText.Whole(whole[..MostWords]);
    }
}
