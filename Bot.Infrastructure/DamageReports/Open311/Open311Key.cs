using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bot.Infrastructure.DamageReports.Open311;

/// <summary>A key with which a program may write by Open311. Reading needs none.</summary>
/// <param name="Title">Whose it is, as staff call it.</param>
/// <param name="MayReport">Whether it may hand in reports.</param>
/// <param name="MayUpdate">Whether it may send news of reports.</param>
/// <param name="MadeBy">The id of the member of staff.</param>
/// <param name="UsedOn">The last day on which it wrote.</param>
public sealed record Open311Key(Guid Id, string Title, bool MayReport, bool MayUpdate, DateTimeOffset MadeAt, string MadeBy, string MadeHome, DateOnly? UsedOn, DateTimeOffset? RevokedAt)
{
    public const int LongestTitle = 60;

    /// <summary>By which keys are known when one turns up where it should not be.</summary>
    private const string Mark = "o311_";

    /// <summary>256 bits, shown once.</summary>
    public static string Fresh() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept; nobody guesses 256 bits, so no slow hash is needed.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
