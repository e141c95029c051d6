using System.Text.Json.Nodes;

namespace Bot.Simulator.Line;

/// <summary>Who wrote an entry of the talk.</summary>
public enum Author
{
    Resident,
    Bot,
    Phone,
}

/// <summary>One entry of a talk, as it stands on the phone. <c>Via</c> is reply, push, multicast or broadcast for the bot.</summary>
public sealed record TalkEntry(int Number, string Id, Author Author, DateTimeOffset At, JsonObject Message, string? Via = null, bool Unsent = false)
{
    public string Type => (string?)Message["type"] ?? "";

    /// <summary>The text of a text message, or the alternative text of anything else that has one.</summary>
    public string Text => (string?)Message["text"] ?? (string?)Message["altText"] ?? "";
}
