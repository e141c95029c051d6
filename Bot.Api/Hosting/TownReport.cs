namespace Bot.Api.Hosting;

/// <summary>What a check or a publication says to the clerk, line by line.</summary>
public sealed class TownReport(TextWriter output)
{
    /// <summary>How many things need mending.</summary>
    public int Faults { get; private set; }

    public void Good(string what) => output.WriteLine($"✓ {what}");

    /// <summary>Something that only a person can see or judge.</summary>
    public void Look(string what, string how) => output.WriteLine($"△ {what}\n    → {how}");

    public void Bad(string what, string how)
    {
        Faults++;
        output.WriteLine($"✗ {what}\n    → {how}");
    }

    public void Say(string what) => output.WriteLine(what);
}
