namespace Bot.Infrastructure.Line.Pictures;

/// <summary>Takes a picture from bytes that anybody may have sent: judged by its head before anything decodes it, and copied without metadata.</summary>
public static class PictureCleaner
{
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>Decoded it takes four bytes a pixel; a few kilobytes can promise gigabytes.</summary>
    public const long MostPixels = 50_000_000;

    public static PictureArrival Clean(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            return new PictureArrival.Lost(PictureLoss.TooManyBytes);
        }

        var picture = bytes.Span switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegCleaner.Clean(bytes.Span),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngCleaner.Clean(bytes.Span),
            _ => null,
        };
        return picture switch
        {
            null => new PictureArrival.Lost(PictureLoss.NotAPicture),
            _ when (long)picture.Width * picture.Height > MostPixels => new PictureArrival.Lost(PictureLoss.TooManyPixels),
            _ => new PictureArrival.Arrived(picture),
        };
    }
}
