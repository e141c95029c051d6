namespace Bot.Domain.Schools;

public readonly record struct GroupId(Guid Value);

/// <summary>What a group of children is, beside their classes. The names are stored in small letters.</summary>
public enum GroupKind
{
    /// <summary>クラブ・部活.</summary>
    Club,

    /// <summary>バス: those who ride the same one.</summary>
    Bus,
}

/// <summary>Children of a school who belong together across classes; it goes on from year to year until the school ends it.</summary>
public sealed record SchoolGroup(GroupId Id, string School, GroupKind Kind, string Name)
{
    public const int LongestName = 30;
}
