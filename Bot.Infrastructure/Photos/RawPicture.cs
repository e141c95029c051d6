using System.Globalization;

namespace Bot.Infrastructure.Photos;

/// <summary>Pixels of red, green and blue as the tool hands them out: a PPM (P6, eight bits), changed in place.</summary>
internal sealed class RawPicture
{
    private readonly byte[] _file;
    private readonly int _start;

    private RawPicture(byte[] file, int start, int width, int height) => (_file, _start, Width, Height) = (file, start, width, height);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green and blue of one pixel.</summary>
    public ReadOnlySpan<byte> this[int x, int y] => _file.AsSpan(At(x, y), 3);

    /// <returns><c>null</c> when it is no such file, or not whole.</returns>
    public static RawPicture? Parse(byte[] file)
    {
        var (at, numbers) = (2, new List<int>(3));
        if (!file.AsSpan().StartsWith("P6"u8))
        {
            return null;
        }

        while (numbers.Count < 3 && at < file.Length)
        {
            if (file[at] == '#')
            {
                var line = file.AsSpan(at).IndexOf((byte)'\n');
                at += line < 0 ? file.Length : line;
            }
            else if (char.IsAsciiDigit((char)file[at]))
            {
                var length = file.AsSpan(at).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                if (length is < 1 or > 6)
                {
                    return null;
                }

                numbers.Add(int.Parse(file.AsSpan(at, length), NumberStyles.None, CultureInfo.InvariantCulture));
                at += length;
            }
            else
            {
                at++;
            }
        }

        // One blank, then the pixels.
        at++;
        return numbers is [> 0 and var width, > 0 and var height, 255] && (long)width * height * 3 == file.Length - at ? new RawPicture(file, at, width, height) : null;
    }

    /// <summary>Gives a rectangle one colour, the middle of what was there; the right and lower edge are not part of it.</summary>
    public void Level(int left, int top, int right, int bottom)
    {
        Span<long> sums = stackalloc long[3];
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = At(x, y);
                sums[0] += _file[at];
                sums[1] += _file[at + 1];
                sums[2] += _file[at + 2];
            }
        }

        // A coarse middle: the low bits of a finer one would still tell something of what was there.
        var count = Math.Max(1, (long)(right - left) * (bottom - top));
        ReadOnlySpan<byte> colour = [(byte)(sums[0] / count & 0xF0), (byte)(sums[1] / count & 0xF0), (byte)(sums[2] / count & 0xF0)];
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                colour.CopyTo(_file.AsSpan(At(x, y), 3));
            }
        }
    }

    private int At(int x, int y) => _start + (((y * Width) + x) * 3);
}
