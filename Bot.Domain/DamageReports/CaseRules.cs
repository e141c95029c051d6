using static Bot.Domain.DamageReports.CaseMove;
using static Bot.Domain.DamageReports.ReportState;

namespace Bot.Domain.DamageReports;

/// <summary>Which moves are allowed from which state, and where they lead.</summary>
public static class CaseRules
{
    /// <returns>The next state; <c>null</c> when the move is not allowed from here.</returns>
    public static ReportState? After(this ReportState state, CaseMove move) => (state, move) switch
    {
        (New, Accept) => new Accepted(),
        (New or Accepted, Plan p) => new Planned(p.Day),
        (Planned was, Plan p) when was.Day != p.Day => new Planned(p.Day),
        (InWork, Plan p) => new Planned(p.Day),
        (New or Accepted or Planned, Start) => new InWork(),
        (New or Accepted or Planned or InWork, Finish) => new Done(),
        (New or Accepted or Planned, PassOn p) => new NotOurs(p.To),
        (New or Accepted or Planned, Merge m) => new Duplicate(m.Into),
        (New or Accepted or Planned or InWork, FindNothing) => new CannotReproduce(),
        (Done or NotOurs or Duplicate or CannotReproduce, Reopen) => new Accepted(),
        _ => null,
    };

    /// <summary>The name under which a state is stored and spoken of; added to, never changed.</summary>
    public static string Name(this ReportState state) => state switch
    {
        New => "new",
        Accepted => "accepted",
        Planned => "planned",
        InWork => "in-work",
        Done => "done",
        NotOurs => "not-ours",
        Duplicate => "duplicate",
        CannotReproduce => "not-found",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The name of what was done, as the timeline and the audit log write it.</summary>
    public static string Name(this CaseMove move) => move switch
    {
        Accept => "accepted",
        Plan => "planned",
        Start => "started",
        Finish => "done",
        PassOn => "passed-on",
        Merge => "merged",
        FindNothing => "not-found",
        Reopen => "reopened",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
