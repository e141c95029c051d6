using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Simulation;

/// <summary>A resident who mostly answers what is asked, and otherwise does what residents do: taps old bubbles, changes the language, blocks us, sends pictures.</summary>
internal sealed class Resident(DemoTown town, Dice dice, Checker checker)
{
    private static readonly string Slip = SlipCode.Of([1, 2, 3, 4, 5, 6, 7, 8]).ToString();

    private static readonly string[] Keys =
    [
        "start:bulky-waste", "start:bulky-waste-mine", "start:bulky-waste-fees", "start:bulky-waste-adopt", "start:none", "start:bulky-waste?items=x&day=2",
        "back", "fix", "fix:day", "fix:spot", "fix:name", "fix:nothing", "cancel", "later", "resume", "over", "staff", "menu", "language",
        "start:damage-report", "start:damage-report-spot", "start:damage-report-mine", "start:damage-report-closures", "start:damage-report-responder",
        "start:damage-report?kind=pothole", "start:damage-report-rate?report=x&rating=helped", "start:damage-report-rate?report=x&rating=none", "fix:place", "fix:same", "fix:kind",
        "language:en", "language:ja-easy", "language:vi", "language:xx", "bulky-waste/1/ok", "x/y/z", "",
    ];

    private static readonly string[] Texts =
    [
        "粗大ごみ", "戻る", "やめる", "あとで", "再開", "最初から", "修正", "職員", "メニュー", "English", "日本語", "言語", "送信", "はい", "以上", "なし", "2", "１２月３日", "来週の木曜", "あさって",
        "?", "", " ", "ソファ", "机 2つ", "本棚", "冷蔵庫", "自転車", "分からないもの", "玄関", "本町", "粗大ごみの手数料はいくらですか", Slip, "ありがとう", "12/31", "999999999個",
        "通報", "道路に穴が開いています", "街灯が消えている", "あとで写真", "通行止め", "公園", "橋", "ほかの場所", "さっきの近く", "119", "特になし",
    ];

    private readonly List<Effect> _bubbles = [];
    private readonly List<string> _photos = [];
    private int _said;

    /// <summary>What came of a turn reaches the telephone.</summary>
    public void Sees(TurnTaken turn) => _bubbles.AddRange(turn.Turn.Effects.Where(e => e is Effect.Ask or Effect.OpenPage or Effect.Review));

    public Input Acts(DateTimeOffset now) => dice.Below(100) switch
    {
        < 78 => _bubbles.Count > 0 && checker.Bubble is not null ? Answer(checker.Bubble) : Begin(),
        < 82 => _bubbles.Count > 0 ? Answer(_bubbles[Math.Max(0, _bubbles.Count - dice.Between(1, 12))]) : Begin(),
        < 86 => new Input.Tapped(dice.Among(Keys)),
        < 91 => new Input.Said(dice.Among(Texts)),
        < 92 => new Input.SentPlace(new GeoPoint(35.6, 139.7), "役場前"),
        < 93 => Photo(),
        < 94 => new Input.SentOther("sticker"),
        < 95 => new Input.Unsent(_photos.Count > 0 ? dice.Among(_photos) : "1"),
        < 96 => new Input.Learned(dice.Of(Language.English, Language.EasyJapanese)),
        < 97 => new Input.Followed(now, dice.Chance(50)),
        < 98 => new Input.Left(now),
        _ => new Input.PickedDate(Bound("date"), JapanTime.Day(now).AddDays(dice.Between(-3, 90))),
    };

    private Input.Tapped Begin() => new(dice.Below(20) switch
    {
        < 7 => "start:bulky-waste",
        < 9 => "start:bulky-waste-mine",
        < 10 => "start:bulky-waste-fees",
        < 15 => "start:damage-report",
        < 18 => "start:damage-report-spot",
        < 19 => "start:damage-report-mine",
        _ => "start:damage-report-closures",
    });

    private Input Answer(Effect bubble) => bubble switch
    {
        Effect.Ask { Prompt.TakesPlace: true, Question: var question } when question == DamageForms.Place => dice.Below(10) switch
        {
            < 6 => Somewhere(),
            < 9 => new Input.Said(dice.Among(town.Damage.Landmarks).Name.Ja),
            _ => new Input.SentPlace(new GeoPoint(35.6, 139.7), "海の上"),
        },
        Effect.Ask { Prompt.TakesPlace: true } => dice.Chance(80) ? new Input.SentPlace(new GeoPoint(35.6, 139.7), "家の前") : new Input.Tapped(Bound(bubble, "skip")),
        Effect.Ask { Prompt.TakesPhoto: true } => dice.Chance(50) ? Photo() : new Input.Tapped(Bound(bubble, dice.Of("later", "skip"))),
        Effect.Ask { Prompt: { Dates: { } days } } when dice.Chance(40) => new Input.PickedDate(Bound(bubble, "date"), Day(days)),
        Effect.Ask { Question.Value: "items" } when dice.Chance(45) => new Input.Said(Article()),
        Effect.Ask { Prompt.Options: { Count: > 0 } options } => Option(bubble, options),
        Effect.Ask { Question.Value: "code" } => new Input.Said(Slip),
        Effect.Ask { Question.Value: "persons" } => new Input.Said("3人"),
        Effect.Ask => new Input.Said(Article()),
        Effect.OpenPage page => Page(page),
        Effect.Review review => dice.Below(10) switch
        {
            < 6 => new Input.Tapped(Bound(bubble, "ok")),
            < 7 => new Input.Said("送信"),
            < 8 => new Input.Said($"{dice.Between(1, 12)}"),
            _ => new Input.Tapped(Bound(bubble, $"fix:{dice.Among(review.Lines).Question.Value}")),
        },
        _ => Begin(),
    };

    private Input.SentPlace Somewhere()
    {
        var near = dice.Among(town.Damage.Landmarks);
        return new Input.SentPlace(near.Point with { Latitude = near.Point.Latitude + dice.Between(-3, 3) * 0.0001 }, near.Name.Ja);
    }

    private Input Option(Effect bubble, Items<Button.Pick> options)
    {
        var at = options.Any(o => o.Key == "done") && dice.Chance(70) ? options.Index().First(o => o.Item.Key == "done").Index : dice.Below(options.Count);
        return dice.Below(10) switch
        {
            < 8 => new Input.Tapped(Bound(bubble, options[at].Key)),
            < 9 => new Input.Said($"{at + 1}"),
            _ => new Input.Said(checker.Words.Say(options[at].Label, dice.Of(Language.Japanese, Language.English))),
        };
    }

    private string Article()
    {
        var article = dice.Among(town.Catalogue.Articles);
        return dice.Below(4) switch { 0 => article.Kana, 1 => $"{article.Name.Ja} {dice.Between(1, 4)}つ", 2 => article.Name.En ?? article.Name.Ja, _ => article.Name.Ja };
    }

    private static DateOnly Day(DateRange days, int at = 0) => days.First.AddDays(Math.Min(at, days.Last.DayNumber - days.First.DayNumber));

    private Input.SentPhoto Photo()
    {
        _photos.Add($"{500 + _photos.Count}");
        return new Input.SentPhoto(_photos[^1]);
    }

    /// <summary>Fills the page, mostly whole and rightly. Every text is a secret of its own.</summary>
    private Input.Filled Page(Effect.OpenPage page)
    {
        var answers = Answers.None;
        foreach (var id in page.Questions.Where(_ => !dice.Once(30)))
        {
            answers = answers.With(id, dice.Below(20) switch
            {
                0 => new Answer.Chosen("yes"),
                1 => new Answer.Skipped(),
                _ when id == AdoptionForm.Digits || id.Value.StartsWith("age", StringComparison.Ordinal) => new Answer.Count(dice.Below(120)),
                _ when id.Value.StartsWith("help", StringComparison.Ordinal) => new Answer.Chosen("no"),
                _ => new Answer.Words(Secret()),
            });
        }

        // Such a page was never ours; what it says of open questions must not be believed.
        return new(page.Form, page.Began, dice.Once(20) ? answers.With(BulkyWasteForms.Spot, new Answer.Chosen("nowhere")) : answers);
    }

    private string Secret()
    {
        var secret = $"ひみつ{dice.Next():x16}{_said++}";
        checker.Hide(secret);
        return secret;
    }

    private string Bound(string key) => _bubbles.Count > 0 ? Bound(_bubbles[^1], key) : key;

    private static string Bound(Effect bubble, string key) => bubble switch
    {
        Effect.Ask ask => new TapKey(ask.Form, ask.AskedAt, key).ToString(),
        Effect.Review review => new TapKey(review.Form, review.AskedAt, key).ToString(),
        _ => key,
    };
}
