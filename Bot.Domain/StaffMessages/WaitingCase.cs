using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>How a case presses. The names are marks of what was told, so they are added to, never changed.</summary>
public enum Pressure
{
    Usual = 0,

    /// <summary>Somebody may come to harm.</summary>
    Danger = 1,

    /// <summary>A life is at stake.</summary>
    Life = 2,
}

/// <summary>An open case of a service, as far as a message may tell: no words, names or exact places of residents.</summary>
public sealed record WaitingCase
{
    /// <summary>The service, and the case within it.</summary>
    public required string Module { get; init; }

    public required string Subject { get; init; }

    /// <summary>What staff call it by, such as <c>D08-00012</c>.</summary>
    public required string Number { get; init; }

    /// <summary>What it is about, in the town's own word for the kind.</summary>
    public required string Title { get; init; }

    /// <summary>What staff call cases of its service.</summary>
    public string Noun { get; init; } = "通報";

    /// <summary>A part of the town; <c>null</c> outside any.</summary>
    public string? District { get; init; }

    public Pressure Pressure { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Nobody has opened it, taken it or answered.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Nothing was done that those who reported it hear of.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>The day for which work is planned.</summary>
    public DateOnly? PlannedOn { get; init; }

    public bool IsDrill { get; init; }

    /// <summary>Its page, below the console of the town.</summary>
    public required string Path { get; init; }

    /// <summary>What the department was told of it.</summary>
    public Items<Told> Told { get; init; } = [];

    public bool Has(string mark) => Told.Any(t => t.Mark == mark);
}

/// <summary>A mark that the department was told something of a case.</summary>
public sealed record Told(string Mark, DateTimeOffset At);
