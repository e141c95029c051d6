using Bot.Domain.Kernel;
using Bot.Domain.Staff;

namespace Bot.Infrastructure.Staff;

/// <summary>The account of a member of staff, as signing in sees it; the framework changes it and the store writes it.</summary>
public sealed class StaffUser
{
    public required TownId Town { get; init; }

    public required StaffId Id { get; init; }

    public required string Login { get; set; }

    public required string Name { get; set; }

    /// <summary>The salted hash; <c>null</c> when there is none yet.</summary>
    public string? Password { get; set; }

    /// <summary>Sessions that carry another stamp are over.</summary>
    public required string Stamp { get; set; }

    /// <summary>Whether the invitation was accepted.</summary>
    public bool HasJoined { get; init; }

    public bool HasLeft { get; init; }

    public string? Issuer { get; init; }

    public string? Subject { get; init; }

    /// <summary>As the audit log names them.</summary>
    public string AuditSubject => $"staff/{Id.Value:n}";
}
