namespace Bot.Infrastructure.Photos;

/// <summary>Whether pictures can be read here.</summary>
/// <param name="Trouble">What to do about it, for whoever keeps the server; <c>null</c> when all is well.</param>
/// <param name="Wrapped">Whether the tool is shut off from network and files.</param>
public sealed record PictureFitness(string? Trouble, bool Wrapped);

/// <summary>
/// Reads a tiny picture by the very way that residents' pictures go. A HEIC, since its decoder is what may be lacking: on some systems it is a package of its own.
/// </summary>
public sealed class PictureProbe(PictureTool tool, PictureCleaner cleaner)
{
    /// <summary>Sixteen by eight grey pixels.</summary>
    private const string Heic =
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAABAACAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAAJQACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFluqumubgQEDAgAAAAwCAAAADAIQiAAEABkQBwXPBiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAEAAAAAgAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAAC1tZGF0AAAAISgBrxkhMQ73AX95exv79Kjz2Ayk9BRQeRC2YsCrsFaZZA==";

    private const string Jpeg =
        "/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDVrhKKKAP/2Q==";

    public async Task<PictureFitness> Look(CancellationToken stop)
    {
        if (!tool.IsInstalled)
        {
            return new PictureFitness(PictureTool.Missing, Wrapped: false);
        }

        var trouble = await Reads(Heic, stop) ? null
            : await Reads(Jpeg, stop) ? "libvips cannot read the pictures of iPhones (HEIC) here: Debian's libvips-tools can; on Ubuntu install libheif-plugin-libde265 as well"
            : $"{tool.Settings.Command} is there but reads no picture: is it libvips 8.13 or later, and are prlimit and setpriv (util-linux) installed?";
        return new PictureFitness(trouble, await tool.Wraps(stop));
    }

    private async Task<bool> Reads(string base64, CancellationToken stop) => await cleaner.Clean(Convert.FromBase64String(base64), stop) is PictureArrival.Arrived;
}
