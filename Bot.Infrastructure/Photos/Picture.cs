namespace Bot.Infrastructure.Photos;

/// <summary>What we keep pictures as; every browser shows both.</summary>
public enum PictureKind
{
    Jpeg,
    Png,
}

/// <summary>
/// A picture without anything in it but the picture: drawn anew, upright, no place, no camera, no name, no second picture behind the first.
/// Only <see cref="PictureCleaner"/> makes one, so whatever stores pictures has had them cleaned.
/// </summary>
public sealed record Picture
{
    internal Picture(PictureKind kind, int width, int height, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> thumbnail) =>
        (Kind, Width, Height, Bytes, Thumbnail) = (kind, width, height, bytes, thumbnail);

    public PictureKind Kind { get; }

    /// <summary>Pixels; the longer side is at most <see cref="PictureCleaner.LongSide"/>.</summary>
    public int Width { get; }

    public int Height { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A small JPEG of the same; its longer side is at most <see cref="PictureCleaner.ThumbnailSide"/>.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; }

    public string ContentType => Kind == PictureKind.Jpeg ? "image/jpeg" : "image/png";
}

/// <summary>Why there is no picture and never will be. The names are kept in the database.</summary>
public enum PictureLoss
{
    /// <summary>The resident took it back before we had it.</summary>
    Unsent,

    /// <summary>LINE no longer has it.</summary>
    NotFound,

    /// <summary>LINE did not hand it over in all the time that we asked.</summary>
    NotGiven,

    TooManyBytes,

    TooManyPixels,

    /// <summary>Neither JPEG, PNG, HEIC nor WebP, or broken.</summary>
    NotAPicture,

    /// <summary>The tool that draws it anew took too long or died on it.</summary>
    Unreadable,
}

/// <summary>What became of a picture that was to be fetched.</summary>
public abstract record PictureArrival
{
    private PictureArrival() { }

    public sealed record Arrived(Picture Picture) : PictureArrival;

    public sealed record Lost(PictureLoss Why) : PictureArrival;

    /// <summary>Nothing is wrong with the picture: the tool is missing or has too much to do. Ask again later.</summary>
    /// <param name="Why">In words for staff; says nothing about the picture.</param>
    public sealed record NotNow(string Why) : PictureArrival;
}
