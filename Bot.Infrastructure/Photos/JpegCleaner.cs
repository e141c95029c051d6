using System.Buffers.Binary;

namespace Bot.Infrastructure.Photos;

/// <summary>
/// Copies the segments of a JPEG that make the picture: no APPn but JFIF and Adobe, no comment, nothing behind the end. What the tool drew goes through here as well,
/// so that a tool that was tricked, or one of another version, hands on nothing but a picture.
/// </summary>
internal static class JpegCleaner
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    public static Copied? Clean(ReadOnlySpan<byte> jpeg)
    {
        using var body = new MemoryStream(jpeg.Length);
        (int Width, int Height)? size = null;
        var scanned = false;
        for (var at = 2; at + 1 < jpeg.Length;)
        {
            if (jpeg[at] != 0xFF)
            {
                return null;
            }

            var marker = jpeg[at + 1];
            if (marker == 0xFF)
            {
                // fill byte
                at++;
                continue;
            }

            if (marker == EndOfImage)
            {
                break;
            }

            if (Segment(jpeg, at) is not { Length: >= 4 } segment)
            {
                return null;
            }

            at += segment.Length;
            switch (marker)
            {
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    // A second frame, or one without a size, is nothing that a phone's camera makes.
                    if (size is not null || Size(segment) is not { } found)
                    {
                        return null;
                    }

                    size = found;
                    body.Write(segment);
                    break;
                case 0xC4 or 0xCC or 0xDB or 0xDD:
                    body.Write(segment);
                    break;
                case StartOfScan:
                    if (size is null)
                    {
                        return null;
                    }

                    body.Write(segment);
                    var end = EndOfScan(jpeg, at);
                    body.Write(jpeg[at..end]);
                    at = end;
                    scanned = true;
                    break;
                case 0xE0:
                    Jfif(segment, body);
                    break;
                case 0xEE:
                    Adobe(segment, body);
                    break;
                default:
                    // other APPn, comments, and what is reserved
                    break;
            }
        }

        return scanned && size is { } pixels ? new Copied(pixels.Width, pixels.Height, Assemble(body)) : null;
    }

    private static byte[] Assemble(MemoryStream body) => [0xFF, 0xD8, .. body.GetBuffer().AsSpan(0, (int)body.Length), 0xFF, EndOfImage];

    /// <summary>The marker, its length and its content; empty when it is cut short or has no length.</summary>
    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> jpeg, int at)
    {
        if (jpeg[at + 1] is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8) || at + 4 > jpeg.Length)
        {
            return default;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
        return length >= 2 && at + 2 + length <= jpeg.Length ? jpeg.Slice(at, 2 + length) : default;
    }

    private static (int, int)? Size(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 10)
        {
            return null;
        }

        var height = BinaryPrimitives.ReadUInt16BigEndian(frame[5..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(frame[7..]);
        return width > 0 && height > 0 ? (width, height) : null;
    }

    /// <summary>Where the entropy-coded data ends: at a marker that is neither an escaped FF nor a restart. A picture that is cut off ends with the file.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> jpeg, int at)
    {
        while (at < jpeg.Length)
        {
            var next = jpeg[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= jpeg.Length)
            {
                // a lone FF at the very end would join the marker that we add
                return next < 0 ? jpeg.Length : at + next;
            }

            at += next;
            if (jpeg[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }

            at += 2;
        }

        return at;
    }

    private static void Jfif(ReadOnlySpan<byte> segment, MemoryStream body)
    {
        // Density and version, without the thumbnail that may follow: it may show what was cut away.
        if (segment.Length >= 18 && segment[4..9].SequenceEqual("JFIF\0"u8))
        {
            body.Write([0xFF, 0xE0, 0, 16, .. segment[4..16], 0, 0]);
        }
    }

    private static void Adobe(ReadOnlySpan<byte> segment, MemoryStream body)
    {
        // Tells how colours are coded; exactly twelve bytes, and whatever follows is none of it.
        if (segment.Length >= 16 && segment[4..9].SequenceEqual("Adobe"u8))
        {
            body.Write([0xFF, 0xEE, 0, 14, .. segment[4..16]]);
        }
    }
}

/// <summary>The picture and nothing else.</summary>
internal sealed record Copied(int Width, int Height, byte[] Bytes);
