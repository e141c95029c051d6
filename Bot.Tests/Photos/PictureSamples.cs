using System.Buffers.Binary;
using System.IO.Compression;

namespace Bot.Tests.Photos;

/// <summary>Pictures as phones make them: with the place, the camera and more hidden in every corner where things can be hidden.</summary>
internal static class PictureSamples
{
    public static ReadOnlySpan<byte> Secret => "35.6591N 139.7037E"u8;

    /// <summary>Sixteen by eight grey pixels, as the tool drew them.</summary>
    private static readonly byte[] Grey = Convert.FromBase64String(
        "/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDVrhKKKAP/2Q==");

    /// <summary>A JPEG of sixteen by eight pixels that any decoder reads, with everything hidden in it that can be; two further places behind its end.</summary>
    public static byte[] Jpeg(byte orientation = 6, bool little = false) =>
        [0xFF, 0xD8, .. Hidden(orientation, little), .. Grey.AsSpan(2), .. "\0\0\0\x18ftypmp42"u8, .. Secret, .. "PK\x03\x04<script>"u8, .. Secret];

    /// <summary>The structure of a JPEG of the given size; its scan is one block, which is all that a reader of segments looks at.</summary>
    public static byte[] Skeleton(ushort width = 8, ushort height = 8, bool end = true) =>
    [
        0xFF, 0xD8,
        .. Hidden(1, little: false),
        .. Segment(0xDB, new byte[65]),
        0xFF,
        .. Segment(0xC2, [8, .. Big(height), .. Big(width), 1, 1, 0x11, 0]),
        .. Segment(0xC4, new byte[29]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56,
        .. Segment(0xFE, [.. Secret]),
        .. Segment(0xC4, new byte[29]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x78, 0x9A,
        .. end ? [0xFF, 0xD9, .. Secret] : Array.Empty<byte>(),
    ];

    public static byte[] Png(uint width = 1, uint height = 1) =>
    [
        0x89, .. "PNG\r\n\u001a\n"u8,
        .. Chunk("IHDR", [.. Number(width), .. Number(height), 8, 0, 0, 0, 0]),
        .. Chunk("tEXt", [.. "Comment\0"u8, .. Secret]),
        .. Chunk("zTXt", [.. Secret]),
        .. Chunk("iTXt", [.. Secret]),
        .. Chunk("eXIf", [.. Secret]),
        .. Chunk("tIME", [7, 234, 11, 21, 3, 0, 0]),
        .. Chunk("prVt", [.. Secret]),
        .. Chunk("gAMA", [0, 0, 177, 143]),
        .. Chunk("IDAT", Deflated([0, 255])),
        .. Chunk("IEND", []),
        .. Secret,
    ];

    private static byte[] Hidden(byte orientation, bool little) =>
    [
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 2, 2, .. Secret]),
        .. Segment(0xE0, [.. "JFXX\0"u8, .. Secret]),
        .. Segment(0xE1, Exif(orientation, little)),
        .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Secret]),
        .. Segment(0xE2, [.. "MPF\0"u8, .. Secret]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Secret]),
        .. Segment(0xFE, [.. Secret]),
    ];

    private static byte[] Exif(byte orientation, bool little)
    {
        byte[] Short(ushort value) => little ? [Big(value)[1], Big(value)[0]] : Big(value);
        byte[] Long(ushort value) => little ? [.. Short(value), 0, 0] : [0, 0, .. Short(value)];
        return
        [
            .. "Exif\0\0"u8, .. little ? "II"u8.ToArray() : "MM"u8.ToArray(), .. Short(42), .. Long(8),
            .. Short(3),
            .. Short(0x010F), .. Short(2), .. Long(4), .. "cam\0"u8,
            .. Short(0x0112), .. Short(3), .. Long(1), .. Short(orientation), 0, 0,
            // what the camera's maker alone can read
            .. Short(0x927C), .. Short(7), .. Long((ushort)Secret.Length), .. Long(50),
            .. Long(0), .. Secret,
        ];
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, .. Big((ushort)(content.Length + 2)), .. content];

    /// <summary>A PNG whose one chunk of data unpacks to far more than it holds, whatever its head says.</summary>
    public static byte[] PackedPng(uint width, uint height, long raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeroes = new byte[1024 * 1024];
            for (var left = raw; left > 0; left -= zeroes.Length)
            {
                zlib.Write(zeroes.AsSpan(0, (int)Math.Min(left, zeroes.Length)));
            }
        }

        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [.. Number(width), .. Number(height), 8, 2, 0, 0, 0]), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        return [.. Number((uint)content.Length), .. body, .. Number(Crc(body))];
    }

    private static byte[] Deflated(byte[] raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            zlib.Write(raw);
        }

        return packed.ToArray();
    }

    private static byte[] Big(ushort value) => [(byte)(value >> 8), (byte)(value & 0xFF)];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
