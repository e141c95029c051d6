using System.Buffers.Binary;

namespace Bot.Infrastructure.Line.Pictures;

/// <summary>The one thing in EXIF that belongs to the picture: which way is up.</summary>
internal static class Orientation
{
    private const int Tag = 0x0112;

    /// <summary>1 to 8 from the content of an EXIF segment; <c>null</c> when it does not say.</summary>
    public static byte? Read(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 14 || !exif[..6].SequenceEqual("Exif\0\0"u8))
        {
            return null;
        }

        var tiff = exif[6..];
        bool? little = tiff[..2].SequenceEqual("II"u8) ? true : tiff[..2].SequenceEqual("MM"u8) ? false : null;
        return little is { } order ? Find(tiff, order) : null;
    }

    /// <summary>A whole EXIF segment that says nothing else.</summary>
    public static byte[] Write(byte orientation) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
        0, 0, 0, 0,
    ];

    private static byte? Find(ReadOnlySpan<byte> tiff, bool little)
    {
        var directory = Long(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return null;
        }

        var entries = tiff[(int)directory..];
        var count = Short(entries, little);
        for (var i = 0; i < count && 2 + ((i + 1) * 12) <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + (i * 12), 12);
            if (Short(entry, little) == Tag)
            {
                return Short(entry[2..], little) == 3 && Short(entry[8..], little) is >= 1 and <= 8 and var value ? (byte)value : null;
            }
        }

        return null;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Long(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
