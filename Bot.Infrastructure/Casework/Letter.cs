using Bot.Domain.Kernel;
using Bot.Domain.Staff;

namespace Bot.Infrastructure.Casework;

/// <summary>A message of staff to a resident, as it stands: its words are under seal.</summary>
/// <param name="Citizen">Who reads it on our page; <c>null</c> when it is printed and posted.</param>
/// <param name="Photo">A picture of ours, by its content id.</param>
/// <param name="Seen">When staff said that they had read the answer.</param>
public sealed record Letter(
    Guid Id, CaseSubject At, CitizenId? Citizen, Language Language, byte[]? Body, string? Photo, StaffId Writer, TownId WriterHome,
    DateTimeOffset Written, DateTimeOffset Expires, DateTimeOffset? Opened, DateTimeOffset? Withdrawn, byte[]? Reply, DateTimeOffset? Replied, DateTimeOffset? Seen)
{
    /// <summary>More than a screen or two nobody reads.</summary>
    public const int Longest = 4000;

    /// <summary>How long its page opens.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromDays(30);

    public bool IsReadable(DateTimeOffset now) => Withdrawn is null && now < Expires && Body is not null;
}
