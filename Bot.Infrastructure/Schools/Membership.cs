using Bot.Domain.Schools;

namespace Bot.Infrastructure.Schools;

/// <summary>From when until when a child was in a class, as far as it was of the school at all.</summary>
/// <param name="Until">The first day on which it is not.</param>
public sealed record Membership(Pupil Pupil, DateOnly From, DateOnly? Until)
{
    public bool Holds(DateOnly day) => From <= day && (Until is not { } end || day < end);
}
