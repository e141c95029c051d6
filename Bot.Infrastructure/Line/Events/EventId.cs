using System.Security.Cryptography;

namespace Bot.Infrastructure.Line.Events;

/// <summary>The key of an event that came without one.</summary>
public static class EventId
{
    /// <summary>Equal bytes give the equal key, so the event is still taken once however often it comes.</summary>
    public static string From(ReadOnlySpan<byte> rawEvent)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(rawEvent, hash);
        return "bytes-" + Convert.ToHexStringLower(hash[..16]);
    }
}
