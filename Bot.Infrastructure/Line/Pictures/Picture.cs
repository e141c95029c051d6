namespace Bot.Infrastructure.Line.Pictures;

public enum PictureKind
{
    Jpeg,
    Png,
}

/// <summary>A picture without anything in it but the picture: no place, no camera, no name, no second picture behind the first.</summary>
public sealed record Picture(PictureKind Kind, int Width, int Height, ReadOnlyMemory<byte> Bytes)
{
    public string ContentType => Kind == PictureKind.Jpeg ? "image/jpeg" : "image/png";
}

/// <summary>Why there is no picture.</summary>
public enum PictureLoss
{
    /// <summary>The resident took it back before we had it.</summary>
    Unsent,

    /// <summary>LINE no longer has it.</summary>
    NotFound,

    TooManyBytes,

    TooManyPixels,

    /// <summary>Neither JPEG nor PNG, or broken.</summary>
    NotAPicture,
}

/// <summary>What became of a picture that was to be fetched.</summary>
public abstract record PictureArrival
{
    private PictureArrival() { }

    public sealed record Arrived(Picture Picture) : PictureArrival;

    public sealed record Lost(PictureLoss Why) : PictureArrival;
}
