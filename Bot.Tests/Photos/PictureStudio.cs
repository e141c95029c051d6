using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Bot.Infrastructure.Photos;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bot.Tests.Photos;

/// <summary>Makes pictures of every kind with the tools that phones' makers use as well, hides things in them, and looks for what is left.</summary>
internal static class PictureStudio
{
    private const string Exiftool = "/usr/bin/exiftool";

    /// <summary>What is no more than the picture itself: its size, and how its pixels are coded.</summary>
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "SourceFile", "Composite:ImageSize", "Composite:Megapixels", "PNG:ImageWidth", "PNG:ImageHeight", "PNG:BitDepth", "PNG:ColorType", "PNG:Compression", "PNG:Filter",
        "PNG:Interlace", "PNG:SignificantBits", "PNG-pHYs:PixelsPerUnitX", "PNG-pHYs:PixelsPerUnitY", "PNG-pHYs:PixelUnits", "File:FileType", "File:FileTypeExtension", "File:MIMEType",
        "File:ImageWidth", "File:ImageHeight", "File:EncodingProcess", "File:BitsPerSample", "File:ColorComponents", "File:YCbCrSubSampling",
    };

    public static PictureTool Tool(PictureToolSettings? settings = null) => new(settings ?? new PictureToolSettings(), NullLogger<PictureTool>.Instance);

    /// <summary>Red in the upper left quarter, else a slope from green to blue.</summary>
    public static byte[] Ppm(int width, int height, Func<int, int, (int R, int G, int B)>? colour = null)
    {
        colour ??= (x, y) => x < width / 2 && y < height / 2 ? (250, 10, 10) : (10, 200 - (x * 150 / width), 60 + (y * 150 / height));
        var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P6\n{width} {height}\n255\n")));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = colour(x, y);
                file.Write([(byte)r, (byte)g, (byte)b]);
            }
        }

        return file.ToArray();
    }

    /// <summary>A picture of the kind that the ending names.</summary>
    /// <param name="options">libvips' for the writing, in brackets.</param>
    public static byte[] Draw(string ending, int width = 64, int height = 32, string options = "", byte[]? ppm = null) => InFolder(folder =>
    {
        File.WriteAllBytes(Path.Combine(folder, "from.ppm"), ppm ?? Ppm(width, height));
        Run("/usr/bin/vips", "copy", Path.Combine(folder, "from.ppm"), Path.Combine(folder, $"to.{ending}{options}"));
        return File.ReadAllBytes(Path.Combine(folder, $"to.{ending}"));
    });

    /// <summary>Lets exiftool write into a picture whatever it can.</summary>
    public static byte[] Write(byte[] picture, string ending, params string[] tags) => InFolder(folder =>
    {
        var file = Path.Combine(folder, $"picture.{ending}");
        File.WriteAllBytes(file, picture);
        var small = Path.Combine(folder, "small.jpg");
        File.WriteAllBytes(small, PictureSamples.Jpeg());
        Run(Exiftool, ["-q", "-m", "-n", "-overwrite_original", .. tags.Select(t => t.Replace("SMALL", small, StringComparison.Ordinal)), file]);
        return File.ReadAllBytes(file);
    });

    /// <summary>Everything that exiftool finds in a picture, however deep, as group and name.</summary>
    public static IReadOnlyList<string> Found(ReadOnlyMemory<byte> picture) => InFolder(folder =>
    {
        var file = Path.Combine(folder, "picture");
        File.WriteAllBytes(file, picture.ToArray());
        using var told = JsonDocument.Parse(Run(Exiftool, "-j", "-G1", "-a", "-u", "-U", "-ee", "-s", file));
        return told.RootElement[0].EnumerateObject().Select(p => p.Name)
            .Where(n => !n.StartsWith("System:", StringComparison.Ordinal) && !n.StartsWith("ExifTool:ExifToolVersion", StringComparison.Ordinal) && n != "File:CurrentIPTCDigest").ToList();
    });

    /// <summary>What exiftool finds beside the picture itself; warnings and trailers count.</summary>
    public static IEnumerable<string> Left(ReadOnlyMemory<byte> picture) => Found(picture).Where(n => !Plain.Contains(n));

    /// <summary>The pixels, decoded by the tool.</summary>
    public static async Task<RawPicture> Pixels(ReadOnlyMemory<byte> picture)
    {
        using var tool = Tool();
        return RawPicture.Parse(((ToolRun.Done)await tool.Run(["colourspace", "stdin", ".ppm", "srgb"], picture, ours: true, 100_000_000, default)).Output)!;
    }

    public static string Run(string command, params string[] words)
    {
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command} {string.Join(' ', words)}: {error.GetAwaiter().GetResult()}");
    }

    private static T InFolder<T>(Func<string, T> work)
    {
        var folder = Directory.CreateTempSubdirectory("linebot-studio-").FullName;
        try
        {
            return work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
