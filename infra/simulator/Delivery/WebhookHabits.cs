namespace Bot.Simulator.Delivery;

/// <summary>How webhooks of one wire arrive: patience, redelivery, duplicates and disorder.</summary>
public sealed class WebhookHabits
{
    /// <summary>How long the receiver may take to answer 2xx.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    public bool Redeliver { get; set; } = true;

    public int MaxRedeliveries { get; set; } = 5;

    /// <summary>Pause before the first redelivery; it grows with each one.</summary>
    public TimeSpan RedeliveryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Share of webhooks that arrive twice although the first one was answered, 0 to 1.</summary>
    public double DuplicateRate { get; set; }

    /// <summary>When above 1, that many webhooks are gathered (for half a second at most) and sent in a shuffled order.</summary>
    public int ReorderWindow { get; set; }

    public int Seed { get; set; } = 1;
}

/// <summary>In which order held webhooks go out.</summary>
public enum ReleaseOrder
{
    AsSent,
    Reversed,
    Shuffled,
}

/// <summary>One attempt to hand over a webhook; status 0 means that no answer came.</summary>
public sealed record Attempt(DateTimeOffset At, string Town, string Label, int Status, bool Redelivery, string? Problem);

/// <summary>What became of a webhook in the end.</summary>
public sealed record Delivered(bool Accepted, int Attempts, int LastStatus);
