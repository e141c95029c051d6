using Bot.Domain.Kernel;

namespace Bot.Domain.Staff;

/// <summary>What a page or an action needs. What no duty is named for, nobody may do.</summary>
/// <param name="Name">As the table of rights and the audit log call it.</param>
/// <param name="Title">As staff read it.</param>
/// <param name="Duties">Any of these is enough.</param>
/// <param name="Service">The duty must be held in a department that sees to this service; <c>null</c> when any department will do.</param>
/// <param name="Proof">Whether one must have proven lately who one is: exports, approvals, keys.</param>
public sealed record Right(string Name, string Title, Items<Duty> Duties, string? Service = null, bool Proof = false)
{
    public bool IsHeldBy(Post post) => Duties.Contains(post.Duty) && (Service is null || post.Services.Contains(Service));
}
