using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Arrivals;

/// <summary>When a nursery or school wants to know where every child is, and who is told when it does not.</summary>
public sealed record ArrivalRules
{
    public const int MostMinutes = 60;
    public const int MostBuses = 9;
    public const int MostMails = 10;

    public bool IsOn { get; init; }

    /// <summary>A nursery is open on Saturdays too, for those few who come; no alarm is made of those who do not.</summary>
    public Items<DayOfWeek> Days { get; init; } = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>By when every child is in its class, or reported absent.</summary>
    public TimeOnly ArriveBy { get; init; } = new(9, 0);

    /// <summary>Minutes after a child became late, until its guardians are told.</summary>
    public int GuardianMinutes { get; init; } = 5;

    /// <summary>The same until the staff are told; of a child that is known to have boarded they hear no later than the guardians.</summary>
    public int StaffMinutes { get; init; } = 10;

    public int HeadMinutes { get; init; } = 20;

    /// <summary>How many buses it runs; each has a sheet with a code behind its last seat.</summary>
    public int Buses { get; init; }

    /// <summary>Minutes after the bus came within which those who boarded are in class.</summary>
    public int BusMinutes { get; init; } = 15;

    /// <summary>Minutes after the bus came within which somebody has been at its last seat.</summary>
    public int RearSeatMinutes { get; init; } = 10;

    /// <summary>Whether guardians are told that their child has come.</summary>
    public bool TellsArrival { get; init; }

    public Items<string> StaffMails { get; init; } = [];

    public Items<string> HeadMails { get; init; } = [];

    /// <summary>What the codes behind the last seats are made of; a new one makes all printed sheets void.</summary>
    public Guid Sheet { get; init; }

    /// <summary>What stands on the sheet behind the last seat of a bus.</summary>
    public string RearCode(int bus)
    {
        var bytes = NamedGuid.From(Sheet, $"rear-seat/{bus}").ToByteArray();
        return (BitConverter.ToUInt32(bytes, 0) % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the steps come in their order, soon enough to help.</summary>
    public bool IsSound() => GuardianMinutes is > 0 && GuardianMinutes <= StaffMinutes && StaffMinutes <= HeadMinutes && HeadMinutes <= MostMinutes
        && BusMinutes is > 0 and <= MostMinutes && RearSeatMinutes is > 0 and <= MostMinutes && Buses is >= 0 and <= MostBuses && Days.Count > 0
        && StaffMails.Count <= MostMails && HeadMails.Count <= MostMails;
}
