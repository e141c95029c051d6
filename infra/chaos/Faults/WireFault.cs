namespace Bot.Chaos.Faults;

/// <summary>What befalls one connection.</summary>
public abstract record WireFault
{
    private WireFault()
    {
    }

    /// <summary>Nothing.</summary>
    public sealed record None : WireFault;

    /// <summary>Taken and broken at once, before a byte has gone anywhere.</summary>
    public sealed record Refused : WireFault;

    /// <summary>Broken after so many bytes of the answers, mostly half-way through one.</summary>
    public sealed record Cut(int AfterBytes) : WireFault;

    /// <summary>After so many bytes of the answers nothing comes any more, yet the connection stays open.</summary>
    public sealed record Silent(int AfterBytes) : WireFault;

    /// <summary>What is asked never arrives, and nobody says so.</summary>
    public sealed record Deaf : WireFault;

    /// <summary>Each piece of an answer comes so much later.</summary>
    public sealed record Late(TimeSpan By) : WireFault;
}

/// <summary>How often a wire fails, and how: shares of connections between 0 and 1; the rest goes through.</summary>
/// <param name="LongestCut">Cuts and silences begin at a random byte below this.</param>
public sealed record WireHabits(
    double Refused = 0, double Cut = 0, double Silent = 0, double Deaf = 0, double Late = 0, int LongestCut = 600, TimeSpan LatestBy = default)
{
    public static WireHabits Sound { get; } = new();

    /// <summary>The lot of a connection follows from the seed and its number alone, so that a run can be repeated.</summary>
    /// <param name="number">Counted from 0 in the order in which connections are taken.</param>
    public WireFault Of(int seed, int number)
    {
        var random = new Dice(seed, number);
        var (lot, bytes, late) = (random.Next(), (int)(random.Next() * LongestCut), LatestBy * random.Next());
        foreach (var (share, fault) in new (double, WireFault)[]
        {
            (Refused, new WireFault.Refused()),
            (Cut, new WireFault.Cut(bytes)),
            (Silent, new WireFault.Silent(bytes)),
            (Deaf, new WireFault.Deaf()),
            (Late, new WireFault.Late(late)),
        })
        {
            if (lot < share)
            {
                return fault;
            }

            lot -= share;
        }

        return new WireFault.None();
    }
}
