using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Which cases a list shows; what is <c>null</c> or empty does not matter.</summary>
public sealed record CaseFilter
{
    /// <summary>Names as <see cref="CaseRules.Name(ReportState)"/> gives them.</summary>
    public Items<string> States { get; init; } = ["new", "accepted", "planned", "in-work"];

    public string? Kind { get; init; }

    public string? Group { get; init; }

    /// <summary>On whose desk it lies; before anybody took it, where it was routed.</summary>
    public string? Department { get; init; }

    /// <summary>Of the town's own people.</summary>
    public StaffId? Assignee { get; init; }

    /// <summary>Only what nobody has taken or been handed.</summary>
    public bool OnNoDesk { get; init; }

    /// <summary>Of two districts that overlap, either finds it.</summary>
    public string? District { get; init; }

    public Danger? LeastDanger { get; init; }

    /// <summary>The beginning of a number, such as <c>D08-0001</c>.</summary>
    public string? Number { get; init; }

    /// <summary>The part of the map that is looked at.</summary>
    public GeoBox? Within { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Before { get; init; }

    public int? LeastUrgency { get; init; }

    /// <summary>Whether it was handed to another town or office, or is the town's own.</summary>
    public bool? IsElsewhere { get; init; }

    public CaseOrder Order { get; init; } = CaseOrder.Urgent;
}

public enum CaseOrder
{
    Urgent,
    LeastUrgent,
    Newest,
    Oldest,
    Changed,
}

/// <summary>A page of a list.</summary>
/// <param name="Total">How many there are altogether.</param>
public sealed record CasePage(Items<StoredCase> Cases, int Total);

/// <summary>All that staff see of one case.</summary>
/// <param name="Reports">With those of the cases that were merged into it, oldest first.</param>
public sealed record CaseDetail(StoredCase Case, Items<ReportView> Reports, Items<StoredCase> Merged);

/// <param name="Who"><c>null</c> when the resident said nothing of themselves, or was erased.</param>
/// <param name="Photos">Those that were not taken back.</param>
public sealed record ReportView(StoredReport Report, Reporter? Who, Items<string> Photos);
