using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Asks which of the resident's own requests is meant; with none, offers to begin one.</summary>
public sealed record MyRequestQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new MyRequestsNeed()];

    public override Items<Button.Pick> Options(Asking at) => [.. at.Facts.Get(new MyRequestsNeed()).Select(m => new Button.Pick(
        m.Request.Id.ToString("n"),
        Words.Of("bulky-waste.mine.option", ("day", new Words.Day(m.Request.Day)), ("articles", RequestWords.Brief(m.Request))),
        RequestWords.StateOf(m.Request)))];

    public override Prompt Ask(Asking at) => Options(at) is { Count: > 0 } options
        ? new Prompt(Words.Of($"{Key}.ask"), options)
        : new Prompt(Words.Of("bulky-waste.mine.empty")) { More = [RequestWords.Again] };

    public override Reading Read(Input input, Asking at) => at.Facts.Get(new MyRequestsNeed()).Count == 0
        ? new Reading.Puzzled(Words.Of("bulky-waste.mine.empty-hint"))
        : base.Read(input, at);

    public override Items<string> Phrases => BulkyWastePhrases.Mine;

    /// <summary>The request that was picked; <c>null</c> once it is no longer among the resident's own.</summary>
    internal static MyRequest? Picked(QuestionId question, Asking at) => PickedId(question, at.Answers) is { } id
        ? at.Facts.Get(new MyRequestsNeed()).FirstOrDefault(m => m.Request.Id == id)
        : null;

    internal static Guid? PickedId(QuestionId question, Answers answers) =>
        answers[question] is Answer.Chosen(var key) && Guid.TryParseExact(key, "n", out var id) ? id : null;
}
