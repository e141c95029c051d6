using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Staff;

/// <summary>Codes that stand in for the authenticator app, each once: 50 bits, written without letters that look alike.</summary>
public static class RecoveryCode
{
    public const int HowMany = 10;

    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz";

    public static string Fresh() => $"{RandomNumberGenerator.GetString(Letters, 5)}-{RandomNumberGenerator.GetString(Letters, 5)}";

    /// <summary>Fifty bits and growing delays against guessing need no slow hash.</summary>
    public static byte[] Hash(string typed) => SHA256.HashData(Encoding.UTF8.GetBytes(JapaneseText.Fold(typed)));
}
