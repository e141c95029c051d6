namespace Bot.Domain.Staff;

/// <summary>A member of staff, unique within the installation.</summary>
public readonly record struct StaffId(Guid Value);

/// <summary>What somebody is charged with in a department. Words of the town hall, not ranks.</summary>
public enum Duty
{
    /// <summary>担当: works on requests.</summary>
    Clerk,

    /// <summary>承認者: also approves what needs a second pair of eyes.</summary>
    Approver,

    /// <summary>学校・園: the office of a school or nursery.</summary>
    School,

    /// <summary>現場: on the road, with a phone.</summary>
    Crew,

    /// <summary>監査: reads the records, changes nothing.</summary>
    Auditor,

    /// <summary>管理者: staff, settings and catalogues; not residents' data.</summary>
    Administrator,

    /// <summary>広域閲覧: numbers without names, across the towns.</summary>
    RegionObserver,
}
