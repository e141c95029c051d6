using Bot.Simulator.Delivery;
using Bot.Simulator.Faults;

namespace Bot.Simulator.Control;

/// <summary>A fault asked for over HTTP.</summary>
internal sealed record FaultOrder(
    string Kind, string? Endpoint = null, int? Times = null, double? Probability = null, int? Seed = null, int? Status = null, int? DelayMilliseconds = null, string? Town = null)
{
    public Fault Fault(FaultKind kind) => new(
        kind, Endpoint ?? "", Times, Probability ?? 1, Seed ?? 1, Status ?? 500, DelayMilliseconds is { } delay ? TimeSpan.FromMilliseconds(delay) : null, Town);
}

internal sealed record ClockOrder(double OffsetSeconds);

internal sealed record PhotoOrder(int Polls);

internal sealed record ReleaseRequest(string? Order);

/// <summary>Changes to the habits of webhooks; what is absent stays.</summary>
internal sealed record HabitOrder(
    bool? Redeliver = null, int? MaxRedeliveries = null, int? RedeliveryDelayMilliseconds = null, int? TimeoutMilliseconds = null, double? DuplicateRate = null, int? ReorderWindow = null)
{
    public void Apply(WebhookHabits habits)
    {
        habits.Redeliver = Redeliver ?? habits.Redeliver;
        habits.MaxRedeliveries = MaxRedeliveries ?? habits.MaxRedeliveries;
        habits.DuplicateRate = DuplicateRate ?? habits.DuplicateRate;
        habits.ReorderWindow = ReorderWindow ?? habits.ReorderWindow;
        if (RedeliveryDelayMilliseconds is { } delay) habits.RedeliveryDelay = TimeSpan.FromMilliseconds(delay);
        if (TimeoutMilliseconds is { } timeout) habits.Timeout = TimeSpan.FromMilliseconds(timeout);
    }
}
