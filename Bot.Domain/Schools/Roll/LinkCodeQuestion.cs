using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>A question answered by the code of a child's sheet. A message with such a code starts the form that asks for it.</summary>
public sealed record LinkCodeQuestion(QuestionId Id, string Key) : Question(Id, Key)
{
    public override Items<string> Phrases => [$"{Key}.hint"];

    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"));

    public override Reading Read(Input input, Asking at) => input is Input.Said(var text) && LinkCode.In(text) is { } code
        ? new Reading.Understood(new Answer.Words(code.Digits))
        : new Reading.Puzzled(Words.Of($"{Key}.hint"));

    public override Words Show(Answer answer, Asking at) => new Words.Plain(LinkCode.In(((Answer.Words)answer).Text)?.ToString() ?? "");

    public override bool Fits(Answer answer) => answer is Answer.Words(var text) && LinkCode.In(text) is not null;

    public override Answer? Recognise(string text) => LinkCode.In(text) is { } code ? new Answer.Words(code.Digits) : null;
}
