using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>The guardian's children, and what they have reported of late.</summary>
public sealed record ReportingNeed : Need<Reporting>
{
    public override bool IsOnesOwn => true;
}

public sealed record Reporting(Items<ReportingChild> Children, Items<OwnAbsence> Own)
{
    public ReportingChild? Child(ChildId id) => Children.FirstOrDefault(c => c.Child == id);

    /// <summary>The child that the answers mean; the only one when none was asked for.</summary>
    public ReportingChild? Meant(Answers answers) => answers[AbsenceForms.Report] is not null
        ? Fixed(answers) is { } own ? Child(own.Child) : null
        : answers[AbsenceForms.Child] switch
        {
            Answer.Chosen(var key) => Children.FirstOrDefault(c => c.Key == key),
            Answer.Skipped when Children is [var only] => only,
            _ => null,
        };

    /// <summary>The report that the answers mean to correct, as long as the school has not seen it.</summary>
    public OwnAbsence? Fixed(Answers answers) => answers[AbsenceForms.Report] switch
    {
        Answer.Chosen(var key) => Open.FirstOrDefault(o => o.Key == key),
        Answer.Skipped when Open is [var only] => only,
        _ => null,
    };

    /// <summary>What may still be changed.</summary>
    public Items<OwnAbsence> Open => [.. Own.Where(o => o.State == AbsenceState.Sent)];
}

/// <summary>A child of a guardian, with what its school has planned and decided.</summary>
public sealed record ReportingChild(Guid Link, ChildId Child, string Nickname, School School, Items<SchoolDay> Decided)
{
    public string Key => Link.ToString("n");
}

/// <summary>A report of one's own.</summary>
public sealed record OwnAbsence(Guid Id, ChildId Child, AbsenceKind Kind, DaySpan Days, AbsenceState State, DateTimeOffset SentAt)
{
    public string Key => Id.ToString("n");
}
