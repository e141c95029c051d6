using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Photos;

/// <summary>A picture that may be shown in LINE. Whoever makes an address for one has decided that its reader may see it.</summary>
public abstract record ShownPhoto
{
    private ShownPhoto() { }

    /// <summary>A veiled copy that anybody may see, by <see cref="Publication.PublicId"/>.</summary>
    public sealed record Published(Guid PublicId) : ShownPhoto;

    /// <summary>The thumbnail of an original, by its content id: for the resident who sent it, or for those whom staff show it to.</summary>
    public sealed record Small(string ContentId) : ShownPhoto;

    /// <summary>An original, by its content id; see <see cref="Small"/>.</summary>
    public sealed record Whole(string ContentId) : ShownPhoto;
}

/// <summary>
/// Addresses of pictures for messages in LINE, whose servers and phones fetch them without a session. Nobody can guess or alter one, since it carries a seal;
/// it opens for thirty days at most, and not once the picture was taken back. To show a picture: <c>new Effect.Say(words) { Picture = addresses.Make(town, new ShownPhoto.Whole(id), now) }</c>.
/// </summary>
/// <param name="key">32 bytes that stand outside the database.</param>
public sealed class PhotoAddresses(byte[] key)
{
    /// <summary>At least so long; the end falls on midnight (UTC), so that a picture keeps its address for a day.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(29);

    private const int SealBytes = 16;
    private const int HeadBytes = 5;

    /// <summary>LINE's ids have 18 digits, ours 36 letters.</summary>
    private const int LongestToken = 200;

    /// <summary>The path of the picture below <c>{PublicBaseUrl}/{town}/</c>.</summary>
    public string Make(TownId town, ShownPhoto photo, DateTimeOffset now)
    {
        var (kind, id) = photo switch
        {
            ShownPhoto.Published(var publicId) => ('p', publicId.ToString("n")),
            ShownPhoto.Small(var content) => ('s', content),
            ShownPhoto.Whole(var content) => ('w', content),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var until = new DateTimeOffset((now + GoodFor).UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        var token = new byte[HeadBytes + Encoding.UTF8.GetByteCount(id) + SealBytes];
        token[0] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(token.AsSpan(1), (uint)until.ToUnixTimeSeconds());
        Encoding.UTF8.GetBytes(id, token.AsSpan(HeadBytes));
        Seal(town, token.AsSpan(0, token.Length - SealBytes)).CopyTo(token.AsSpan(token.Length - SealBytes));
        return $"picture/{Base64Url.EncodeToString(token)}";
    }

    /// <summary>What an address shows; <c>null</c> when it is not one of ours, another town's, or over.</summary>
    public ShownPhoto? Read(TownId town, string token, DateTimeOffset now)
    {
        if (token.Length > LongestToken || !Base64Url.IsValid(token))
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= HeadBytes + SealBytes || !CryptographicOperations.FixedTimeEquals(Seal(town, bytes[..^SealBytes]), bytes[^SealBytes..])
            || now.ToUnixTimeSeconds() >= BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]))
        {
            return null;
        }

        var id = Encoding.UTF8.GetString(bytes[HeadBytes..^SealBytes]);
        return (char)bytes[0] switch
        {
            'p' when Guid.TryParseExact(id, "n", out var publicId) => new ShownPhoto.Published(publicId),
            's' => new ShownPhoto.Small(id),
            'w' => new ShownPhoto.Whole(id),
            _ => null,
        };
    }

    private ReadOnlySpan<byte> Seal(TownId town, ReadOnlySpan<byte> said)
    {
        byte[] sealedOver = [.. Encoding.UTF8.GetBytes($"{town.Value}|"), .. said];
        return HMACSHA256.HashData(key, sealedOver).AsSpan(0, SealBytes);
    }
}
