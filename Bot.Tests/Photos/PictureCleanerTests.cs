using Bot.Infrastructure.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>The gate with the real tool: what goes in with everything that can be hidden in a picture comes out as a picture.</summary>
public sealed class PictureCleanerTests
{
    /// <summary>A place that nobody lives at, in every kind of metadata that exiftool can write.</summary>
    private static readonly string[] Hidden =
    [
        "-EXIF:GPSLatitude=35.6591", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=139.7037", "-EXIF:GPSLongitudeRef=E", "-EXIF:GPSAltitude=12", "-EXIF:GPSDateStamp=2026:11:21",
        "-EXIF:Make=Fictional", "-EXIF:Model=Phone 0", "-EXIF:SerialNumber=0000", "-EXIF:Artist=星見 花子", "-EXIF:ImageDescription=35.6591N 139.7037E", "-EXIF:UserComment=35.6591N 139.7037E",
        "-EXIF:DateTimeOriginal=2026:11:21 12:00:00", "-XMP:GPSLatitude=35.6591", "-XMP:GPSLongitude=139.7037", "-XMP-dc:Creator=星見 花子", "-XMP-iptcCore:Location=35.6591N 139.7037E",
        "-XMP-photoshop:City=星見町",
    ];

    private static readonly Dictionary<string, string[]> Own = new(StringComparer.Ordinal)
    {
        ["jpg"] =
        [
            "-IPTC:City=Hoshimi", "-IPTC:Caption-Abstract=35.6591N 139.7037E", "-Comment=35.6591N 139.7037E", "-ThumbnailImage<=SMALL", "-Photoshop:XResolution=72",
            "-XMP-GCamera:MicroVideo=1", "-XMP-GCamera:MicroVideoOffset=4000", "-ICC_Profile:ProfileCopyright=35.6591N 139.7037E", "-AFCP:All=", "-CanonVRD:All=",
        ],
        ["png"] = ["-PNG:Comment=35.6591N 139.7037E", "-PNG:Author=星見 花子", "-PNG:Description=35.6591N 139.7037E", "-PNG:ModifyDate=2026:11:21 12:00:00"],
        ["heic"] = [],
        ["webp"] = [],
    };

    private PictureTool _tool = null!;
    private PictureCleaner _cleaner = null!;

    [OneTimeSetUp]
    public void Start() => _cleaner = new PictureCleaner(_tool = PictureStudio.Tool());

    [OneTimeTearDown]
    public void End() => _tool.Dispose();

    [TestCase("jpg", "[Q=90,profile=srgb]")]
    [TestCase("png", "[profile=srgb]")]
    [TestCase("heic", "[Q=60]")]
    [TestCase("webp", "[Q=80,profile=srgb]")]
    public async Task Nothing_is_left_but_the_picture(string ending, string options)
    {
        var full = PictureStudio.Write(PictureStudio.Draw(ending, options: options), ending, [.. Hidden, .. Own[ending]]);
        full = [.. full, .. ending == "jpg" ? "\0\0\0\x18ftypmp42"u8 : default, .. PictureSamples.Secret];
        var before = PictureStudio.Found(full);
        before.ShouldContain("GPS:GPSLatitude");
        before.Count(n => n.Contains("GPS", StringComparison.Ordinal) || n.StartsWith("XMP", StringComparison.Ordinal)).ShouldBeGreaterThan(8, "the sample must hold what is to be lost");

        var picture = await Cleaned(full);
        (picture.Width, picture.Height, picture.Kind).ShouldBe((64, 32, ending == "png" ? PictureKind.Png : PictureKind.Jpeg));
        foreach (var bytes in (ReadOnlyMemory<byte>[])[picture.Bytes, picture.Thumbnail])
        {
            PictureStudio.Left(bytes).ShouldBeEmpty();
            bytes.Span.IndexOf(PictureSamples.Secret).ShouldBe(-1);
            bytes.Span.IndexOf("139"u8).ShouldBe(-1);
        }

        var pixels = await PictureStudio.Pixels(picture.Bytes);
        IsRed(pixels, 5, 5).ShouldBeTrue();
        IsRed(pixels, 60, 5).ShouldBeFalse();
    }

    [Test]
    public void The_oracle_finds_what_a_careless_copy_leaves() =>
        PictureStudio.Left(PictureSamples.Jpeg()).ShouldNotBeEmpty("an empty list must mean that there is nothing");

    [Test]
    public async Task Makers_notes_second_thumbnails_film_and_archive_behind_the_end_are_gone()
    {
        foreach (var little in (bool[])[false, true])
        {
            var picture = await Cleaned(PictureSamples.Jpeg(little: little));
            picture.Bytes.Span.IndexOf(PictureSamples.Secret).ShouldBe(-1);
            PictureStudio.Left(picture.Bytes).ShouldBeEmpty();
            (picture.Width, picture.Height).ShouldBe((8, 16), "turned upright");
        }
    }

    [TestCase(1, 64, 32, 5, 5)]
    [TestCase(2, 64, 32, 58, 5)]
    [TestCase(3, 64, 32, 58, 27)]
    [TestCase(4, 64, 32, 5, 27)]
    [TestCase(5, 32, 64, 5, 5)]
    [TestCase(6, 32, 64, 27, 5)]
    [TestCase(7, 32, 64, 27, 58)]
    [TestCase(8, 32, 64, 5, 58)]
    public async Task A_picture_comes_out_upright(int orientation, int width, int height, int redX, int redY)
    {
        foreach (var ending in (string[])["jpg", "webp"])
        {
            var picture = await Cleaned(PictureStudio.Write(PictureStudio.Draw(ending), ending, $"-EXIF:Orientation={orientation}"));
            (picture.Width, picture.Height).ShouldBe((width, height), ending);
            IsRed(await PictureStudio.Pixels(picture.Bytes), redX, redY).ShouldBeTrue(ending);
        }
    }

    [Test]
    public async Task A_large_picture_is_made_smaller_and_a_small_one_is_left_as_it_is()
    {
        var large = await Cleaned(PictureStudio.Draw("jpg", 5000, 2500));
        (large.Width, large.Height).ShouldBe((2048, 1024));
        PictureHead.Read(large.Thumbnail.Span).ShouldBe(new PictureHead(PictureFormat.Jpeg, 320, 160));
        var small = await Cleaned(PictureStudio.Draw("png", 100, 50));
        (small.Width, small.Height, small.ContentType).ShouldBe((100, 50, "image/png"));
        PictureHead.Read(small.Thumbnail.Span).ShouldBe(new PictureHead(PictureFormat.Jpeg, 100, 50));
    }

    [Test]
    public async Task A_photo_sent_as_png_is_kept_as_jpeg()
    {
        var random = new Random(5);
        var picture = await Cleaned(PictureStudio.Draw("png", ppm: PictureStudio.Ppm(900, 900, (_, _) => (random.Next(256), random.Next(256), random.Next(256)))));
        (picture.Kind, picture.Width).ShouldBe((PictureKind.Jpeg, 900));
        PictureStudio.Left(picture.Bytes).ShouldBeEmpty();
    }

    [Test]
    public async Task What_is_cut_short_ends_with_what_there_is_or_is_refused()
    {
        foreach (var ending in (string[])["jpg", "png", "heic", "webp"])
        {
            var whole = PictureStudio.Draw(ending, 400, 300);
            foreach (var part in (double[])[0.1, 0.5, 0.9])
            {
                switch (await _cleaner.Clean(whole.AsMemory(0, (int)(whole.Length * part)), default))
                {
                    case PictureArrival.Arrived(var picture):
                        PictureStudio.Left(picture.Bytes).ShouldBeEmpty($"{ending} {part}");
                        break;
                    case PictureArrival.Lost(var why):
                        why.ShouldBe(PictureLoss.NotAPicture, $"{ending} {part}");
                        break;
                    default:
                        Assert.Fail($"{ending} {part}");
                        break;
                }
            }
        }

        var half = PictureStudio.Draw("jpg", 400, 300);
        (await Cleaned(half[..(half.Length / 2)])).Width.ShouldBe(400, "what came of a photo is worth more than nothing");
    }

    [Test]
    public async Task What_moves_stands_still()
    {
        var film = PictureStudio.Draw("webp", 32, 64, "[page-height=32]");
        film.AsSpan().IndexOf("ANIM"u8).ShouldBeGreaterThan(0, "the sample must move");
        var picture = await Cleaned(film);
        (picture.Kind, picture.Width).ShouldBe((PictureKind.Jpeg, 32));
        PictureStudio.Left(picture.Bytes).ShouldBeEmpty();
    }

    [Test]
    public async Task What_the_tool_may_not_read_never_reaches_it()
    {
        foreach (var ending in (string[])["gif", "tiff"])
        {
            (await _cleaner.Clean(PictureStudio.Draw(ending), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.NotAPicture), ending);
        }

        foreach (var text in (string[])["", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "%PDF-1.4", "push graphic-context", "<html>", "GIF89a", "\0\0\0\u0014ftypqt  "])
        {
            (await _cleaner.Clean(System.Text.Encoding.Latin1.GetBytes(text), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.NotAPicture), text);
        }

        (await _cleaner.Clean(new byte[PictureCleaner.MostBytes + 1], default)).ShouldBe(new PictureArrival.Lost(PictureLoss.TooManyBytes));
        (await _cleaner.Clean((byte[])[0xFF, 0xD8, 0xFF], default)).ShouldBe(new PictureArrival.Lost(PictureLoss.NotAPicture));
    }

    [Test]
    public async Task A_script_behind_a_picture_is_gone_with_everything_behind_it()
    {
        var polyglot = (byte[])[.. PictureStudio.Draw("png"), .. "<script>alert(1)</script>"u8];
        (await Cleaned(polyglot)).Bytes.Span.IndexOf("script"u8).ShouldBe(-1);
        (await Cleaned(PictureSamples.Jpeg())).Bytes.Span.IndexOf("PK"u8).ShouldBe(-1);
    }

    private static bool IsRed(RawPicture pixels, int x, int y) => pixels[x, y] is [> 180, < 90, < 90];

    private async Task<Picture> Cleaned(byte[] bytes) => (await _cleaner.Clean(bytes, default)).ShouldBeOfType<PictureArrival.Arrived>().Picture;
}
