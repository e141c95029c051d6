using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>What the staff of one department are told, when, and whom else if nobody looks. Where to by LINE and web hook stands apart, since groups join and leave by themselves.</summary>
public sealed record NoticeRules
{
    public const int MostMails = 20;
    public const int MostSteps = 2;
    public const int MostTurns = 60;

    /// <summary>The department's mail addresses.</summary>
    public Items<string> Mails { get; init; } = [];

    /// <summary>Whether a new case is told.</summary>
    public bool TellNew { get; init; } = true;

    /// <summary>Whether a case in which somebody may come to harm is told at once.</summary>
    public bool TellDanger { get; init; } = true;

    /// <summary>Whether danger is told in quiet hours too, to whom it is on call.</summary>
    public bool DangerBreaksThrough { get; init; } = true;

    /// <summary>When messages may come; nothing for at any hour.</summary>
    public Items<DayHours> Hours { get; init; } = [];

    public Items<OnCallTurn> OnCall { get; init; } = [];

    /// <summary>What happens when nobody opens a case, one step after the other.</summary>
    public Items<UnreadStep> Steps { get; init; } = [];

    /// <summary>Whether each day's list of what is late is sent.</summary>
    public bool TellOverdue { get; init; } = true;

    public TimeOnly DigestAt { get; init; } = new(8, 30);

    /// <summary>Days after which a case without any answer counts as late; <c>null</c> for never.</summary>
    public int? AnswerDays { get; init; } = 3;

    /// <summary>Who is on call at that moment; <c>null</c> when nobody is named. The day changes at midnight.</summary>
    public OnCallTurn? OnCallAt(DateTimeOffset now) => JapanTime.Day(now) is var day ? OnCall.FirstOrDefault(t => t.From <= day && day <= t.Until) : null;

    /// <param name="isHoliday">Japan's national holidays.</param>
    public bool IsQuiet(DateTimeOffset now, Func<DateOnly, bool> isHoliday) => Hours.Count > 0 && !DayHours.Allow(Hours, now, isHoliday);
}

/// <summary>Somebody who is on call for some days.</summary>
/// <param name="Until">The last day.</param>
public sealed record OnCallTurn(DateOnly From, DateOnly Until, string Name, string Mail);

/// <summary>Whom else to tell when nobody has opened a case for so long since the message before.</summary>
/// <param name="Mails">None: the department itself again.</param>
public sealed record UnreadStep(int AfterMinutes, Items<string> Mails);
