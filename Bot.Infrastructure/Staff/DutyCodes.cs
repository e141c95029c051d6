using Bot.Domain.Staff;

namespace Bot.Infrastructure.Staff;

/// <summary>Duties as their column and addresses hold them.</summary>
public static class DutyCodes
{
    public static string Code(this Duty duty) => duty switch
    {
        Duty.Clerk => "clerk",
        Duty.Approver => "approver",
        Duty.School => "school",
        Duty.Crew => "crew",
        Duty.Auditor => "auditor",
        Duty.Administrator => "administrator",
        Duty.RegionObserver => "region-observer",
        _ => throw new ArgumentOutOfRangeException(nameof(duty)),
    };

    public static string Title(this Duty duty) => duty switch
    {
        Duty.Clerk => "担当",
        Duty.Approver => "承認者",
        Duty.School => "学校・園",
        Duty.Crew => "現場",
        Duty.Auditor => "監査",
        Duty.Administrator => "管理者",
        Duty.RegionObserver => "広域閲覧",
        _ => throw new ArgumentOutOfRangeException(nameof(duty)),
    };

    public static Duty? Parse(string code) => Enum.GetValues<Duty>().Where(d => d.Code() == code).Select(d => (Duty?)d).FirstOrDefault();
}
