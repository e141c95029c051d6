using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Forms;

namespace Bot.Infrastructure.Casework;

/// <summary>The unguessable end of a letter's address: 128 bits that follow from the letter and a key of ours. Only their hash is stored.</summary>
public sealed class LetterCodes(LinksKey links)
{
    private readonly byte[] _key = links.For("letter page");

    public string For(TownId town, Guid letter) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{town.Value}|{letter:n}")).AsSpan(0, 16));

    public static byte[] Hash(string code) => SHA256.HashData(Encoding.ASCII.GetBytes(code));

    public static bool IsShaped(string code) => code.Length == 22 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
