using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Microsoft.Extensions.Configuration;

namespace Bot.Infrastructure.Sealing;

/// <summary>
/// The keys outside the database that wrap the towns' keys inside it: whoever has a copy of the database alone can open nothing.
/// A second one is held while the first is being replaced.
/// </summary>
public sealed class MasterKeys
{
    public const int Bytes = 32;
    private const byte Version = 1;
    private const int Fingerprint = 4;
    private const int Nonce = 12;
    private const int Tag = 16;

    private readonly byte[][] _keys;

    /// <param name="next">Takes over from <paramref name="current"/>: new wrappings are made with it, older ones can still be undone.</param>
    public MasterKeys(byte[] current, byte[]? next = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        _keys = next is null ? [Sound(current)] : [Sound(next), Sound(current)];
    }

    /// <summary>Reads <c>Sealing__Key</c> and, while it is being replaced, <c>Sealing__NextKey</c>.</summary>
    /// <exception cref="InvalidOperationException">One is missing, blank or no key; the message names the setting and how to make one.</exception>
    public static MasterKeys From(IConfiguration settings)
    {
        var next = settings["Sealing:NextKey"];
        return new(Read(settings["Sealing:Key"], "Sealing__Key"), string.IsNullOrWhiteSpace(next) ? null : Read(next, "Sealing__NextKey"));
    }

    /// <summary>Wraps a town's key; it can be unwrapped only as the same key of the same town.</summary>
    internal byte[] Wrap(TownId town, string use, short keyId, byte[] key)
    {
        var wrapped = new byte[1 + Fingerprint + Nonce + key.Length + Tag];
        wrapped[0] = Version;
        Print(_keys[0]).CopyTo(wrapped, 1);
        var nonce = wrapped.AsSpan(1 + Fingerprint, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[0], Tag);
        aes.Encrypt(nonce, key, wrapped.AsSpan(1 + Fingerprint + Nonce, key.Length), wrapped.AsSpan(wrapped.Length - Tag), About(town, use, keyId));
        return wrapped;
    }

    /// <exception cref="SealBrokenException">It was wrapped with a key that this process was not given, or is not what it says it is.</exception>
    internal byte[] Unwrap(TownId town, string use, short keyId, byte[] wrapped)
    {
        if (wrapped.Length <= 1 + Fingerprint + Nonce + Tag || wrapped[0] != Version)
        {
            throw new SealBrokenException("a town's key is damaged");
        }

        var master = Array.Find(_keys, k => Print(k).AsSpan().SequenceEqual(wrapped.AsSpan(1, Fingerprint)))
            ?? throw new SealBrokenException("a town's key was wrapped with another Sealing__Key than this process has");
        var key = new byte[wrapped.Length - 1 - Fingerprint - Nonce - Tag];
        try
        {
            using var aes = new AesGcm(master, Tag);
            aes.Decrypt(
                wrapped.AsSpan(1 + Fingerprint, Nonce), wrapped.AsSpan(1 + Fingerprint + Nonce, key.Length), wrapped.AsSpan(wrapped.Length - Tag), key, About(town, use, keyId));
            return key;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException("a town's key is not what it says it is");
        }
    }

    /// <summary>Whether a wrapping was made with the key that new ones are made with.</summary>
    internal bool IsFresh(byte[] wrapped) => wrapped.Length > Fingerprint && Print(_keys[0]).AsSpan().SequenceEqual(wrapped.AsSpan(1, Fingerprint));

    private static byte[] Print(byte[] key) => SHA256.HashData(key)[..Fingerprint];

    private static byte[] About(TownId town, string use, short keyId) => Encoding.UTF8.GetBytes($"town_key\0{town.Value}\0{use}\0{keyId}");

    private static byte[] Sound(byte[] key) => key.Length == Bytes && key.Distinct().Count() > 8
        ? [.. key]
        : throw new ArgumentException($"a master key is {Bytes} random bytes", nameof(key));

    private static byte[] Read(string? setting, string name)
    {
        try
        {
            return Sound(Convert.FromBase64String(string.IsNullOrWhiteSpace(setting) ? "" : setting));
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"{name} must be {Bytes} random bytes in base64 (openssl rand -base64 32)", wrong);
        }
    }
}
