using Bot.Domain.Kernel;

namespace Bot.Domain.Schools;

/// <summary>What kind of house it is; decides words and what is asked by default.</summary>
public enum SchoolKind
{
    /// <summary>保育園・こども園: children are brought, by hand or by bus.</summary>
    Nursery,

    /// <summary>幼稚園.</summary>
    Kindergarten,

    /// <summary>小学校.</summary>
    Elementary,

    /// <summary>中学校.</summary>
    JuniorHigh,
}

/// <summary>A school or nursery of a town. Its code is also that of the department whose staff work there.</summary>
public sealed record School
{
    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    public required string Kana { get; init; }

    public required SchoolKind Kind { get; init; }

    public required string Telephone { get; init; }

    /// <summary>Until when an absence of the same day is told here; later ones are asked to telephone as well.</summary>
    public required TimeOnly CutOff { get; init; }

    public required SchoolCalendar Calendar { get; init; }

    /// <summary>Whether the town allows coded reasons to be tapped in the talk; else reasons are asked on our page.</summary>
    public bool AsksReasonInTalk { get; init; }

    /// <summary>Whether guardians confirm each year that they still are; who does not is unlinked.</summary>
    public bool ConfirmsYearly { get; init; }

    public bool IsForSmall => Kind is SchoolKind.Nursery or SchoolKind.Kindergarten;
}
