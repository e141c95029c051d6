using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>One child as a school's list writes it.</summary>
public sealed record RollLine(string Number, ChildPerson Person, int Grade, string Class, int Seat, bool IsProtected)
{
    /// <summary>All the child's clubs; <c>null</c> where the list has no such column.</summary>
    public Items<string>? Clubs { get; init; }

    /// <summary>All the child's buses; <c>null</c> where the list has no such column.</summary>
    public Items<string>? Buses { get; init; }
}

/// <summary>What is wrong with one row of a list; the heading's row is the first.</summary>
public sealed record RollFault(int Row, string What);
