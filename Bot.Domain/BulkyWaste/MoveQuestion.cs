using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>
/// Asks for another day and reads it back before anything happens. One question, so that a day that was taken meanwhile
/// takes the consent with it: the answer is <c>?</c> or <c>2026-12-03?</c> until the resident has agreed.
/// </summary>
/// <param name="Request">The question whose answer names the request.</param>
public sealed record MoveQuestion(QuestionId Id, string Key, QuestionId Request) : Question(Id, Key)
{
    private const string Open = "?";

    public override Items<Need> Needs(Answers answers) => MyRequestQuestion.PickedId(Request, answers) is { } id
        ? [new MyRequestsNeed(), new OtherDaysNeed(id)]
        : [new MyRequestsNeed()];

    public override Prompt Ask(Asking at) => (Proposed(at), MyRequestQuestion.Picked(Request, at)) switch
    {
        ({ } day, { } mine) => new Prompt(
            Words.Of("bulky-waste.move.read-back", ("from", new Words.Day(mine.Request.Day)), ("to", new Words.Day(day))), Consent),
        (_, { } mine) => DayChoice.Ask(Words.Of($"{Key}.ask", ("from", new Words.Day(mine.Request.Day))), Days(at)),
        _ => new Prompt(Words.Of("bulky-waste.mine.gone")),
    };

    public override Reading Read(Input input, Asking at)
    {
        if (Proposed(at) is { } proposed && OptionsQuestion.Pick(input, Consent, at) is { } consent)
        {
            return Understood(consent.Key == "yes" ? DayChoice.Key(proposed) : Open);
        }

        return DayChoice.Read(input, Days(at), at) is Checked<DateOnly>.Good(var day)
            ? Understood(DayChoice.Key(day) + Open)
            : new Reading.Puzzled(Proposed(at) is null || input is not Input.Said ? DayChoice.Hint(input, Days(at), at) : Words.Of("hint.choice"));
    }

    public override Words Show(Answer answer, Asking at) => DayOf(answer) is { } day ? new Words.Day(day) : Words.Of("review.gone");

    public override bool Fits(Answer answer) => answer is Answer.Chosen(var key) && (key == Open || DayChoice.FromKey(key.TrimEnd('?')) is not null);

    public override bool IsWhole(Answer answer) => DayOf(answer) is not null;

    public override Items<string> Phrases => ["bulky-waste.move.read-back", "bulky-waste.move.yes", "bulky-waste.move.no"];

    /// <summary>The day that the resident agreed to.</summary>
    public static DateOnly? DayOf(Answer? answer) => answer is Answer.Chosen(var key) ? DayChoice.FromKey(key) : null;

    private static Items<Button.Pick> Consent { get; } =
        [new("yes", Words.Of("bulky-waste.move.yes")), new("no", Words.Of("bulky-waste.move.no"))];

    private DateOnly? Proposed(Asking at) => at.Answers[Id] is Answer.Chosen([.. var day, '?']) ? DayChoice.FromKey(day) : null;

    private FreeDays Days(Asking at) => MyRequestQuestion.PickedId(Request, at.Answers) is { } id
        ? at.Facts.Get(new OtherDaysNeed(id))
        : new FreeDays(new DateRange(JapanTime.Day(at.Now), JapanTime.Day(at.Now)), []);

    private static Reading.Understood Understood(string key) => new(new Answer.Chosen(key));
}
