using System.Globalization;
using System.Text.Json.Nodes;
using Bot.Simulator.Delivery;

namespace Bot.Simulator.Line;

/// <summary>One town's official account: its residents, its rich menus, its webhook.</summary>
public sealed class LineTown
{
    private static long lastMessage = 500_000_000_000_000_000;
    private readonly FakeLine line;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Resident> residents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);
    private int sentThisMonth;

    internal LineTown(FakeLine line, TownSettings settings)
    {
        this.line = line;
        Settings = settings;
        if (settings.BotUserId.Length == 0) settings.BotUserId = Wire.LineId('U', "bot:" + settings.Slug);
        if (settings.Name.Length == 0) settings.Name = settings.Slug;
        Replies = new(line.Clock);
        Retries = new(line.Clock);
        Menus = new(this);
    }

    public TownSettings Settings { get; }

    public string Slug => Settings.Slug;

    /// <summary>Every resident whom this town has met.</summary>
    public IReadOnlyList<Resident> Residents { get { lock (gate) { return [.. residents.Values]; } } }

    /// <summary>Recipients of push, multicast and broadcast this month.</summary>
    public int SentThisMonth => sentThisMonth;

    internal SimulatorClock Clock => line.Clock;

    internal Ledger Ledger => line.Ledger;

    internal ContentStore Contents => line.Contents;

    internal ReplyTokens Replies { get; }

    internal RetryKeys Retries { get; }

    internal RichMenus Menus { get; }

    internal bool OverQuota => line.Settings.MonthlyQuota is { } cap && sentThisMonth >= cap;

    /// <summary>The resident by the person's key; a key that nobody has yet makes a new person.</summary>
    public Resident Resident(string key)
    {
        var person = line.FindPerson(key) ?? line.NewPerson(key, key: key);
        lock (gate)
        {
            var userId = Wire.LineId('U', $"{Slug}:{key}");
            if (!residents.TryGetValue(userId, out var resident)) residents[userId] = resident = new(this, person, userId);
            return resident;
        }
    }

    /// <summary>Forgets residents with all that stood in their talks, so that a long run does not grow without end. What is sent to them from now on fails.</summary>
    public void Forget(IEnumerable<Resident> gone)
    {
        var all = gone.ToArray();
        lock (gate) { foreach (var one in all) residents.Remove(one.UserId); }
        line.Forget(all.Select(r => r.Person));
    }

    /// <summary>The group of that name; a name that is new makes one, which the account has not joined yet.</summary>
    public Group Group(string name)
    {
        var id = Wire.LineId('C', $"{Slug}:{name}");
        lock (gate)
        {
            if (!groups.TryGetValue(id, out var group)) groups[id] = group = new(this, id);
            return group;
        }
    }

    internal Group? ByGroupId(string id)
    {
        lock (gate) { return groups.GetValueOrDefault(id); }
    }

    internal Resident? ByUserId(string userId)
    {
        lock (gate) { return residents.GetValueOrDefault(userId); }
    }

    internal static string NextMessageId() => Interlocked.Increment(ref lastMessage).ToString(CultureInfo.InvariantCulture);

    internal void CountSent(int recipients) => Interlocked.Add(ref sentThisMonth, recipients);

    /// <summary>Sends several events in one webhook, as LINE does when it is busy. Events come from <see cref="Resident"/>'s Draft methods or are written by hand.</summary>
    public Task<Delivered> Send(params JsonObject[] events) =>
        line.Webhooks.Send(new Parcel(
            Slug,
            $"{Slug}:{(string?)events.FirstOrDefault()?["source"]?["userId"]}",
            events.Length == 0 ? "verify" : string.Join(',', events.Select(e => (string?)e["type"])),
            () => Settings.WebhookUrl,
            redelivery => Body(events, redelivery),
            body => [new("x-line-signature", Wire.LineSignature(Settings.ChannelSecret, body)), new("User-Agent", "LineBotWebhook/2.0")]));

    private byte[] Body(JsonObject[] events, bool redelivery)
    {
        var written = new JsonArray();
        foreach (var one in events)
        {
            if ((string?)one["replyToken"] is { } token) Replies.Handed(token);
            var copy = (JsonObject)one.DeepClone();
            if (copy["deliveryContext"] is JsonObject context) context["isRedelivery"] = redelivery;
            written.Add((JsonNode)copy);
        }

        return Wire.Bytes(new JsonObject { ["destination"] = Settings.BotUserId, ["events"] = written });
    }
}
