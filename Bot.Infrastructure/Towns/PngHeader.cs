using System.Buffers.Binary;

namespace Bot.Infrastructure.Towns;

/// <summary>Width and height of a PNG, read from its first bytes.</summary>
internal static class PngHeader
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static (int Width, int Height)? Size(ReadOnlySpan<byte> png) =>
        png.Length > 24 && png.StartsWith(Signature) && png[12..16].SequenceEqual("IHDR"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]))
            : null;
}
