using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Where a case stands. One case holds the reports of all who mean the same thing.</summary>
public abstract record ReportState
{
    private ReportState() { }

    /// <summary>Whether something is still to happen here.</summary>
    public bool IsOpen => this is New or Accepted or Planned or InWork;

    /// <summary>Nobody of the town has looked at it yet.</summary>
    public sealed record New : ReportState;

    public sealed record Accepted : ReportState;

    public sealed record Planned(DateOnly Day) : ReportState;

    public sealed record InWork : ReportState;

    public sealed record Done : ReportState;

    /// <param name="To">Whose it is.</param>
    public sealed record NotOurs(RouteTarget To) : ReportState;

    /// <param name="Of">The case that goes on.</param>
    public sealed record Duplicate(Guid Of) : ReportState;

    /// <summary>Staff looked and found nothing.</summary>
    public sealed record CannotReproduce : ReportState;
}

/// <summary>What staff bring about.</summary>
public abstract record CaseMove
{
    private CaseMove() { }

    public sealed record Accept : CaseMove;

    /// <summary>Sets a day, or another one.</summary>
    public sealed record Plan(DateOnly Day) : CaseMove;

    public sealed record Start : CaseMove;

    /// <param name="Photos">Public copies of pictures that those who reported it get to see, by their public ids.</param>
    public sealed record Finish(Items<Guid> Photos = default) : CaseMove;

    public sealed record PassOn(RouteTarget To) : CaseMove;

    public sealed record Merge(Guid Into) : CaseMove;

    public sealed record FindNothing : CaseMove;

    /// <summary>Takes up again what was closed; a merged case is split off.</summary>
    public sealed record Reopen : CaseMove;
}
