using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.BulkyWaste.RequestState;

namespace Bot.Domain.BulkyWaste;

/// <summary>Shows one request and asks what to do with it. What the rules do not allow is not offered, and the reason is said.</summary>
/// <param name="Request">The question whose answer names the request.</param>
public sealed record ActionQuestion(QuestionId Id, string Key, QuestionId Request) : OptionsQuestion(Id, Key)
{
    public const string Number = "number";
    public const string Pay = "pay";
    public const string TopUp = "top-up";
    public const string Rebook = "rebook";
    public const string GiveUp = "refund";
    public const string Move = "day";
    public const string Cancel = "cancel";
    public const string Nothing = "nothing";

    public override Items<Need> Needs(Answers answers) => [new MyRequestsNeed()];

    public override Items<Button.Pick> Options(Asking at) => MyRequestQuestion.Picked(Request, at) is { } mine
        ? [.. Allowed(mine, at.Now).Append(Nothing).Select(key => new Button.Pick(key, Words.Of($"{Key}.{key}")))]
        : [new Button.Pick(Nothing, Words.Of($"{Key}.{Nothing}"))];

    public override Prompt Ask(Asking at)
    {
        if (MyRequestQuestion.Picked(Request, at) is not { } mine)
        {
            return new Prompt(Words.Of("bulky-waste.mine.gone"), Options(at));
        }

        return new Prompt(
            new Words.Lines(
            [
                RequestWords.StateOf(mine.Request),
                .. RequestWords.Summary(mine.Request),
                Words.Of("bulky-waste.mine.receipt", ("receipt", new Words.Plain(mine.Request.Receipt))),
                .. Reasons(mine, at.Now),
                Words.Of($"{Key}.ask"),
            ]),
            Options(at))
        {
            More = mine.MayGiveUp || (mine.Request.State is Checking or AwaitingPayment or Paid or AwaitingTopUp && !mine.MayMove(at.Now)) ? [RequestWords.Office] : [],
        };
    }

    public override Words Show(Answer answer, Asking at) => Words.Of($"{Key}.{((Answer.Chosen)answer).Key}");

    public override bool Fits(Answer answer) => answer is Answer.Chosen(Number or Pay or TopUp or Rebook or GiveUp or Move or Cancel or Nothing);

    private static IEnumerable<string> Allowed(MyRequest mine, DateTimeOffset now)
    {
        if (RequestRules.NumberOf(mine.Request.State) is not null)
        {
            yield return Number;
        }

        if (mine.PayPage is not null && mine.Request.State is AwaitingPayment)
        {
            yield return Pay;
        }

        if (mine.PayPage is not null && mine.Request.State is AwaitingTopUp { Due.IsOver: false })
        {
            yield return TopUp;
        }

        if (mine.MayRebook)
        {
            yield return Rebook;
        }

        if (mine.MayGiveUp)
        {
            yield return GiveUp;
        }

        if (mine.MayMove(now))
        {
            yield return Move;
        }

        if (mine.MayCancel(now))
        {
            yield return Cancel;
        }
    }

    private static IEnumerable<Words> Reasons(MyRequest mine, DateTimeOffset now) => mine.Request.State switch
    {
        Checking or AwaitingPayment or Paid or AwaitingTopUp { Left: null } => mine.MayMove(now)
            ? [Words.Of("bulky-waste.mine.change-until", ("until", new Words.Moment(mine.ChangeBy)))]
            : [Words.Of("bulky-waste.mine.change-over", ("until", new Words.Moment(mine.ChangeBy)))],
        NotCollected => [Words.Of("bulky-waste.mine.choose")],
        AwaitingTopUp => [Words.Of("bulky-waste.mine.top-up-first")],
        _ => [],
    };
}
