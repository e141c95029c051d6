using System.Buffers.Text;
using System.Security.Cryptography;
using Bot.Domain.Staff;

namespace Bot.Infrastructure.Staff;

/// <summary>Somebody signed in with one browser.</summary>
/// <param name="Proven">When this person last proved who they are.</param>
/// <param name="Alive">Whether it still holds; one that ended lately is known only to keep what was typed for its writer.</param>
public sealed record StaffSession(StaffMember Staff, DateTimeOffset Made, DateTimeOffset Proven, DateTimeOffset Ends, bool Alive)
{
    /// <summary>How long a proof counts for exports, approvals and keys.</summary>
    public static readonly TimeSpan ProofHolds = TimeSpan.FromMinutes(10);

    /// <summary>A session ends after so long without a request, so an office PC left open is not open all night.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(60);

    /// <summary>And after a working day in any case.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>A token that nobody can guess; only its hash is stored.</summary>
    public static string FreshToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));

    public bool IsProven(DateTimeOffset now) => now - Proven <= ProofHolds;
}
