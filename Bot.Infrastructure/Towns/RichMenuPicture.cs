using System.Security.Cryptography;

namespace Bot.Infrastructure.Towns;

/// <summary>Checks a rich menu's picture against LINE's limits, and that it was drawn from the drawing beside it.</summary>
internal static class RichMenuPicture
{
    /// <summary>Written by <c>scripts/town draw</c>: the hash of every drawing and picture.</summary>
    public const string Drawn = "drawn.sha256";

    private const int MaxBytes = 1024 * 1024;

    public static void Check(string picture, (int Width, int Height) size, FaultList faults)
    {
        var drawing = Path.ChangeExtension(picture, ".svg");
        foreach (var missing in (string[])[.. new[] { drawing, picture }.Where(f => !File.Exists(f))])
        {
            faults.Add(missing, null, null, "ファイルがありません。絵（.svg）を置き、scripts/town draw を動かしてください。");
        }

        if (!File.Exists(picture) || !File.Exists(drawing))
        {
            return;
        }

        var bytes = File.ReadAllBytes(picture);
        if (PngHeader.Size(bytes) is not { } drawn)
        {
            faults.Add(picture, null, null, "PNGの画像ではありません。scripts/town draw で作り直してください。");
            return;
        }

        if (drawn != size)
        {
            faults.Add(picture, null, null, $"大きさが {drawn.Width}×{drawn.Height} です。.json の size（{size.Width}×{size.Height}）と同じにしてください。");
        }

        if (bytes.Length > MaxBytes)
        {
            faults.Add(picture, null, null, $"{bytes.Length / 1024} KB あります。LINEの上限の 1024 KB より小さくしてください。");
        }

        if (!IsDrawn(drawing) || !IsDrawn(picture))
        {
            faults.Add(picture, null, null, "絵（.svg）と合っていません。scripts/town draw をもう一度動かしてください。");
        }
    }

    private static bool IsDrawn(string file)
    {
        var list = Path.Combine(Path.GetDirectoryName(file)!, Drawn);
        var line = $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}";
        return File.Exists(list) && File.ReadLines(list).Contains(line, StringComparer.Ordinal);
    }
}
