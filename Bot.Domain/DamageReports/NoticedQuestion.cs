using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Notes when the place was sent, so that whoever goes on a day later has reported the moment of then. Nobody is asked it.</summary>
public sealed record NoticedQuestion(QuestionId Id, string Key, QuestionId Place) : Question(Id, Key)
{
    public override Items<QuestionId> Beside => [Place];

    public override Items<QuestionId> After => [Place];

    public override Answer? Settle(Asking at) => Noted(at.Now);

    public override bool IsSettled(Answer answer) => true;

    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"));

    public override Reading Read(Input input, Asking at) => new Reading.Understood(Noted(at.Now));

    public override Words Show(Answer answer, Asking at) => Of(answer) is { } moment ? new Words.Moment(moment) : Words.Of("review.gone");

    public override bool Fits(Answer answer) => Of(answer) is not null;

    /// <summary>The moment in an answer; <c>null</c> when there is none.</summary>
    public static DateTimeOffset? Of(Answer? answer) => answer is Answer.Words(var text)
        && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;

    private static Answer.Words Noted(DateTimeOffset now) => new(now.ToString("O", CultureInfo.InvariantCulture));
}
