using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Counter;

/// <summary>
/// The codes on printed receipts. They follow from the request and a key of ours, so that a receipt can be printed again although the database
/// holds only hashes; and so does the proof, so that a copy of the database tells nobody's telephone.
/// </summary>
/// <param name="key">32 bytes that stand outside the database.</param>
public sealed class SlipCodes(byte[] key)
{
    public SlipCode For(TownId town, string module, string subject) => SlipCode.Of(Mac($"code|{town}|{module}|{subject}"));

    public byte[] Hash(TownId town, SlipCode code) => Mac($"hash|{town}|{code.Digits}");

    /// <param name="digits">The last four digits of the resident's telephone.</param>
    public byte[] Proof(TownId town, SlipCode code, int digits) => Mac(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"proof|{town}|{code.Digits}|{digits:0000}"));

    private byte[] Mac(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
