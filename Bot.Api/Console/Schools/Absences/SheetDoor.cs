using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>Lets staff of a school into that school's sheets and no other's.</summary>
internal static class SheetDoor
{
    public static IReadOnlyList<School> Of(Visit visit, SchoolTowns towns) =>
        [.. towns[visit.TownId].Where(s => visit.Staff.Posts.Any(p => p.Duty == Duty.School && p.Department == s.Code && p.Services.Contains(SchoolsModule.Name)))];

    public static School? Find(Visit visit, SchoolTowns towns, string code) => Of(visit, towns).FirstOrDefault(s => s.Code == code);
}
