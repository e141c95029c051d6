using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bot.Infrastructure.Stripe;

/// <summary>Tells whether a webhook comes from Stripe: an HMAC over its time and its raw bytes, young enough, with one of our secrets.</summary>
public sealed class StripeSignature
{
    public const string Header = "Stripe-Signature";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);
    private readonly byte[][] _keys;

    /// <param name="secrets">The secret in use, and the next one while secrets are being rolled.</param>
    public StripeSignature(IReadOnlyCollection<string> secrets)
    {
        if (secrets.Count == 0 || secrets.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("a webhook secret is missing or blank: anyone could sign with it", nameof(secrets));
        }

        _keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];
    }

    public bool Verifies(string? header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (header is null || header.Length > 4096 || Read(header) is not { } read
            || (now - DateTimeOffset.FromUnixTimeSeconds(read.Seconds)).Duration() > Tolerance)
        {
            return false;
        }

        var signed = (byte[])[.. Encoding.ASCII.GetBytes(read.Time), (byte)'.', .. body];
        var genuine = false;
        foreach (var key in _keys)
        {
            var expected = HMACSHA256.HashData(key, signed);
            foreach (var given in read.Signatures)
            {
                genuine |= CryptographicOperations.FixedTimeEquals(expected, given);
            }
        }

        return genuine;
    }

    private static (string Time, long Seconds, List<byte[]> Signatures)? Read(string header)
    {
        string? time = null;
        List<byte[]> signatures = [];
        foreach (var part in header.Split(','))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            var (name, value) = (part[..at].Trim(), part[(at + 1)..].Trim());
            if (name == "t")
            {
                if (time is not null)
                {
                    return null;
                }

                time = value;
            }
            else if (name == "v1" && value.Length == 64 && value.All(char.IsAsciiHexDigit))
            {
                signatures.Add(Convert.FromHexString(value));
            }
        }

        // Only plain digits: what was signed is the text, so "+17" and "17" must not pass for one another.
        return time is { Length: > 0 and <= 11 } && time.All(char.IsAsciiDigit) && signatures.Count > 0
            ? (time, long.Parse(time, CultureInfo.InvariantCulture), signatures)
            : null;
    }
}
