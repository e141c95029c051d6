using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;

namespace Bot.Api.Console.Schools;

/// <summary>Which schools a member of staff may see: those in whose department they have the duty, and no other of the town.</summary>
public sealed class SchoolDoor(SchoolTowns towns)
{
    public Items<School> Of(Visit visit)
    {
        var own = visit.Staff.Posts.Where(p => p.Duty == Duty.School && p.Services.Contains(SchoolsModule.Name)).Select(p => p.Department).ToHashSet(StringComparer.Ordinal);
        return [.. towns[visit.TownId].Where(s => own.Contains(s.Code))];
    }

    public School? Find(Visit visit, string code) => Of(visit).FirstOrDefault(s => s.Code == code);
}
