using System.Buffers.Binary;

namespace Bot.Infrastructure.Photos;

/// <summary>What phones and screens make; nothing else is handed to the tool.</summary>
internal enum PictureFormat
{
    Jpeg,
    Png,
    WebP,
    Heif,
}

/// <summary>
/// What the first bytes of a file say it is and how large it would be, read without decoding anything. What is claimed beside the bytes (a file name, a media type) counts for nothing.
/// </summary>
internal readonly record struct PictureHead(PictureFormat Format, long Width, long Height)
{
    public long Pixels => Width > 0 && Height > 0 ? checked(Width * Height) : 0;

    /// <returns><c>null</c> when it is none of the formats, or says no size.</returns>
    public static PictureHead? Read(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg(file),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png(file),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP(file),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => HeifHead.Read(file),
        _ => null,
    };

    /// <summary>Of all frames the largest: which one a decoder takes is its own affair.</summary>
    private static PictureHead? Jpeg(ReadOnlySpan<byte> file)
    {
        PictureHead? largest = null;
        for (var at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF)
            {
                return null;
            }

            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // The scan: whatever follows has its size from before. Or the end, without one.
            if (marker is 0xDA or 0xD9)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2)
            {
                return null;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && at + 9 <= file.Length)
            {
                var frame = new PictureHead(
                    PictureFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
                largest = largest is { } before && before.Pixels >= frame.Pixels ? before : frame;
            }

            at += 2 + length;
        }

        return largest is { Pixels: > 0 } ? largest : null;
    }

    private static PictureHead? Png(ReadOnlySpan<byte> file) =>
        file.Length >= 33 && file[12..16].SequenceEqual("IHDR"u8)
            ? Sized(PictureFormat.Png, BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]))
            : null;

    private static PictureHead? WebP(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30)
        {
            return null;
        }

        var body = file[20..];
        if (file[12..16].SequenceEqual("VP8 "u8))
        {
            return body[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
                ? Sized(PictureFormat.WebP, BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF)
                : null;
        }

        if (file[12..16].SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return body[0] == 0x2F ? Sized(PictureFormat.WebP, (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1) : null;
        }

        return file[12..16].SequenceEqual("VP8X"u8)
            ? Sized(PictureFormat.WebP, (BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) & 0xFFFFFF) + 1, (BinaryPrimitives.ReadUInt32LittleEndian(body[6..]) >> 8) + 1)
            : null;
    }

    private static PictureHead? Sized(PictureFormat format, long width, long height) =>
        width is > 0 and <= uint.MaxValue && height is > 0 and <= int.MaxValue ? new PictureHead(format, width, height)
        : width > 0 && height > 0 ? new PictureHead(format, int.MaxValue, int.MaxValue) : null;
}
