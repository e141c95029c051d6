using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Roll;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>Makes the codes of sheets at random and hashes them under a key of ours, so that a copy of the database opens no child.</summary>
/// <param name="key">32 bytes that stand outside the database.</param>
public sealed class LinkCodes(byte[] key)
{
    public static LinkCode New() => LinkCode.Of(RandomNumberGenerator.GetBytes(8));

    public byte[] Hash(TownId town, LinkCode code) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{town}|{code.Digits}"));
}
