using System.Security.Cryptography;
using System.Text;

namespace Bot.Infrastructure.Forms;

/// <summary>The secret under our links and pages, the same in every process of a house. Each use has a key of its own derived from it.</summary>
public sealed class LinksKey
{
    /// <summary>Fewer bytes could be guessed.</summary>
    public const int LeastBytes = 32;

    private readonly byte[] _secret;

    public LinksKey(byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        _secret = secret.Length >= LeastBytes
            ? [.. secret]
            : throw new ArgumentException($"the key of the links needs at least {LeastBytes} bytes", nameof(secret));
    }

    /// <summary>Reads the setting <c>Links__Key</c>.</summary>
    /// <exception cref="FormatException">It is not base64.</exception>
    public static LinksKey Parse(string base64) => new(Convert.FromBase64String(base64));

    /// <param name="use">Names what the key is for, so that no value of one use is good for another.</param>
    public byte[] For(string use, int bytes = 32) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, bytes, info: Encoding.UTF8.GetBytes(use));
}
