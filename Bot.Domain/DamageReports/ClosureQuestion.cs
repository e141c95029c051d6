using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>The roads of the town that are closed, or will be.</summary>
public sealed record ClosuresNeed : Need<Items<Closure>>;

/// <summary>Says before a report that a road nearby is closed, which the resident may have wanted to tell. With none nearby it is passed over.</summary>
public sealed record ClosureQuestion(QuestionId Id, string Key, QuestionId Place) : OptionsQuestion(Id, Key)
{
    /// <summary>Metres.</summary>
    private const int Near = 500;

    private const string Go = "go";

    public override Items<QuestionId> Beside => [Place];

    public override Items<QuestionId> After => [Place];

    public override Items<Need> Needs(Answers answers) => [new ClosuresNeed()];

    public override Items<Button.Pick> Options(Asking at) => [new Button.Pick(Go, Words.Of("damage-report.closed.go"))];

    public override Prompt Ask(Asking at) => base.Ask(at) with { Text = new Words.Lines([Words.Of($"{Key}.ask"), .. Here(at).Select(ClosureWords.Of), Words.Of("damage-report.closed.end")]) };

    public override bool Fits(Answer answer) => answer is Answer.Chosen(Go) or Answer.Skipped;

    public override Answer? Settle(Asking at) => Here(at).Count == 0 ? new Answer.Skipped() : null;

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override Items<string> Phrases => ["damage-report.closed.go", "damage-report.closed.end", .. ClosureWords.Phrases];

    private Items<Closure> Here(Asking at) => at.Answers[Place] is Answer.Place(var point, _)
        ? [.. at.Facts.Get(new ClosuresNeed()).Where(c => c.From <= at.Now && (c.Until is null || c.Until > at.Now) && c.Point.MetresTo(point) <= Near)]
        : [];
}

/// <summary>Asks nothing: who says 「通行止め」 is told.</summary>
public sealed record ClosureListQuestion(QuestionId Id, string Key) : Question(Id, Key)
{
    public override Answer? Settle(Asking at) => new Answer.Skipped();

    public override bool IsSettled(Answer answer) => true;

    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"));

    public override Reading Read(Input input, Asking at) => new Reading.Understood(new Answer.Skipped());

    public override Words Show(Answer answer, Asking at) => Words.Of($"{Key}.name");

    public override bool Fits(Answer answer) => answer is Answer.Skipped;
}

/// <summary>What residents are told of closed roads.</summary>
public static class ClosureWords
{
    public static Items<string> Phrases { get; } = ["damage-report.closed.line", "damage-report.closed.line-until", "damage-report.closed.from"];

    /// <summary>Said outside the questions.</summary>
    public static Items<string> Told { get; } = ["damage-report.closed.list", "damage-report.closed.none"];

    public static Words Of(Closure closure) => Words.Of(
        closure.Until is null ? "damage-report.closed.line" : "damage-report.closed.line-until",
        ("road", new Words.Plain(closure.Road)), ("words", new Words.Plain(closure.Words)), ("until", closure.Until is { } until ? new Words.Moment(until) : new Words.Plain("")));

    /// <summary>The answer to 「通行止め」.</summary>
    public static Effect List(Items<Closure> closures, DateTimeOffset now) => new Effect.Say(
        closures.Count == 0
            ? Words.Of("damage-report.closed.none")
            : new Words.Lines([Words.Of("damage-report.closed.list"), .. closures.Select(c => c.From <= now ? Of(c) : new Words.Lines([Words.Of("damage-report.closed.from", ("from", new Words.Moment(c.From))), Of(c)]))]),
        [CaseWords.Again]);
}
