using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;

namespace Bot.Api.Console.Schools;

/// <summary>Which schools a member of staff may see: those in whose department they hold the right, and no other of the town. The code of a school is that of its department.</summary>
public sealed class SchoolDoor(SchoolTowns towns)
{
    public Items<School> Of(Visit visit, Right right)
    {
        var own = visit.Staff.Posts.Where(right.IsHeldBy).Select(p => p.Department).ToHashSet(StringComparer.Ordinal);
        return [.. towns[visit.TownId].Where(s => own.Contains(s.Code))];
    }

    /// <summary>Those whose pages are the school's own staff's.</summary>
    public Items<School> Of(Visit visit) => Of(visit, Rights.SchoolSee);

    public School? Find(Visit visit, string code, Right right) => Of(visit, right).FirstOrDefault(s => s.Code == code);

    public School? Find(Visit visit, string code) => Find(visit, code, Rights.SchoolSee);
}
