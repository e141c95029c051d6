using Bot.Simulator.Delivery;

namespace Bot.Simulator;

/// <summary>What the simulator is told at start: the towns with their secrets, and how its webhooks behave.</summary>
public sealed class SimulatorSettings
{
    /// <summary>Where browsers reach the simulator; when absent, the host of the call that asks.</summary>
    public string? PublicBaseUrl { get; set; }

    public IList<TownSettings> Towns { get; } = [];

    public WebhookHabits LineWebhooks { get; } = new() { Timeout = TimeSpan.FromSeconds(2) };

    public WebhookHabits StripeWebhooks { get; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>How many times a content call answers 202 before the bytes are ready.</summary>
    public int ContentPolls { get; set; }

    /// <summary>Messages a month before push answers "monthly limit"; absent means the plan without a cap.</summary>
    public int? MonthlyQuota { get; set; }

    /// <summary>Where mail is taken, on this machine alone; absent means nowhere.</summary>
    public int? MailPort { get; set; }

    // not a public property: the configuration binder must leave it alone
    internal TimeProvider Clock { get; set; } = TimeProvider.System;
}

/// <summary>One town's LINE channel and Stripe account, as the simulator plays them.</summary>
public sealed class TownSettings
{
    public string Slug { get; set; } = "";

    public string Name { get; set; } = "";

    public string ChannelId { get; set; } = "";

    public string ChannelSecret { get; set; } = "";

    public string BotUserId { get; set; } = "";

    /// <summary>The weather agency's code of the municipality, of seven digits.</summary>
    public string WeatherArea { get; set; } = "";

    public string? WebhookUrl { get; set; }

    public string? StripeSecretKey { get; set; }

    public string? StripeWebhookSecret { get; set; }

    public string? StripeWebhookUrl { get; set; }
}
