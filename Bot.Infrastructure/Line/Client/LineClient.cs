using System.Text.Json;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Client;

/// <summary>The Messaging API: sending. Messages are JSON arrays as <see cref="LineEnvelope"/> holds them.</summary>
public sealed partial class LineClient
{
    private readonly LineWire _wire;
    private readonly TimeProvider _clock;

    internal LineClient(LineWire wire, TimeProvider clock) => (_wire, _clock) = (wire, clock);

    /// <summary>Free of the quota; the token works once. After a lost answer it is tried once more with the same token.</summary>
    public Task<SendResult> Reply(LineChannel channel, string replyToken, ReadOnlyMemory<byte> messages, Lane lane, CancellationToken stop) =>
        Send(channel, LineEndpoint.Reply, "v2/bot/message/reply", lane, null, json =>
        {
            json.WriteString("replyToken", replyToken);
            json.Raw("messages", messages);
        }, stop);

    /// <param name="to">A user, group or room.</param>
    /// <param name="retryKey">The same for each try of the same message, for 24 hours.</param>
    public Task<SendResult> Push(
        LineChannel channel, string to, ReadOnlyMemory<byte> messages, Guid retryKey, Lane lane, CancellationToken stop, SendStyle? style = null) =>
        Send(channel, LineEndpoint.Push, "v2/bot/message/push", lane, retryKey, json =>
        {
            json.WriteString("to", to);
            json.Raw("messages", messages);
            Style(json, style);
        }, stop);

    /// <summary>Up to 500 residents at once; any error means that nobody got it.</summary>
    public Task<SendResult> Multicast(
        LineChannel channel, IReadOnlyCollection<string> to, ReadOnlyMemory<byte> messages, Guid retryKey, Lane lane, CancellationToken stop,
        SendStyle? style = null)
    {
        AtMost500(to);
        return Send(channel, LineEndpoint.Multicast, "v2/bot/message/multicast", lane, retryKey, json =>
        {
            json.Each("to", to, static (writer, user) => writer.WriteStringValue(user));
            json.Raw("messages", messages);
            Style(json, style);
        }, stop);
    }

    /// <summary>To all friends of the account.</summary>
    public Task<SendResult> Broadcast(
        LineChannel channel, ReadOnlyMemory<byte> messages, Guid retryKey, Lane lane, CancellationToken stop, bool silent = false) =>
        Send(channel, LineEndpoint.Broadcast, "v2/bot/message/broadcast", lane, retryKey, json =>
        {
            json.Raw("messages", messages);
            Style(json, new SendStyle(silent));
        }, stop);

    /// <summary>To those friends who fit; accepted at once, sent later: ask <see cref="NarrowcastProgress"/> with the request id.</summary>
    public Task<SendResult> Narrowcast(
        LineChannel channel, ReadOnlyMemory<byte> messages, NarrowcastTarget target, Guid retryKey, Lane lane, CancellationToken stop) =>
        Send(channel, LineEndpoint.Narrowcast, "v2/bot/message/narrowcast", lane, retryKey, json =>
        {
            json.Raw("messages", messages);
            NarrowcastWriter.Write(json, target);
        }, stop);

    /// <summary>Known for 14 days.</summary>
    public async Task<LineAnswer<NarrowcastState>> NarrowcastProgress(LineChannel channel, string requestId, CancellationToken stop) =>
        LineBody.Understand(
            await Get(channel, LineEndpoint.NarrowcastProgress, $"v2/bot/message/progress/narrowcast?requestId={Segment(requestId)}", stop),
            NarrowcastState.From);

    /// <summary>Whether LINE would take these messages; nothing is sent.</summary>
    public async Task<LineAnswer<Done>> Validate(LineChannel channel, SendKind kind, ReadOnlyMemory<byte> messages, CancellationToken stop) =>
        LineBody.Done(await Post(
            channel, LineEndpoint.Validate, $"v2/bot/message/validate/{JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}",
            LineBody.Write(json => json.Raw("messages", messages)), stop));

    private async Task<SendResult> Send(
        LineChannel channel, LineEndpoint endpoint, string path, Lane lane, Guid? retryKey, Action<Utf8JsonWriter> body, CancellationToken stop) =>
        LineBody.Sending(await _wire.Send(
            channel, new LineCall(endpoint, HttpMethod.Post, path, lane) { Body = LineBody.Write(body), RetryKey = retryKey }, stop));

    private static void Style(Utf8JsonWriter json, SendStyle? style)
    {
        json.Flag("notificationDisabled", style?.Silent ?? false);
        if (style?.Unit is { } unit)
        {
            json.Each("customAggregationUnits", [unit], static (writer, name) => writer.WriteStringValue(name));
        }
    }

    private Task<LineReply> Get(LineChannel channel, LineEndpoint endpoint, string path, CancellationToken stop) =>
        _wire.Send(channel, new LineCall(endpoint, HttpMethod.Get, path, Lane.Notice), stop);

    private Task<LineReply> Post(LineChannel channel, LineEndpoint endpoint, string path, ReadOnlyMemory<byte>? body, CancellationToken stop) =>
        _wire.Send(channel, new LineCall(endpoint, HttpMethod.Post, path, Lane.Notice) { Body = body }, stop);

    private Task<LineReply> Delete(LineChannel channel, LineEndpoint endpoint, string path, CancellationToken stop) =>
        _wire.Send(channel, new LineCall(endpoint, HttpMethod.Delete, path, Lane.Notice), stop);

    private static void AtMost500(IReadOnlyCollection<string> users)
    {
        if (users.Count is < 1 or > 500)
        {
            throw new ArgumentOutOfRangeException(nameof(users), users.Count, "LINE takes 1 to 500 residents at once");
        }
    }

    private static string Segment(string id) => Uri.EscapeDataString(id);
}

/// <summary>What validation is asked for.</summary>
public enum SendKind
{
    Reply,
    Push,
    Multicast,
    Narrowcast,
    Broadcast,
}

/// <param name="Silent">The phone shows no notification.</param>
/// <param name="Unit">Counts this message under a name, 1,000 names a month: letters, digits and <c>_</c>.</param>
public sealed record SendStyle(bool Silent = false, string? Unit = null);
