using System.Text.Json.Nodes;
using Bot.Simulator.Delivery;

namespace Bot.Simulator.Line;

/// <summary>A person on the phone, in the talk with one town. Each act sends its webhook; the task ends when that was handed over or given up.</summary>
public sealed class Resident
{
    private readonly LineTown town;
    private DateTimeOffset? wroteAt;
    private bool knewUs;

    internal Resident(LineTown town, Person person, string userId) => (this.town, Person, UserId) = (town, person, userId);

    public Person Person { get; }

    public string UserId { get; }

    public bool IsFriend { get; private set; }

    public bool HasBlocked { get; private set; }

    public Talk Talk { get; } = new();

    public LineTown Town => town;

    /// <summary>The rich menu that the phone shows: the resident's own, else the default one.</summary>
    public string? RichMenuId => OwnRichMenuId ?? town.Menus.Default;

    internal string? OwnRichMenuId { get; set; }

    /// <summary>Whether what the bot sends arrives: friends, and people who wrote within seven days; never those who blocked.</summary>
    internal bool Reachable => !HasBlocked && (IsFriend || (wroteAt is { } at && town.Clock.GetUtcNow() - at < TimeSpan.FromDays(7)));

    internal bool HasProfile => !HasBlocked && (IsFriend || wroteAt is not null);

    /// <summary>Adds the account as a friend, or unblocks it.</summary>
    public Task<Delivered> AddsFriend()
    {
        var unblocked = HasBlocked || knewUs;
        (IsFriend, HasBlocked, knewUs) = (true, false, true);
        TellState();
        return town.Send(EventWriter.Event(this, "follow", town.Replies.Issue(this), ("follow", new JsonObject { ["isUnblocked"] = unblocked })));
    }

    public Task<Delivered> Blocks()
    {
        (IsFriend, HasBlocked, knewUs) = (false, true, true);
        OwnRichMenuId = null;
        TellState();
        return town.Send(EventWriter.Event(this, "unfollow", null));
    }

    public Task<Delivered> Says(string text, string? quoting = null) => town.Send(DraftText(text, quoting));

    /// <summary>Writes the message on the phone and returns its event unsent, to be sent with others by <see cref="LineTown.Send"/>.</summary>
    public JsonObject DraftText(string text, string? quoting = null)
    {
        var id = LineTown.NextMessageId();
        return Draft(id, EventWriter.Text(id, text, Wire.Secret(40), quoting), new() { ["type"] = "text", ["text"] = text });
    }

    public Task<Delivered> SendsPhoto(byte[] bytes, string type = "image/jpeg") => town.Send(DraftPhotos([(bytes, type)])[0]);

    /// <summary>Photos chosen together: several events that share an image set.</summary>
    public JsonObject[] DraftPhotos(params IReadOnlyList<(byte[] Bytes, string Type)> photos)
    {
        var setId = photos.Count > 1 ? Guid.NewGuid().ToString("N").ToUpperInvariant() : null;
        return [.. photos.Select((photo, i) =>
        {
            var id = LineTown.NextMessageId();
            town.Contents.Add(id, photo.Bytes, photo.Type);
            return Draft(id, EventWriter.Image(id, Wire.Secret(40), setId, i + 1, photos.Count), new() { ["type"] = "image", ["own"] = true });
        })];
    }

    public Task<Delivered> SendsPlace(double latitude, double longitude, string? title = null, string? address = null)
    {
        var id = LineTown.NextMessageId();
        var shown = EventWriter.Place(id, title, address, latitude, longitude);
        return town.Send(Draft(id, shown, (JsonObject)shown.DeepClone()));
    }

    public Task<Delivered> SendsSticker(string package = "446", string sticker = "1988", string? keyword = "hello")
    {
        var id = LineTown.NextMessageId();
        return town.Send(Draft(id, EventWriter.Sticker(id, Wire.Secret(40), package, sticker, keyword), new() { ["type"] = "sticker", ["packageId"] = package, ["stickerId"] = sticker }));
    }

    /// <summary>Taps something that carries a postback; <paramref name="said"/> appears in the talk as the resident's words, but is not sent as a message.</summary>
    public Task<Delivered> Posts(string data, string? said = null, JsonObject? parameters = null)
    {
        if (said is { Length: > 0 }) Show(LineTown.NextMessageId(), new() { ["type"] = "text", ["text"] = said, ["own"] = false });
        wroteAt = town.Clock.GetUtcNow();
        var postback = new JsonObject { ["data"] = data };
        if (parameters is not null) postback["params"] = parameters;
        return town.Send(EventWriter.Event(this, "postback", town.Replies.Issue(this), ("postback", postback)));
    }

    /// <summary>Picks a date, time or date with time; the kind follows from the shape of the value.</summary>
    public Task<Delivered> Picks(string data, string value) =>
        Posts(data, parameters: new() { [value.Contains('T', StringComparison.Ordinal) ? "datetime" : value.Contains(':', StringComparison.Ordinal) ? "time" : "date"] = value });

    /// <summary>Takes a message back; its content answers 410 from now on.</summary>
    public Task<Delivered> Unsends(string messageId)
    {
        if (Talk.Unsend(messageId) is null) throw new ArgumentException($"There is no message {messageId} of this resident.", nameof(messageId));
        town.Contents.Unsend(messageId);
        return town.Send(EventWriter.Event(this, "unsend", null, ("unsend", new JsonObject { ["messageId"] = messageId })));
    }

    /// <summary>Switches to the menu behind an alias, as the richmenuswitch action does.</summary>
    public Task<Delivered> Switches(string alias, string? data)
    {
        var menu = town.Menus.ByAlias(alias);
        if (menu is not null) OwnRichMenuId = menu;
        TellState();
        var status = menu is null ? "RICHMENU_ALIAS_ID_NOTFOUND" : "SUCCESS";
        return Posts(data ?? "", parameters: new() { ["newRichMenuAliasId"] = alias, ["status"] = status });
    }

    /// <summary>The next entry that the bot wrote after <paramref name="after"/>.</summary>
    public Task<TalkEntry> Hears(int after = 0, TimeSpan? patience = null, CancellationToken stop = default) =>
        Talk.Next(e => e.Author == Author.Bot, after, patience, stop);

    internal void TellState() => Talk.Tell("state", State());

    internal JsonObject State() => new()
    {
        ["friend"] = IsFriend,
        ["blocked"] = HasBlocked,
        ["richMenu"] = RichMenuId is { } id ? town.Menus.Show(id) : null,
    };

    /// <summary>What the bot sent reaches the screen, if it reaches it at all. Ids and quote tokens are given in either case.</summary>
    internal bool Receive(IReadOnlyList<(string Id, JsonObject Message)> messages, string via)
    {
        if (!Reachable) return false;
        foreach (var (id, message) in messages) Talk.Add(id, Author.Bot, town.Clock.GetUtcNow(), message, via);
        return true;
    }

    private JsonObject Draft(string id, JsonObject sent, JsonObject shown)
    {
        Show(id, shown);
        wroteAt = town.Clock.GetUtcNow();
        return EventWriter.Event(this, "message", town.Replies.Issue(this), ("message", sent));
    }

    private void Show(string id, JsonObject shown) => Talk.Add(id, Author.Resident, town.Clock.GetUtcNow(), shown);
}
