namespace Bot.Simulator.Faults;

/// <summary>What goes wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>The answer is right but late.</summary>
    Delay,

    /// <summary>A 5xx before anything happened.</summary>
    ServerError,

    /// <summary>The effect happened, yet the answer is a 5xx.</summary>
    ServerErrorAfterAccepting,

    /// <summary>The effect happened; the answer never comes.</summary>
    TimeoutAfterAccepting,

    /// <summary>Nothing happened; the answer never comes.</summary>
    Timeout,

    /// <summary>429, too many calls a second.</summary>
    RateLimited,

    /// <summary>429, the month's messages are used up (LINE only; on Stripe the same as <see cref="RateLimited"/>).</summary>
    MonthlyLimit,

    /// <summary>The connection breaks before anything happened.</summary>
    Drop,

    /// <summary>The effect happened; the connection breaks in the middle of the answer.</summary>
    DropHalfway,
}

/// <summary>A planned fault. <c>Endpoint</c> is part of "METHOD /path" ("POST /line-api/v2/bot/message/push", "checkout/sessions"); empty means every call.</summary>
public sealed record Fault(FaultKind Kind, string Endpoint = "", int? Times = null, double Probability = 1, int Seed = 1, int Status = 500, TimeSpan? Delay = null, string? Town = null);

/// <summary>The faults in force. The first that fits and is not used up strikes.</summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<Armed> armed = [];

    public IReadOnlyList<Fault> Faults { get { lock (gate) { return [.. armed.Select(a => a.Fault with { Times = a.Left })]; } } }

    /// <summary>Puts a fault in force until it is used up or the plan is cleared.</summary>
    public void Add(Fault fault)
    {
        lock (gate) { armed.Add(new(fault)); }
    }

    /// <summary>The next calls to an endpoint fail this way.</summary>
    public void Next(FaultKind kind, string endpoint, int times = 1, int status = 500, TimeSpan? delay = null) => Add(new(kind, endpoint, times, Status: status, Delay: delay));

    public void Clear()
    {
        lock (gate) { armed.Clear(); }
    }

    internal Fault? Strike(string call, string? town)
    {
        lock (gate)
        {
            foreach (var one in armed)
            {
                if (!call.Contains(one.Fault.Endpoint, StringComparison.Ordinal) || (one.Fault.Town is { } only && only != town)) continue;
                if (one.Left == 0 || (one.Fault.Probability < 1 && one.Random.NextDouble() >= one.Fault.Probability)) continue;
                one.Left--;
                if (one.Left == 0) armed.Remove(one);
                return one.Fault;
            }

            return null;
        }
    }

    private sealed class Armed(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int? Left { get; set; } = fault.Times;

        public Random Random { get; } = new(fault.Seed);
    }
}
