using System.Text.Json.Nodes;
using Bot.Simulator.Delivery;

namespace Bot.Simulator.Line;

/// <summary>A LINE group that has invited the account: what is said in it reaches the bot, and the bot may push to it until it is thrown out.</summary>
public sealed class Group
{
    private readonly LineTown town;

    internal Group(LineTown town, string id) => (this.town, Id) = (town, id);

    public string Id { get; }

    public bool HasBot { get; private set; }

    public Task Joins()
    {
        HasBot = true;
        return Tell("join", null);
    }

    public Task Leaves()
    {
        HasBot = false;
        return Tell("leave", null);
    }

    /// <param name="person">Who of the group says it.</param>
    public Task Says(string text, string person = "member") =>
        Tell("message", EventWriter.Text(LineTown.NextMessageId(), text, Wire.Secret(40), null), Wire.LineId('U', $"{town.Slug}:{person}"));

    private Task<Delivered> Tell(string type, JsonObject? message, string? userId = null)
    {
        var at = town.Clock.GetUtcNow();
        var source = new JsonObject { ["type"] = "group", ["groupId"] = Id };
        if (userId is not null) source["userId"] = userId;
        var written = new JsonObject
        {
            ["type"] = type,
            ["webhookEventId"] = Wire.Ulid(at),
            ["deliveryContext"] = new JsonObject { ["isRedelivery"] = false },
            ["timestamp"] = at.ToUnixTimeMilliseconds(),
            ["source"] = source,
            ["mode"] = "active",
        };
        if (message is not null) written["message"] = message;
        return town.Send(written);
    }
}
