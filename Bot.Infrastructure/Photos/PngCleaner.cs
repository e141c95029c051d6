using System.Buffers.Binary;

namespace Bot.Infrastructure.Photos;

/// <summary>Copies the chunks of a PNG that make the picture, and no others: text, EXIF, times and private chunks stay behind, and so does what follows the end.</summary>
internal static class PngCleaner
{
    private static readonly string[] Kept = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"];

    public static Copied? Clean(ReadOnlySpan<byte> png)
    {
        using var clean = new MemoryStream(png.Length);
        clean.Write(png[..8]);
        (int Width, int Height)? size = null;
        var data = false;
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - 12)
            {
                return null;
            }

            var chunk = png.Slice(at, (int)length + 12);
            var type = System.Text.Encoding.Latin1.GetString(chunk[4..8]);
            // The head comes first and once.
            if (type == "IHDR" != size is null || (type == "IHDR" && length != 13))
            {
                return null;
            }

            size ??= (Side(chunk[8..]), Side(chunk[12..]));
            data |= type == "IDAT";
            if (Kept.Contains(type, StringComparer.Ordinal))
            {
                clean.Write(chunk);
            }

            if (type == "IEND")
            {
                return data && size is ( > 0, > 0) ? new Copied(size.Value.Width, size.Value.Height, clean.ToArray()) : null;
            }

            at += chunk.Length;
        }

        return null;
    }

    // A side of more than 2^31 is out of any bounds, and must not turn negative.
    private static int Side(ReadOnlySpan<byte> bytes) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes));
}
