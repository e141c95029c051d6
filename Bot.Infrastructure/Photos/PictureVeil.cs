namespace Bot.Infrastructure.Photos;

/// <summary>What is laid over a face, a number plate or a name.</summary>
public enum Veil
{
    /// <summary>A few large squares, so that one still sees that somebody stood there. For faces.</summary>
    Mosaic,

    /// <summary>One colour, from which nothing can be guessed. For plates and writing, whose few possible signs could be tried against a mosaic.</summary>
    Solid,
}

/// <summary>A rectangle of a picture, in parts of its width and height from 0 to 1, from the upper left. What reaches beyond the picture is cut.</summary>
public readonly record struct VeilBox(double Left, double Top, double Width, double Height, Veil Veil);

/// <summary>A picture that somebody has looked through and veiled, fit for the public. Only <see cref="PictureVeil"/> makes one, so an original cannot be published by mistake.</summary>
public sealed record VeiledPicture
{
    internal VeiledPicture(ReadOnlyMemory<byte> jpeg, ReadOnlyMemory<byte> small) => (Bytes, Small) = (jpeg, small);

    /// <summary>A JPEG.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A JPEG of the same for previews; LINE takes them up to a megabyte.</summary>
    public ReadOnlyMemory<byte> Small { get; }
}

/// <summary>
/// Makes faces and plates unrecognisable for publication: the picture is decoded, the pixels within the boxes are overwritten, and what is left is drawn anew.
/// Nothing of the original is in the result, and the original stays as it is.
/// </summary>
public sealed class PictureVeil(PictureTool tool)
{
    /// <summary>A mosaic has at most so many squares along each side of its box; a face of 200 pixels becomes sixteen colours.</summary>
    private const int Squares = 4;

    private const string SmallSide = "800";

    private const int MostSmall = 1024 * 1024;

    private const int MostPixels = PictureCleaner.LongSide * PictureCleaner.LongSide;

    /// <param name="boxes">None, when there is nobody and nothing to be hidden.</param>
    /// <returns><c>null</c> when the tool is missing, busy or died on it: ask again later.</returns>
    /// <exception cref="ArgumentException">A box is no rectangle within the picture, or so many that nobody drew them by hand.</exception>
    public async Task<VeiledPicture?> Blur(StoredPhoto photo, IReadOnlyList<VeilBox> boxes, CancellationToken stop)
    {
        if (boxes.Count > 200 || !boxes.All(IsRectangle))
        {
            throw new ArgumentException("boxes must be rectangles that touch the picture, at most 200", nameof(boxes));
        }

        if (await tool.Run(["colourspace", "stdin", ".ppm[background=255]", "srgb"], photo.Picture, ours: true, (MostPixels * 3) + 1024, stop) is not ToolRun.Done(var raw)
            || RawPicture.Parse(raw) is not { } pixels)
        {
            return null;
        }

        foreach (var box in boxes)
        {
            Lay(pixels, box);
        }

        return await tool.Run(["copy", "stdin", PictureCleaner.Target(PictureKind.Jpeg)], raw, ours: true, (MostPixels * 3) + 1024, stop) is ToolRun.Done(var drawn)
            && PictureCleaner.Copy(PictureKind.Jpeg, drawn) is { } clean
            && await tool.Run(["thumbnail_source", "[descriptor=0]", PictureCleaner.Target(PictureKind.Jpeg), SmallSide, "--height", SmallSide, "--size", "down"], clean.Bytes, ours: true, MostSmall, stop) is ToolRun.Done(var drawnSmall)
            && PictureCleaner.Copy(PictureKind.Jpeg, drawnSmall) is { } small
            ? new VeiledPicture(clean.Bytes, small.Bytes)
            : null;
    }

    private static bool IsRectangle(VeilBox box) =>
        double.IsFinite(box.Left) && double.IsFinite(box.Top) && double.IsFinite(box.Width) && double.IsFinite(box.Height)
        && box is { Width: > 0, Height: > 0, Left: < 1, Top: < 1 } && box.Left + box.Width > 0 && box.Top + box.Height > 0 && Enum.IsDefined(box.Veil);

    /// <summary>Widened to whole squares of eight pixels: a JPEG's blocks would carry the edge of what is hidden beyond it.</summary>
    private static void Lay(RawPicture pixels, VeilBox box)
    {
        var (left, top) = (Down(box.Left * pixels.Width), Down(box.Top * pixels.Height));
        var (right, bottom) = (Up((box.Left + box.Width) * pixels.Width, pixels.Width), Up((box.Top + box.Height) * pixels.Height, pixels.Height));
        var squares = box.Veil == Veil.Mosaic ? Squares : 1;
        var (wide, high) = (Step(right - left, squares), Step(bottom - top, squares));
        for (var y = top; y < bottom; y += high)
        {
            for (var x = left; x < right; x += wide)
            {
                pixels.Level(x, y, Math.Min(x + wide, right), Math.Min(y + high, bottom));
            }
        }
    }

    private static int Down(double at) => (int)Math.Clamp(Math.Floor(at / 8) * 8, 0, int.MaxValue);

    private static int Up(double at, int most) => (int)Math.Min(Math.Ceiling(at / 8) * 8, most);

    private static int Step(int length, int parts) => Math.Max(1, (length + parts - 1) / parts);
}
