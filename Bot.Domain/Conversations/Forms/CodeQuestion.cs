using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>A question answered by the code of a printed receipt. A message with such a code starts the form that asks for it.</summary>
public sealed record CodeQuestion(QuestionId Id, string Key) : Question(Id, Key)
{
    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"));

    public override Reading Read(Input input, Asking at) => input is Input.Said(var text) && SlipCode.In(text) is { } code
        ? new Reading.Understood(new Answer.Words(code.Digits))
        : new Reading.Puzzled(Words.Of("hint.code"));

    public override Words Show(Answer answer, Asking at) => new Words.Plain(SlipCode.In(((Answer.Words)answer).Text)?.ToString() ?? "");

    public override bool Fits(Answer answer) => answer is Answer.Words(var text) && SlipCode.In(text) is not null;

    public override Answer? Recognise(string text) => SlipCode.In(text) is { } code ? new Answer.Words(code.Digits) : null;
}
