using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Asks;

public enum AskKind
{
    /// <summary>アンケート.</summary>
    Survey,

    /// <summary>面談の時間.</summary>
    Slots,

    /// <summary>写真などの同意.</summary>
    Consent,
}

/// <summary>What is asked; under seal in the database.</summary>
/// <param name="Title">By which staff find it again; guardians do not see it.</param>
/// <param name="Questions">Of a survey.</param>
/// <param name="Plan">Of interviews.</param>
public sealed record AskContent(string Title, Items<SurveyQuestion> Questions = default, SlotPlan? Plan = null)
{
    public const int LongestTitle = 60;
}

/// <summary>What a school asks guardians with a letter.</summary>
/// <param name="PerHome">Asked once for siblings together, not for each child.</param>
/// <param name="Due">The last day on which guardians answer, change or take back.</param>
/// <param name="Letter">The letter it went with; none for a draft.</param>
public sealed record Ask(Guid Id, string School, AskKind Kind, AskContent Content, bool PerHome, DateOnly Due, Guid? Letter, DateTimeOffset MadeAt)
{
    public bool IsOpen(DateTimeOffset now) => JapanTime.Day(now) <= Due;
}
