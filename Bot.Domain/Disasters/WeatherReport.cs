using Bot.Domain.Kernel;

namespace Bot.Domain.Disasters;

/// <summary>Whether a report is meant. The names are stored.</summary>
public enum ReportStatus
{
    Real,

    /// <summary>Sent in a drill of the agency's.</summary>
    Drill,

    /// <summary>Sent to try the line.</summary>
    Test,
}

/// <summary>What a report does to those before it. The names are stored.</summary>
public enum ReportChange
{
    Issued,

    Corrected,

    Cancelled,
}

/// <summary>One report of the weather agency, as far as disaster mode needs it.</summary>
/// <param name="Type">The agency's code for the kind of report, such as <c>VPWW56</c>.</param>
/// <param name="EventId">Of an earthquake or a river; empty for weather, where each report says all that holds.</param>
/// <param name="Warnings">Of all municipalities that it names.</param>
public sealed record WeatherReport(
    string Type, string Title, ReportStatus Status, ReportChange Change, string EventId, int Serial, DateTimeOffset ReportedAt, Items<AreaWarning> Warnings)
{
    /// <summary>A later report of the same family takes the place of an earlier one.</summary>
    public string Family => EventId.Length == 0 ? Type : $"{Type[..4]}/{EventId}";
}
