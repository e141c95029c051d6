using System.Globalization;
using System.Text;
using QRCoder;

namespace Bot.Api.Console;

/// <summary>A QR code as the path of an SVG picture, one unit a module: nothing in it needs an inline style, which our pages refuse.</summary>
/// <param name="Size">The side of the picture in modules, quiet zone included.</param>
/// <param name="Path">For <c>&lt;path d="…"&gt;</c>.</param>
public sealed record QrCode(int Size, string Path)
{
    public static QrCode Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        var size = code.ModuleMatrix.Count;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var from = x;
                while (x < size && code.ModuleMatrix[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
                }
            }
        }

        return new(size, path.ToString());
    }
}
