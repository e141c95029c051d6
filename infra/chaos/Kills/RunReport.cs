using System.Text;

namespace Bot.Chaos.Kills;

/// <summary>What a run did and found.</summary>
public sealed class RunReport
{
    private readonly SortedDictionary<string, int> _deaths = new(StringComparer.Ordinal);

    public int Kills { get; private set; }

    public int Watches { get; set; }

    public long Sent { get; set; }

    public long Acked { get; set; }

    public long Answers { get; set; }

    public long Repeats { get; set; }

    public long Refused { get; set; }

    public int Sessions { get; set; }

    public int Refunds { get; set; }

    public int SecondCopies { get; set; }

    public int GivenUp { get; set; }

    public int Violations { get; set; }

    /// <summary>Time under load and kills; without the rest in which everything is compared.</summary>
    public TimeSpan Loaded { get; set; }

    public TimeSpan Whole { get; set; }

    /// <summary>Where they died: <c>postgres</c>, <c>backend</c>, <c>app</c> (a random instant), or the name of a point.</summary>
    public IReadOnlyDictionary<string, int> Deaths => _deaths;

    public void Died(string where)
    {
        Kills++;
        _deaths[where] = _deaths.GetValueOrDefault(where) + 1;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(FormattableString.Invariant($"kills        {Kills} in {Whole.TotalSeconds:0} s ({Whole.TotalSeconds / Math.Max(1, Kills):0.00} s each, everything included; {Watches} comparisons)"));
        text.AppendLine(FormattableString.Invariant($"events       {Acked} acked of {Sent} written ({Acked / Math.Max(1, Loaded.TotalSeconds):0}/s), {Repeats} delivered again though taken, {Refused} refused and brought again"));
        text.AppendLine(FormattableString.Invariant($"effects      {Answers} answers, {Sessions} checkout pages, {Refunds} refunds"));
        text.AppendLine(FormattableString.Invariant($"unavoidable  {SecondCopies} second copies after the token ran out, {GivenUp} remarks given up"));
        text.AppendLine(FormattableString.Invariant($"violations   {Violations}"));
        text.Append("deaths       ").AppendJoin(", ", _deaths.Select(d => FormattableString.Invariant($"{d.Key} {d.Value}")));
        return text.ToString();
    }
}
