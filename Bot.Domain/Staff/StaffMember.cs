using Bot.Domain.Kernel;

namespace Bot.Domain.Staff;

/// <summary>One duty in one department.</summary>
/// <param name="Department">The department's code within the town.</param>
/// <param name="Services">What the department sees to, by the services' names, such as <c>bulky-waste</c>.</param>
public sealed record Post(string Department, Items<string> Services, Duty Duty);

/// <summary>Somebody who works for a town or a union, with all duties.</summary>
public sealed record StaffMember(StaffId Id, TownId Town, string Name, Items<Post> Posts)
{
    /// <summary>Whether a right is held. Who has no post may nothing.</summary>
    public bool May(Right right) => Posts.Any(right.IsHeldBy);

    public bool Has(Duty duty) => Posts.Any(p => p.Duty == duty);
}
