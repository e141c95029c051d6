using Bot.Domain.Kernel;
using Bot.Domain.Staff;

namespace Bot.Infrastructure.Audit;

/// <summary>Who did something.</summary>
/// <param name="Kind"><c>staff</c>, <c>resident</c> or <c>system</c>.</param>
/// <param name="Id">The id of the member of staff; empty for others, since who a resident is follows from the subject.</param>
/// <param name="Home">The town or union for which the member of staff works.</param>
public sealed record Actor(string Kind, string Id, string Home)
{
    public static readonly Actor System = new("system", "", "");

    public static readonly Actor Resident = new("resident", "", "");

    public static Actor Of(StaffMember staff) => new("staff", staff.Id.Value.ToString("n"), staff.Town.Value);
}
