using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>Why staff get a message.</summary>
public enum MessageReason
{
    New,
    Danger,
    Unread,
    Overdue,

    /// <summary>Somebody tries whether it arrives.</summary>
    Test,
}

/// <summary>Where a message goes.</summary>
public abstract record Recipient
{
    private Recipient() { }

    public sealed record Mail(string Address) : Recipient;

    /// <summary>The LINE groups that belong to the department.</summary>
    public sealed record Groups : Recipient;

    /// <summary>The department's web hook.</summary>
    public sealed record Hook : Recipient;
}

/// <summary>One message to the staff of a department, about one case or many.</summary>
/// <param name="Step">Of unread cases: which step, from 1.</param>
/// <param name="Marks">What counts as told from now on of each of its cases, in their order.</param>
public sealed record StaffMessage(MessageReason Reason, int Step, Items<Recipient> To, Items<WaitingCase> Cases, Items<Items<string>> Marks)
{
    /// <summary>It goes before all else.</summary>
    public bool IsUrgent => Reason == MessageReason.Danger || (Reason == MessageReason.Unread && Cases.Any(c => c.Pressure > Pressure.Usual));

    /// <summary>Some of it came in quiet hours and was kept.</summary>
    public bool WasKept { get; init; }
}

/// <summary>When the department last got a message of a kind.</summary>
/// <param name="Overdue">The day of the last list of what is late.</param>
public sealed record LastMessages(DateTimeOffset? New, DateTimeOffset? Danger, DateOnly? Overdue);
