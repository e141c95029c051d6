namespace Bot.Infrastructure.Processes;

/// <summary>What a process of the bot does; one may do all of it.</summary>
[Flags]
public enum ProcessRoles
{
    None = 0,

    /// <summary>Takes in what comes over HTTP.</summary>
    Web = 1,

    /// <summary>Takes turns and rings alarms.</summary>
    Worker = 2,

    /// <summary>Sends what must go out.</summary>
    Sender = 4,
    All = Web | Worker | Sender,
}

/// <summary>A process as the table shows it.</summary>
/// <param name="Beats">Goes up with each beat; who looks twice and sees the same number heard nothing in between.</param>
internal sealed record ProcessRow(Guid Id, ProcessRoles Roles, long Beats);
