using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Reads a cancellation back, with the money that it returns, before it happens.</summary>
/// <param name="Request">The question whose answer names the request.</param>
public sealed record CancelQuestion(QuestionId Id, string Key, QuestionId Request) : OptionsQuestion(Id, Key)
{
    public const string Yes = "yes";
    public const string No = "no";

    public override Items<Need> Needs(Answers answers) => [new MyRequestsNeed()];

    public override Items<Button.Pick> Options(Asking at) => [new(Yes, Words.Of($"{Key}.yes")), new(No, Words.Of($"{Key}.no"))];

    public override Prompt Ask(Asking at) => MyRequestQuestion.Picked(Request, at) is { } mine
        ? new Prompt(new Words.Lines([.. RequestWords.Summary(mine.Request), Consequence(mine.Request), Words.Of($"{Key}.ask")]), Options(at))
        : new Prompt(Words.Of("bulky-waste.mine.gone"), Options(at));

    public override bool Fits(Answer answer) => answer is Answer.Chosen(Yes or No);

    public override Items<string> Phrases => ["bulky-waste.cancel.refund", "bulky-waste.cancel.unpaid", "bulky-waste.cancel.yes", "bulky-waste.cancel.no"];

    private static Words Consequence(BulkyRequest request) => request.Held is { Amount: > 0 } held
        ? Words.Of("bulky-waste.cancel.refund", ("amount", new Words.Money(held)))
        : Words.Of("bulky-waste.cancel.unpaid");
}
