using Bot.Domain.Kernel;

namespace Bot.Domain.Schools;

public readonly record struct ChildId(Guid Value);

public readonly record struct ClassId(Guid Value);

/// <summary>組: a class of one school year.</summary>
/// <param name="Grade">年; 0 for a class of mixed or no grades.</param>
public sealed record SchoolClass(ClassId Id, string School, SchoolYear Year, int Grade, string Name)
{
    /// <summary>As the school says it, such as 3年2組; a nursery's class has a name of its own.</summary>
    public string Title => Grade > 0 ? $"{Grade}年{Name}" : Name;
}

/// <summary>Who a child is; under seal in the database, and never in a message of LINE.</summary>
/// <param name="Contact">The telephone that the school calls; empty when there is none.</param>
public sealed record ChildPerson(string Name, string Kana, DateOnly Birth, string Contact);

/// <summary>A child as its school has it on the roll.</summary>
/// <param name="Number">The school's own number for it, by which a list that is brought in again finds it.</param>
/// <param name="IsProtected">支援措置など: nobody is linked to it but by the school, and nothing of it is exported or shown beyond the school.</param>
/// <param name="LeftOn">The first day on which it is not of this school any more.</param>
public sealed record Child(ChildId Id, string School, string Number, ChildPerson Person, bool IsProtected, DateOnly? LeftOn)
{
    public bool IsHere(DateOnly day) => LeftOn is not { } left || day < left;
}

/// <summary>A child in its class on some day.</summary>
/// <param name="Seat">出席番号; 0 when it has none.</param>
public sealed record Pupil(Child Child, SchoolClass Class, int Seat);

/// <summary>A child as one guardian's talk knows it.</summary>
/// <param name="Nickname">Chosen by the guardian; all that the talk ever shows.</param>
public sealed record LinkedChild(Guid Link, ChildId Child, string School, string Nickname);
