namespace Bot.Infrastructure.Line.Client;

/// <summary>How a call may be repeated when nobody knows what became of it.</summary>
internal enum Again
{
    /// <summary>It would happen twice.</summary>
    Never,

    /// <summary>Once, as for a reply: its token works a single time.</summary>
    Once,

    /// <summary>As often as we like: reading, setting a value, or a call under a retry key.</summary>
    Freely,
}

/// <summary>One of LINE's endpoints: its limit counts per channel and endpoint, whatever ids stand in the path.</summary>
internal sealed record LineEndpoint(string Name, int Permits, TimeSpan Per, Again Again, bool Data = false)
{
    public static readonly LineEndpoint Reply = Usual("reply", Again.Once);
    public static readonly LineEndpoint Push = Usual("push", Again.Freely);
    public static readonly LineEndpoint Multicast = new("multicast", 200, Second, Again.Freely);
    public static readonly LineEndpoint Broadcast = new("broadcast", 60, Hour, Again.Freely);
    public static readonly LineEndpoint Narrowcast = new("narrowcast", 60, Hour, Again.Freely);
    public static readonly LineEndpoint NarrowcastProgress = Usual("narrowcast progress", Again.Freely);
    public static readonly LineEndpoint Validate = Usual("validate", Again.Freely);
    public static readonly LineEndpoint Profile = Usual("profile", Again.Freely);
    public static readonly LineEndpoint Loading = new("loading", 100, Second, Again.Never);
    public static readonly LineEndpoint MarkAsRead = Usual("mark as read", Again.Freely);
    public static readonly LineEndpoint Content = Usual("content", Again.Freely) with { Data = true };
    public static readonly LineEndpoint BotInfo = Usual("bot info", Again.Freely);
    public static readonly LineEndpoint Webhook = new("webhook", 1000, TimeSpan.FromMinutes(1), Again.Freely);
    public static readonly LineEndpoint WebhookTest = new("webhook test", 60, Hour, Again.Never);
    public static readonly LineEndpoint Quota = Usual("quota", Again.Freely);
    public static readonly LineEndpoint Consumption = Usual("consumption", Again.Freely);
    public static readonly LineEndpoint MenuCreate = new("menu create", 100, Hour, Again.Never);
    public static readonly LineEndpoint MenuDelete = new("menu delete", 100, Hour, Again.Freely);
    public static readonly LineEndpoint MenuImage = Usual("menu image", Again.Never) with { Data = true };
    public static readonly LineEndpoint MenuList = new("menu list", 10, Second, Again.Freely);
    public static readonly LineEndpoint MenuValidate = Usual("menu validate", Again.Freely);
    public static readonly LineEndpoint MenuDefault = Usual("menu default", Again.Freely);
    public static readonly LineEndpoint MenuLink = Usual("menu link", Again.Freely);
    public static readonly LineEndpoint MenuBulk = Usual("menu bulk", Again.Freely);
    public static readonly LineEndpoint Alias = Usual("alias", Again.Freely);
    public static readonly LineEndpoint AliasCreate = Usual("alias create", Again.Never);
    public static readonly LineEndpoint AliasDelete = new("alias delete", 100, Hour, Again.Freely);

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    private static TimeSpan Hour => TimeSpan.FromHours(1);

    private static LineEndpoint Usual(string name, Again again) => new(name, 2000, Second, again);
}
