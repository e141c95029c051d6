using Bot.Infrastructure.Photos;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>The last look at what a tool gave: segment by segment, chunk by chunk.</summary>
public sealed class PictureSegmentTests
{
    [Test]
    public void A_jpeg_keeps_its_picture_and_nothing_else()
    {
        var copied = JpegCleaner.Clean(PictureSamples.Skeleton(640, 480)).ShouldNotBeNull();
        (copied.Width, copied.Height).ShouldBe((640, 480));
        var bytes = copied.Bytes.AsSpan();
        bytes.IndexOf(PictureSamples.Secret).ShouldBe(-1);
        bytes.IndexOf("Exif"u8).ShouldBe(-1);
        bytes.IndexOf("JFIF"u8).ShouldBeGreaterThan(0);
        bytes.IndexOf((ReadOnlySpan<byte>)[0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xC4]).ShouldBeGreaterThan(0, "the first scan runs into the next table");
        bytes[^4..].ToArray().ShouldBe([0x78, 0x9A, 0xFF, 0xD9]);
        JpegCleaner.Clean(PictureSamples.Skeleton(end: false)).ShouldNotBeNull().Bytes[^4..].ShouldBe([0x78, 0x9A, 0xFF, 0xD9]);
    }

    [Test]
    public void A_png_keeps_its_picture_and_nothing_else()
    {
        var copied = PngCleaner.Clean(PictureSamples.Png(3, 2)).ShouldNotBeNull();
        (copied.Width, copied.Height).ShouldBe((3, 2));
        copied.Bytes.AsSpan().IndexOf(PictureSamples.Secret).ShouldBe(-1);
        Chunks(copied.Bytes).ShouldBe(["IHDR", "gAMA", "IDAT", "IEND"]);
    }

    [Test]
    public void No_damage_throws_and_what_passes_stays_clean()
    {
        var passed = 0;
        var samples = Gen.Elements(PictureSamples.Skeleton(), PictureSamples.Png(), PictureSamples.Skeleton(end: false), PictureSamples.Jpeg());
        var damage = Gen.ArrayOf(Gen.Choose(0, 100_000).Zip(Gen.Choose(0, 255)).Zip(Gen.Choose(0, 2)));
        Prop.ForAll(Arb.From(samples.Zip(damage).Select(p => p.Item2.Take(4).Aggregate(p.Item1, Damage))), bytes =>
        {
            if ((JpegCleaner.Clean(bytes) ?? PngCleaner.Clean(bytes.Length < 8 ? new byte[8] : bytes)) is { } copied)
            {
                passed++;
                (JpegCleaner.Clean(copied.Bytes) ?? PngCleaner.Clean(copied.Bytes)).ShouldNotBeNull().Bytes.ShouldBe(copied.Bytes);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        passed.ShouldBeGreaterThan(300);
    }

    internal static byte[] Damage(byte[] bytes, ((int Where, int Value) Spot, int How) damage)
    {
        var at = damage.Spot.Where % Math.Max(1, bytes.Length);
        return damage.How switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], (byte)damage.Spot.Value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], 0xFF, .. bytes[at..]],
            _ => bytes[..at].Length > 60 ? bytes[..at] : bytes,
        };
    }

    private static IEnumerable<string> Chunks(byte[] png)
    {
        for (var at = 8; at < png.Length; at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            yield return System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
        }
    }
}
