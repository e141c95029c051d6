using Bot.Infrastructure.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>Faces and plates: what is veiled is not in the copy any more, by any means.</summary>
public sealed class PictureVeilTests
{
    private PictureTool _tool = null!;
    private PictureVeil _veil = null!;

    [OneTimeSetUp]
    public void Start() => _veil = new PictureVeil(_tool = PictureStudio.Tool());

    [OneTimeTearDown]
    public void End() => _tool.Dispose();

    [TestCase(Veil.Solid, 1)]
    [TestCase(Veil.Mosaic, 4)]
    public async Task Within_the_box_only_as_many_colours_are_left_as_there_are_squares(Veil veil, int squares)
    {
        var photo = Photo((x, y) => ((x * 37) % 256, (y * 91) % 256, (x * y) % 256));
        var copy = await Veiled(photo, new VeilBox(0.25, 0.25, 0.5, 0.5, veil));
        var (before, after) = (await PictureStudio.Pixels(photo.Picture), await PictureStudio.Pixels(copy.Bytes));
        (after.Width, after.Height).ShouldBe((256, 128));
        for (var row = 0; row < squares; row++)
        {
            for (var column = 0; column < squares; column++)
            {
                var (wide, high) = (128 / squares, 64 / squares);
                Spread(after, 64 + (column * wide) + 2, 32 + (row * high) + 2, wide - 4, high - 4).ShouldBeLessThan(16, $"{column} {row}");
            }
        }

        Spread(before, 66, 34, 120, 60).ShouldBeGreaterThan(200);
        Spread(after, 2, 2, 50, 28).ShouldBeGreaterThan(150, "what is not veiled stays as it was");
    }

    /// <summary>Two plates that differ in every sign and are equally dark give the very same copy: so nothing of the sign can be read from it.</summary>
    [Test]
    public async Task From_a_solid_veil_nothing_can_be_guessed()
    {
        var one = Photo((x, y) => Sign(x, y, (x / 4) % 2 == 0));
        var other = Photo((x, y) => Sign(x, y, (y / 4) % 2 == 0));
        one.Picture.ShouldNotBe(other.Picture);
        var box = new VeilBox(0.25, 0.25, 0.5, 0.5, Veil.Solid);
        (await Veiled(one, box)).Bytes.ToArray().ShouldBe((await Veiled(other, box)).Bytes.ToArray());

        static (int, int, int) Sign(int x, int y, bool dark) => x is >= 64 and < 192 && y is >= 32 and < 96 ? dark ? (10, 10, 10) : (230, 230, 230) : (90, 120, 150);
    }

    [Test]
    public async Task The_copy_has_no_metadata_and_the_original_stays_as_it_was()
    {
        var photo = Photo((_, _) => (200, 180, 160));
        var before = photo.Picture.ToArray();
        PictureStudio.Left((await Veiled(photo, new VeilBox(-1, -1, 5, 5, Veil.Mosaic))).Bytes).ShouldBeEmpty();
        PictureStudio.Left((await Veiled(photo)).Bytes).ShouldBeEmpty();
        photo.Picture.ShouldBe(before);
    }

    [TestCase(double.NaN, 0, 0.5, 0.5)]
    [TestCase(0, 0, 0, 0.5)]
    [TestCase(0, 0, 0.5, -1)]
    [TestCase(1, 0, 0.5, 0.5)]
    [TestCase(-0.6, 0, 0.5, 0.5)]
    [TestCase(0, double.PositiveInfinity, 0.5, 0.5)]
    public async Task A_box_that_hides_nothing_is_refused_rather_than_passed_over(double left, double top, double width, double height) =>
        await Should.ThrowAsync<ArgumentException>(() => _veil.Blur(Photo((_, _) => (1, 2, 3)), [new VeilBox(left, top, width, height, Veil.Solid)], default));

    [Test]
    public async Task Without_the_tool_there_is_no_copy_rather_than_an_open_one()
    {
        using var none = PictureStudio.Tool(new PictureToolSettings { Command = "/nowhere/vips" });
        (await new PictureVeil(none).Blur(Photo((_, _) => (1, 2, 3)), [new VeilBox(0, 0, 1, 1, Veil.Solid)], default)).ShouldBeNull();
    }

    /// <summary>A PNG, so that the colours are those that were drawn.</summary>
    private static StoredPhoto Photo(Func<int, int, (int, int, int)> colour) => new("image/png", PictureStudio.Draw("png", options: "[strip]", ppm: PictureStudio.Ppm(256, 128, colour)));

    private async Task<VeiledPicture> Veiled(StoredPhoto photo, params VeilBox[] boxes) => (await _veil.Blur(photo, boxes, default)).ShouldNotBeNull();

    /// <summary>Between the darkest and the brightest red of a rectangle.</summary>
    private static int Spread(RawPicture pixels, int left, int top, int width, int height)
    {
        var (least, most) = (255, 0);
        for (var y = top; y < top + height; y++)
        {
            for (var x = left; x < left + width; x++)
            {
                (least, most) = (Math.Min(least, pixels[x, y][0]), Math.Max(most, pixels[x, y][0]));
            }
        }

        return most - least;
    }
}
