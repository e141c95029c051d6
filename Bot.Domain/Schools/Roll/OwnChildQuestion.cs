using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>The children to whom the resident is linked, in the order of linking.</summary>
public sealed record OwnChildrenNeed : Need<Items<OwnChild>>
{
    public override bool IsOnesOwn => true;
}

public sealed record OwnChild(Guid Link, string Nickname);

/// <summary>Which of one's own children, by their nicknames.</summary>
public sealed record OwnChildQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new OwnChildrenNeed()];

    public override Items<Button.Pick> Options(Asking at) => [.. at.Facts.Get(new OwnChildrenNeed()).Select(c => new Button.Pick(c.Link.ToString("n"), new Words.Plain(c.Nickname)))];

    public override Prompt Ask(Asking at) => Options(at) is { Count: > 0 } options
        ? new Prompt(Words.Of($"{Key}.ask"), options)
        : new Prompt(Words.Of($"{Key}.none")) { More = [new Button.Wish("start:school-link", Words.Of("school-link.title"))] };

    public override Reading Read(Input input, Asking at) => at.Facts.Get(new OwnChildrenNeed()).Count == 0 ? new Reading.Puzzled(Words.Of($"{Key}.none")) : base.Read(input, at);

    public override Items<string> Phrases => [$"{Key}.none"];
}
