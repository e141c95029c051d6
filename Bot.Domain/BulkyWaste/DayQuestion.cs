using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Asks for the day of collection: a button, LINE's calendar, or a date as people type it.</summary>
/// <param name="Area">The question whose answer says where the resident lives.</param>
public sealed record DayQuestion(QuestionId Id, string Key, QuestionId Area) : Question(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => answers[Area] is Answer.Chosen(var area) ? [new FreeDaysNeed(area)] : [];

    public override Items<QuestionId> After => [Area];

    public override Items<Button.Pick> Offered(Asking at) => DayChoice.All(Days(at));

    public override Prompt Ask(Asking at) => DayChoice.Ask(Words.Of($"{Key}.ask"), Days(at));

    public override Reading Read(Input input, Asking at) => DayChoice.Read(input, Days(at), at) switch
    {
        Checked<DateOnly>.Good(var day) => new Reading.Understood(new Answer.Day(day)),
        _ => new Reading.Puzzled(DayChoice.Hint(input, Days(at), at)),
    };

    public override Words Show(Answer answer, Asking at) => new Words.Day(((Answer.Day)answer).Date);

    public override bool Fits(Answer answer) => answer is Answer.Day;

    public override Items<string> Phrases => BulkyWastePhrases.Day;

    private FreeDays Days(Asking at) => at.Answers[Area] is Answer.Chosen(var area)
        ? at.Facts.Get(new FreeDaysNeed(area))
        : throw new InvalidOperationException("the area is asked before the day");
}
