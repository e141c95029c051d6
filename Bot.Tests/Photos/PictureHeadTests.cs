using Bot.Infrastructure.Photos;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>What a file says of itself, read before anything decodes it.</summary>
public sealed class PictureHeadTests
{
    private static readonly (string Ending, string Options)[] Kinds =
        [("jpg", ""), ("jpg", "[interlace]"), ("png", ""), ("png", "[interlace]"), ("webp", ""), ("webp", "[lossless]"), ("webp", "[profile=srgb]"), ("heic", "")];

    [Test]
    public void Every_kind_tells_its_size()
    {
        foreach (var (ending, options) in Kinds)
        {
            foreach (var (width, height) in (ReadOnlySpan<(int, int)>)[(64, 32), (700, 1100)])
            {
                var head = PictureHead.Read(PictureStudio.Draw(ending, width, height, options)).ShouldNotBeNull($"{ending}{options}");
                if (ending == "heic" && width < 512)
                {
                    // a small HEIC is cut out of a tile of 64 by 64, and the largest counts
                    (head.Width, head.Height).ShouldBe((64, 64));
                    continue;
                }

                (head.Width, head.Height).ShouldBe((width, height), $"{ending}{options}");
            }
        }
    }

    [Test]
    public async Task A_small_file_that_promises_a_huge_picture_is_refused_unopened()
    {
        // A command that is no tool: whoever were to open one of these would get another answer.
        using var tool = PictureStudio.Tool(new PictureToolSettings { Command = "/usr/bin/false" });
        var cleaner = new PictureCleaner(tool);
        var heic = PictureStudio.Draw("heic", 64, 32);
        var at = heic.AsSpan().LastIndexOf("ispe"u8);
        byte[] hugeHeic = [.. heic[..(at + 8)], 0, 0, 0x40, 0, 0, 0, 0x40, 0, .. heic[(at + 16)..]];
        var webp = PictureStudio.Draw("webp", 64, 32, "[profile=srgb]");
        byte[] hugeWebp = [.. webp[..24], 0xFF, 0x3F, 0, 0xFF, 0x3F, 0, .. webp[30..]];
        foreach (var bomb in (byte[][])
            [
                PictureSamples.Png(100_000, 100_000), PictureSamples.Png(uint.MaxValue, uint.MaxValue), PictureSamples.Png(1, 40_000_001), PictureSamples.Skeleton(50_000, 50_000),
                PictureSamples.PackedPng(10_000, 10_000, 10_000L * 30_001), hugeHeic, hugeWebp,
            ])
        {
            bomb.Length.ShouldBeLessThan(PictureCleaner.MostBytes);
            (await cleaner.Clean(bomb, default)).ShouldBe(new PictureArrival.Lost(PictureLoss.TooManyPixels));
        }

        (await cleaner.Clean(PictureSamples.Skeleton(0, 8), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.NotAPicture));
        (await cleaner.Clean(PictureSamples.Png(0, 8), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.NotAPicture));
    }

    [Test]
    public async Task The_largest_that_is_allowed_is_read_within_the_limits_and_a_lying_head_bursts_nothing()
    {
        using var tool = PictureStudio.Tool();
        var cleaner = new PictureCleaner(tool);
        var real = PictureSamples.PackedPng(7300, 5479, 5479L * ((7300 * 3) + 1));
        real.Length.ShouldBeLessThan(2_000_000, "a bomb: 120 MB of pixels in less than two");
        (await cleaner.Clean(real, default)).ShouldBeOfType<PictureArrival.Arrived>().Picture.Width.ShouldBe(2048);

        // Says 10 by 10, and holds a gigabyte.
        var lying = PictureSamples.PackedPng(10, 10, 1_000_000_000);
        var arrival = await cleaner.Clean(lying, default);
        (arrival is PictureArrival.Arrived { Picture.Width: 10 } or PictureArrival.Lost).ShouldBeTrue();
    }

    [Test]
    public void No_damage_throws_and_no_head_is_negative()
    {
        byte[][] samples = [.. Kinds.Select(k => PictureStudio.Draw(k.Ending, 64, 32, k.Options)).Select(b => b.Length > 2000 ? b[..2000] : b)];
        var read = 0;
        var damage = Gen.ArrayOf(Gen.Choose(0, 100_000).Zip(Gen.Choose(0, 255)).Zip(Gen.Choose(0, 2)));
        Prop.ForAll(Arb.From(Gen.Elements(samples).Zip(damage).Select(p => p.Item2.Take(6).Aggregate(p.Item1, PictureSegmentTests.Damage))), bytes =>
        {
            if (PictureHead.Read(bytes) is { } head)
            {
                read++;
                head.Pixels.ShouldBeGreaterThan(0);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        read.ShouldBeGreaterThan(500);
    }
}
