namespace Bot.Domain.Schools;

/// <summary>年度: from 1 April to 31 March, named by the year in which it begins.</summary>
public readonly record struct SchoolYear(int Value)
{
    public DateOnly First => new(Value, 4, 1);

    public DateOnly Last => new(Value + 1, 3, 31);

    public static SchoolYear Of(DateOnly day) => new(day.AddMonths(-3).Year);
}
