using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Payments;

/// <summary>The unguessable end of a pay page's address: 128 bits that follow from the purpose and a key of ours.</summary>
public sealed class PaymentCodes
{
    private readonly byte[] _key;

    public PaymentCodes(byte[] linksKey)
    {
        if (linksKey.Length < 32)
        {
            throw new ArgumentException("the key for links needs 32 bytes or more", nameof(linksKey));
        }

        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, linksKey, 32, info: "pay page"u8.ToArray());
    }

    public string For(TownId town, string module, string subject) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{town}|{module}|{subject}")).AsSpan(0, 16));

    public static bool IsShaped(string code) =>
        code.Length == 22 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
