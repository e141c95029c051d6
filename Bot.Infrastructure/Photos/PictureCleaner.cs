using System.Globalization;

namespace Bot.Infrastructure.Photos;

/// <summary>
/// Takes a picture from bytes that anybody may have sent, whatever way they came: judged by its head before anything decodes it, then decoded by a limited
/// process and drawn anew, upright, in sRGB and of a bounded size; copied without metadata once more. The one gate for all pictures.
/// </summary>
public sealed class PictureCleaner(PictureTool tool)
{
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>Decoded it takes four bytes a pixel; a few kilobytes can promise gigabytes.</summary>
    public const long MostPixels = 40_000_000;

    /// <summary>Pixels of the longer side of what we keep: enough to read a house number.</summary>
    public const int LongSide = 2048;

    public const int ThumbnailSide = 320;

    /// <summary>A drawing or a screen stays a PNG, which keeps letters sharp; what is larger as PNG is a photo.</summary>
    private const int MostPng = 1024 * 1024;

    private const int MostOutput = 16 * 1024 * 1024;

    /// <exception cref="OperationCanceledException">Asked to stop; nothing was kept, and nothing runs on.</exception>
    public async Task<PictureArrival> Clean(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (bytes.Length > MostBytes)
        {
            return new PictureArrival.Lost(PictureLoss.TooManyBytes);
        }

        switch (PictureHead.Read(bytes.Span))
        {
            case null:
                return new PictureArrival.Lost(PictureLoss.NotAPicture);
            case { Pixels: > MostPixels }:
                return new PictureArrival.Lost(PictureLoss.TooManyPixels);
            case { Format: PictureFormat.Png }:
                return await Drawn(bytes, PictureKind.Png, stop);
            default:
                return await Drawn(bytes, PictureKind.Jpeg, stop);
        }
    }

    internal static string Target(PictureKind kind) => kind == PictureKind.Png ? ".png[strip,compression=9]" : ".jpg[Q=85,strip,background=255]";

    /// <summary>What the tool gave is looked at again; what has anything else in it than a picture loses it here.</summary>
    internal static Copied? Copy(PictureKind kind, ReadOnlySpan<byte> drawn) => kind == PictureKind.Png ? PngCleaner.Clean(drawn) : JpegCleaner.Clean(drawn);

    private async Task<PictureArrival> Drawn(ReadOnlyMemory<byte> bytes, PictureKind kind, CancellationToken stop)
    {
        var (run, whole) = await Draw(bytes, kind, LongSide, ours: false, stop);
        if (whole is { Bytes.Length: > MostPng } && kind == PictureKind.Png)
        {
            (run, whole) = await Draw(whole.Bytes, kind = PictureKind.Jpeg, LongSide, ours: true, stop);
        }

        if (whole is null)
        {
            return Trouble(run);
        }

        var (second, small) = await Draw(whole.Bytes, PictureKind.Jpeg, ThumbnailSide, ours: true, stop);
        return small is null ? Trouble(second) : new PictureArrival.Arrived(new Picture(kind, whole.Width, whole.Height, whole.Bytes, small.Bytes));
    }

    private async Task<(ToolRun Run, Copied? Picture)> Draw(ReadOnlyMemory<byte> bytes, PictureKind kind, int side, bool ours, CancellationToken stop)
    {
        var most = side.ToString(CultureInfo.InvariantCulture);
        var run = await tool.Run(
            ["thumbnail_source", "[descriptor=0]", Target(kind), most, "--height", most, "--size", "down", "--export-profile", "srgb"], bytes, ours, MostOutput, stop);
        return (run, run is ToolRun.Done(var drawn) ? Copy(kind, drawn) : null);
    }

    private static PictureArrival Trouble(ToolRun run) => run switch
    {
        ToolRun.NotNow(var why) => new PictureArrival.NotNow(why),
        ToolRun.Died => new PictureArrival.Lost(PictureLoss.Unreadable),
        // Refused; or done, and what came out is no picture.
        _ => new PictureArrival.Lost(PictureLoss.NotAPicture),
    };
}
