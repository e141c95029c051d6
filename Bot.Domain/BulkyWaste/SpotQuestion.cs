using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Asks where the things will be put out.</summary>
public sealed record SpotQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new SpotsNeed()];

    public override Items<Button.Pick> Options(Asking at) =>
        [.. at.Facts.Get(new SpotsNeed()).Select(s => new Button.Pick(s.Code, new Words.Local(s.Name), new Words.Local(s.Note)))];
}
