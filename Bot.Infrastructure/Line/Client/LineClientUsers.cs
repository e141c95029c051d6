using System.Text.Json;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Client;

/// <summary>The Messaging API: single residents.</summary>
public sealed partial class LineClient
{
    /// <summary>Not found for somebody who blocked the account.</summary>
    public async Task<LineAnswer<LineProfile>> Profile(LineChannel channel, string userId, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.Profile, $"v2/bot/profile/{Segment(userId)}", stop), LineProfile.From);

    /// <summary>Shows that an answer is being written; ends with the next message.</summary>
    /// <param name="time">5 to 60 seconds, in steps of five; anything else is rounded up to that.</param>
    public async Task<LineAnswer<Done>> ShowLoading(LineChannel channel, string userId, TimeSpan time, CancellationToken stop)
    {
        var seconds = Math.Clamp((int)Math.Ceiling(time.TotalSeconds / 5) * 5, 5, 60);
        var body = LineBody.Write(json =>
        {
            json.WriteString("chatId", userId);
            json.WriteNumber("loadingSeconds", seconds);
        });
        var call = new LineCall(LineEndpoint.Loading, HttpMethod.Post, "v2/bot/chat/loading/start", Lane.Reply) { Body = body };
        return LineBody.Done(await _wire.Send(channel, call, stop));
    }

    /// <summary>Marks the message that brought this token, and all before it, as read.</summary>
    public async Task<LineAnswer<Done>> MarkAsRead(LineChannel channel, string markAsReadToken, CancellationToken stop) =>
        LineBody.Done(await Post(
            channel, LineEndpoint.MarkAsRead, "v2/bot/chat/markAsRead", LineBody.Write(json => json.Text("markAsReadToken", markAsReadToken)), stop));
}

/// <summary>What LINE tells of a resident. Never logged.</summary>
/// <param name="Language">BCP 47; only with the resident's consent.</param>
public sealed record LineProfile(string UserId, string DisplayName, string? Language, string? PictureUrl, string? StatusMessage)
{
    internal static LineProfile? From(JsonElement json) => LineBody.Text(json, "userId") is { } id
        ? new LineProfile(id, LineBody.Text(json, "displayName") ?? "", LineBody.Text(json, "language"), LineBody.Text(json, "pictureUrl"), LineBody.Text(json, "statusMessage"))
        : null;
}
