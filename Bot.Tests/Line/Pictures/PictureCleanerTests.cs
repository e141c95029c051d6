using Bot.Infrastructure.Line.Pictures;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Pictures;

public sealed class PictureCleanerTests
{
    [TestCase(1)]
    [TestCase(6)]
    [TestCase(8)]
    public void A_jpeg_keeps_its_picture_and_which_way_is_up_and_nothing_else(byte orientation)
    {
        foreach (var little in (bool[])[false, true])
        {
            var picture = Cleaned(PictureSamples.Jpeg(640, 480, orientation, little));
            (picture.Kind, picture.Width, picture.Height, picture.ContentType).ShouldBe((PictureKind.Jpeg, 640, 480, "image/jpeg"));
            var bytes = picture.Bytes.Span;
            bytes.IndexOf(PictureSamples.Secret).ShouldBe(-1);
            bytes.IndexOf("cam"u8).ShouldBe(-1);
            bytes.IndexOf("JFIF"u8).ShouldBeGreaterThan(0);
            bytes.IndexOf("Adobe\0d\0\0\0\0\x01"u8).ShouldBeGreaterThan(0);
            bytes.IndexOf((ReadOnlySpan<byte>)[0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xC4]).ShouldBeGreaterThan(0, "the first scan runs into the next table");
            bytes[^4..].ToArray().ShouldBe([0x78, 0x9A, 0xFF, 0xD9]);
            Orientation.Read(bytes[(bytes.IndexOf("Exif"u8) is var at and >= 0 ? at : bytes.Length)..]).ShouldBe(orientation == 1 ? null : orientation);
        }
    }

    [Test]
    public void A_jpeg_that_was_cut_off_is_closed() => Cleaned(PictureSamples.Jpeg(end: false)).Bytes.Span[^4..].ToArray().ShouldBe([0x78, 0x9A, 0xFF, 0xD9]);

    [Test]
    public void A_png_keeps_its_picture_and_nothing_else()
    {
        var picture = Cleaned(PictureSamples.Png(3, 2));
        (picture.Kind, picture.Width, picture.Height, picture.ContentType).ShouldBe((PictureKind.Png, 3, 2, "image/png"));
        picture.Bytes.Span.IndexOf(PictureSamples.Secret).ShouldBe(-1);
        Chunks(picture.Bytes.ToArray()).ShouldBe(["IHDR", "gAMA", "IDAT", "IEND"]);
    }

    [Test]
    public void Cleaning_again_changes_nothing()
    {
        foreach (var sample in (byte[][])[PictureSamples.Jpeg(), PictureSamples.Png()])
        {
            var once = Cleaned(sample).Bytes.ToArray();
            Cleaned(once).Bytes.ToArray().ShouldBe(once);
        }
    }

    [Test]
    public void A_small_file_that_promises_a_huge_picture_is_refused_unopened()
    {
        Lost(PictureSamples.Png(100_000, 100_000)).ShouldBe(PictureLoss.TooManyPixels);
        Lost(PictureSamples.Png(uint.MaxValue, uint.MaxValue)).ShouldBe(PictureLoss.TooManyPixels);
        Lost(PictureSamples.Jpeg(50_000, 50_000)).ShouldBe(PictureLoss.TooManyPixels);
        Lost(new byte[PictureCleaner.MostBytes + 1]).ShouldBe(PictureLoss.TooManyBytes);
    }

    [Test]
    public void What_is_no_picture_is_refused()
    {
        Lost([]).ShouldBe(PictureLoss.NotAPicture);
        Lost("<svg onload=alert(1)>"u8.ToArray()).ShouldBe(PictureLoss.NotAPicture);
        Lost("GIF89a"u8.ToArray()).ShouldBe(PictureLoss.NotAPicture);
        Lost([0xFF, 0xD8, 0xFF]).ShouldBe(PictureLoss.NotAPicture);
        Lost([0xFF, 0xD8, 0xFF, 0xD9]).ShouldBe(PictureLoss.NotAPicture);
        Lost(PictureSamples.Jpeg(0, 8)).ShouldBe(PictureLoss.NotAPicture);
        Lost(PictureSamples.Png(0, 8)).ShouldBe(PictureLoss.NotAPicture);
        Lost(PictureSamples.Png()[..40]).ShouldBe(PictureLoss.NotAPicture);
    }

    [Test]
    public void No_damage_throws_and_what_passes_stays_clean()
    {
        var passed = 0;
        var samples = Gen.Elements(PictureSamples.Jpeg(), PictureSamples.Png(), PictureSamples.Jpeg(little: true, end: false));
        var damage = Gen.ArrayOf(Gen.Choose(0, 100_000).Zip(Gen.Choose(0, 255)).Zip(Gen.Choose(0, 2)));
        Prop.ForAll(Arb.From(samples.Zip(damage).Select(p => p.Item2.Take(4).Aggregate(p.Item1, Damage))), bytes =>
        {
            if (PictureCleaner.Clean(bytes) is PictureArrival.Arrived(var picture))
            {
                passed++;
                Cleaned(picture.Bytes.ToArray()).Bytes.ToArray().ShouldBe(picture.Bytes.ToArray());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        passed.ShouldBeGreaterThan(300);
    }

    private static byte[] Damage(byte[] bytes, ((int Where, int Value) Spot, int How) damage)
    {
        var at = damage.Spot.Where % Math.Max(1, bytes.Length);
        return damage.How switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], (byte)damage.Spot.Value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], 0xFF, .. bytes[at..]],
            _ => bytes[..at].Length > 60 ? bytes[..at] : bytes,
        };
    }

    private static Picture Cleaned(byte[] bytes) => PictureCleaner.Clean(bytes).ShouldBeOfType<PictureArrival.Arrived>().Picture;

    private static PictureLoss Lost(byte[] bytes) => PictureCleaner.Clean(bytes).ShouldBeOfType<PictureArrival.Lost>().Why;

    private static IEnumerable<string> Chunks(byte[] png)
    {
        for (var at = 8; at < png.Length; at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            yield return System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
        }
    }
}
