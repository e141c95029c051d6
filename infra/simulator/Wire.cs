using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Bot.Simulator;

/// <summary>How JSON leaves the simulator, and the ids and signatures that go with it.</summary>
internal static class Wire
{
    // As LINE writes it: Japanese as it is, emoji as \uD83E\uDD28. A receiver that re-serialises before it checks the signature fails here too.
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Json);

    public static string LineSignature(string channelSecret, ReadOnlySpan<byte> body) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(channelSecret), body));

    public static string StripeSignature(string secret, long seconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seconds}.")), .. body];
        return FormattableString.Invariant($"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}");
    }

    public static string Ulid(DateTimeOffset at)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var text = new char[26];
        var millis = at.ToUnixTimeMilliseconds();
        for (var i = 9; i >= 0; i--) { text[i] = alphabet[(int)(millis & 31)]; millis >>= 5; }
        var random = RandomNumberGenerator.GetBytes(16);
        for (var i = 0; i < 16; i++) text[10 + i] = alphabet[random[i] & 31];
        return new(text);
    }

    /// <summary>A LINE-like id that is always the same for the same words, so that a restarted simulator knows its residents.</summary>
    public static string LineId(char kind, string words) => kind + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..32];

    public static string Secret(int bytes = 24) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    public static string Letters(int length) => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length);
}
