using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Photos;

namespace Bot.Api.Console.DamageReports;

/// <summary>One rectangle as a clerk types or draws it: percent of the picture's width and height.</summary>
public sealed record VeilRow(string Left, string Top, string Width, string Height, bool IsMosaic)
{
    public bool IsBlank => Left.Length + Top.Length + Width.Length + Height.Length == 0;
}

/// <summary>The rectangles of the veil page, read from its form.</summary>
internal static class VeilRows
{
    public const int First = 4;

    public const int Most = 60;

    public static Items<VeilRow> Blank(int count) => [.. Enumerable.Repeat(new VeilRow("", "", "", "", IsMosaic: true), count)];

    public static Items<VeilRow> Read(Visit visit)
    {
        var (left, top, width, height, veil) = (visit.Fields("left"), visit.Fields("top"), visit.Fields("width"), visit.Fields("height"), visit.Fields("veil"));
        var rows = new[] { left.Count, top.Count, width.Count, height.Count, veil.Count, Most }.Min();
        return [.. Enumerable.Range(0, rows).Select(n => new VeilRow(left[n], top[n], width[n], height[n], veil[n] != "solid"))];
    }

    /// <returns>The rectangles, or which row is none; blank rows are passed over.</returns>
    public static (IReadOnlyList<VeilBox> Boxes, string? Wrong) Parse(Items<VeilRow> rows)
    {
        var boxes = new List<VeilBox>();
        foreach (var (n, row) in rows.Index().Where(r => !r.Item.IsBlank))
        {
            if (Part(row.Left) is not { } left || Part(row.Top) is not { } top || Part(row.Width) is not ( > 0 and var width) || Part(row.Height) is not ( > 0 and var height) || left >= 1 || top >= 1)
            {
                return ([], $"隠す所の{n + 1}番を確かめてください。左・上・幅・高さを0から100までの数で、幅と高さは0より大きく入れてください。");
            }

            boxes.Add(new VeilBox(left, top, width, height, row.IsMosaic ? Veil.Mosaic : Veil.Solid));
        }

        return (boxes, null);
    }

    private static double? Part(string percent) =>
        double.TryParse(JapaneseText.Normal(percent), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100 ? number / 100 : null;
}
