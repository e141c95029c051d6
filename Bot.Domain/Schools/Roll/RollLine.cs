namespace Bot.Domain.Schools.Roll;

/// <summary>One child as a school's list writes it.</summary>
public sealed record RollLine(string Number, ChildPerson Person, int Grade, string Class, int Seat, bool IsProtected);

/// <summary>What is wrong with one row of a list; the heading's row is the first.</summary>
public sealed record RollFault(int Row, string What);
