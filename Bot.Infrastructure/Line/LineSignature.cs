using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bot.Infrastructure.Line;

/// <summary>Proves that a webhook body comes from LINE: HMAC-SHA256 over the raw bytes, under the current or the next channel secret.</summary>
public sealed class LineSignature
{
    private readonly byte[] _current;
    private readonly byte[]? _next;

    /// <summary>LINE invalidates the old secret at once when it is reissued, so both are accepted during the switch.</summary>
    public LineSignature(string channelSecret, string? nextChannelSecret = null)
    {
        // An empty HMAC key is a key that everybody knows.
        ArgumentException.ThrowIfNullOrWhiteSpace(channelSecret);
        _current = Encoding.UTF8.GetBytes(channelSecret);
        _next = nextChannelSecret is null ? null : Encoding.UTF8.GetBytes(Spoken(nextChannelSecret));
    }

    /// <summary>Whether <paramref name="header"/> (x-line-signature) is the signature of exactly these bytes.</summary>
    public bool Verifies(ReadOnlySpan<byte> body, string? header)
    {
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (header is not { Length: 44 } || !TryDecode(header, claimed))
        {
            return false;
        }

        // Both are computed always, so the time says nothing about which secret matched.
        var matches = Matches(_current, body, claimed);
        return (_next is not null && Matches(_next, body, claimed)) | matches;
    }

    /// <summary>The header that LINE would send for these bytes; stand-ins and tests sign with it.</summary>
    public string Sign(ReadOnlySpan<byte> body) => Convert.ToBase64String(HMACSHA256.HashData(_current, body));

    private static bool Matches(byte[] secret, ReadOnlySpan<byte> body, ReadOnlySpan<byte> claimed)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, claimed);
    }

    private static bool TryDecode(string header, Span<byte> claimed)
    {
        Span<byte> ascii = stackalloc byte[44];
        return Encoding.ASCII.TryGetBytes(header, ascii, out var length) && length == 44
            && Base64.DecodeFromUtf8(ascii, claimed, out var used, out var written) == System.Buffers.OperationStatus.Done
            && used == 44 && written == HMACSHA256.HashSizeInBytes;
    }

    private static string Spoken(string secret) =>
        string.IsNullOrWhiteSpace(secret) ? throw new ArgumentException("The next channel secret is blank; leave it out instead.", nameof(secret)) : secret;
}
