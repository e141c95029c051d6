using System.Text.Json;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>The bodies of the small kinds of outbox rows.</summary>
public static class LineTasks
{
    /// <param name="name">The rich menu's alias; <c>null</c> gives the resident the menu of everybody.</param>
    public static ReadOnlyMemory<byte> Menu(string? name) => LineBody.Write(json => json.Text("menu", name));

    /// <param name="messageId">The message whose picture is wanted.</param>
    /// <param name="resident">Who sent it.</param>
    public static ReadOnlyMemory<byte> Content(string messageId, string resident) => LineBody.Write(json =>
    {
        json.Text("message", messageId);
        json.Text("resident", resident);
    });

    internal static string? ReadMenu(ReadOnlyMemory<byte> body) => Read(body, "menu");

    internal static string? ReadResident(ReadOnlyMemory<byte> body) => Read(body, "resident");

    internal static string? ReadContent(ReadOnlyMemory<byte> body) => Read(body, "message");

    private static string? Read(ReadOnlyMemory<byte> body, string name)
    {
        using var document = JsonDocument.Parse(body);
        return LineBody.Text(document.RootElement, name);
    }
}
