using System.Buffers.Binary;

namespace Bot.Infrastructure.Photos;

/// <summary>
/// The sizes that a HEIC file states: boxes within boxes, <c>meta/iprp/ipco/ispe</c> (ISO/IEC 23008-12). A file holds several pictures (tiles, a thumbnail, the whole); the largest counts.
/// </summary>
internal static class HeifHead
{
    private const int MostBoxes = 2000;

    private static readonly string[] Brands = ["heic", "heix", "heim", "heis", "mif1", "avif"];

    public static PictureHead? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 || !Brands.Contains(Type(file[8..]), StringComparer.Ordinal))
        {
            return null;
        }

        var (left, width, height) = (MostBoxes, 0L, 0L);
        Walk(file, "", ref left, ref width, ref height);
        return left > 0 && width > 0 && height > 0 ? new PictureHead(PictureFormat.Heif, Math.Min(width, int.MaxValue), Math.Min(height, int.MaxValue)) : null;
    }

    private static void Walk(ReadOnlySpan<byte> boxes, string within, ref int left, ref long width, ref long height)
    {
        while (boxes.Length >= 8 && --left > 0)
        {
            var (size, head) = ((long)BinaryPrimitives.ReadUInt32BigEndian(boxes), 8);
            if (size == 1 && boxes.Length >= 16)
            {
                (size, head) = ((long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64BigEndian(boxes[8..])), 16);
            }

            // Nought means: up to the end. One that promises more than there is ends the walk with what there is.
            var end = (int)(size == 0 ? boxes.Length : Math.Min(size, boxes.Length));
            if (end < head)
            {
                return;
            }

            var path = $"{within}/{Type(boxes[4..])}";
            var body = boxes[head..end];
            switch (path)
            {
                case "/meta" when body.Length >= 4:
                    // version and flags stand before what it holds
                    Walk(body[4..], path, ref left, ref width, ref height);
                    break;
                case "/meta/iprp" or "/meta/iprp/ipco":
                    Walk(body, path, ref left, ref width, ref height);
                    break;
                case "/meta/iprp/ipco/ispe" when body.Length >= 12:
                    // Side by side, not picture by picture: a lie about which size belongs to which picture helps nobody.
                    width = Math.Max(width, BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
                    height = Math.Max(height, BinaryPrimitives.ReadUInt32BigEndian(body[8..]));
                    break;
            }

            boxes = boxes[end..];
        }
    }

    private static string Type(ReadOnlySpan<byte> box) => System.Text.Encoding.Latin1.GetString(box[..4]);
}
