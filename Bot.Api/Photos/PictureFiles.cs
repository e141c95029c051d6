using Bot.Infrastructure.Photos;

namespace Bot.Api.Photos;

/// <summary>What came of a file that staff chose as a picture.</summary>
/// <param name="Trouble">In words, when there is no picture.</param>
/// <param name="IsForNow">Whether the same file may well be taken later.</param>
internal sealed record PictureFile(Picture? Picture, string Trouble = "", bool IsForNow = false);

/// <summary>Puts files that staff chose through the gate that all pictures go through.</summary>
internal static class PictureFiles
{
    /// <summary>A photo as phones make them.</summary>
    public const long MostBytes = 8 * 1024 * 1024;

    /// <param name="mostBytes">At most <see cref="PictureCleaner.MostBytes"/>.</param>
    public static async Task<PictureFile> Clean(IFormFile file, PictureCleaner cleaner, CancellationToken stop, long mostBytes = MostBytes)
    {
        if (file.Length > mostBytes)
        {
            return new PictureFile(null, $"1枚{mostBytes / 1024 / 1024}MBまでです。");
        }

        var bytes = new byte[file.Length];
        await using (var from = file.OpenReadStream())
        {
            await from.ReadExactlyAsync(bytes, stop);
        }

        return await cleaner.Clean(bytes, stop) switch
        {
            PictureArrival.Arrived(var picture) => new PictureFile(picture),
            PictureArrival.Lost(PictureLoss.TooManyPixels) => new PictureFile(null, "画素の数が多すぎます。"),
            PictureArrival.Lost(PictureLoss.NotAPicture) => new PictureFile(null, "JPEGかPNGなどの画像にしてください。"),
            PictureArrival.Lost => new PictureFile(null, "この写真は読み取れませんでした。"),
            _ => new PictureFile(null, "いま写真を処理できません。少し待ってから、もう一度送ってください。", IsForNow: true),
        };
    }
}
