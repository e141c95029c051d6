using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>Lists one's own reports of today and later.</summary>
public sealed record OwnAbsenceQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    /// <summary>Only those that the school has not seen; a single one is taken without asking.</summary>
    public bool IsForChange { get; init; }

    public override Items<Need> Needs(Answers answers) => [new ReportingNeed()];

    public override Items<Button.Pick> Options(Asking at) => at.Facts.Get(new ReportingNeed()) is var known
        ?
        [
            .. Listed(at).Select(o => new Button.Pick(
                o.Key,
                Words.Of("school-absence.own", ("name", new Words.Plain(known.Child(o.Child)?.Nickname ?? "")), ("kind", AbsenceWords.Kind(o.Kind))),
                Words.Of("school-absence.own-detail", ("days", AbsenceWords.Days(o.Days)), ("state", Words.Of($"school-absence.state.{o.State.Text()}"))))),
        ]
        : [];

    public override Prompt Ask(Asking at) => Options(at) is { Count: > 0 } options
        ? new Prompt(Words.Of($"{Key}.ask"), options)
        : new Prompt(Words.Of("school-absence.none")) { More = [AbsenceWords.Start] };

    public override Reading Read(Input input, Asking at) => Options(at).Count == 0 ? new Reading.Puzzled(Words.Of("school-absence.none")) : base.Read(input, at);

    public override Answer? Settle(Asking at) => IsForChange && Options(at).Count == 1 ? new Answer.Skipped() : null;

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override bool Fits(Answer answer) => answer is Answer.Chosen || (IsForChange && answer is Answer.Skipped);

    public override Items<string> Phrases => ["school-absence.own", "school-absence.own-detail", "school-absence.none", "school-absence.state.sent", "school-absence.state.seen"];

    private IEnumerable<OwnAbsence> Listed(Asking at)
    {
        var (known, today) = (at.Facts.Get(new ReportingNeed()), JapanTime.Day(at.Now));
        return IsForChange ? known.Open : known.Own.Where(o => o.State.IsLive() && o.Days.Last >= today);
    }
}

/// <summary>What to do with a report; one that the school has seen is past changing here.</summary>
public sealed record WhatNowQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public const string Withdraw = "withdraw";
    public const string Correct = "correct";
    public const string Keep = "keep";

    private static readonly string[] Keys = [Correct, Withdraw, Keep];

    public override Items<Need> Needs(Answers answers) => [new ReportingNeed()];

    public override Items<QuestionId> Beside => [AbsenceForms.Report];

    public override Items<Button.Pick> Options(Asking at) => [.. Keys.Select(k => new Button.Pick(k, Words.Of($"{Key}.{k}")))];

    public override Answer? Settle(Asking at) => at.Facts.Get(new ReportingNeed()).Fixed(at.Answers) is null ? new Answer.Skipped() : null;

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override bool Fits(Answer answer) => answer is Answer.Skipped || (answer is Answer.Chosen(var key) && Keys.Contains(key, StringComparer.Ordinal));

    public override Items<string> Phrases => [.. Keys.Select(k => $"{Key}.{k}")];
}
