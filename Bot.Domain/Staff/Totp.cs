using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Domain.Staff;

/// <summary>One-time codes by time (RFC 6238): six digits that change every 30 seconds, as all authenticator apps show them.</summary>
public static class Totp
{
    /// <summary>As long as the hash, as RFC 4226 advises.</summary>
    public const int SecretBytes = 20;

    private const int Seconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step of time in which a moment lies.</summary>
    public static long Step(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    public static string Code(byte[] secret, long step, int digits = 6)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        // Authenticator apps know SHA-1 only; as a keyed hash it is sound.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        var bound = 1;
        for (var i = 0; i < digits; i++)
        {
            bound *= 10;
        }

        return (number % bound).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code was typed; one step of slow typing or a clock that is wrong is forgiven. <c>null</c> when none fits.</summary>
    /// <param name="lastStep">The step of the last code that was taken: it and all before are used up.</param>
    public static long? Match(byte[] secret, string typed, DateTimeOffset now, long lastStep)
    {
        var given = Encoding.ASCII.GetBytes(Fold(typed));
        long? match = null;
        for (var step = Step(now) - 1; step <= Step(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), given) && step > lastStep)
            {
                match ??= step;
            }
        }

        return match;
    }

    /// <summary>The secret as it is typed by hand where no camera is.</summary>
    public static string Written(byte[] secret)
    {
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var b in secret)
        {
            (bits, held) = (((bits << 8) | b) & 0xfff, held + 8);
            for (; held >= 5; held -= 5)
            {
                text.Append(Base32[(bits >> (held - 5)) & 31]);
            }
        }

        return held > 0 ? text.Append(Base32[(bits << (5 - held)) & 31]).ToString() : text.ToString();
    }

    public static byte[] Parse(string written)
    {
        var bytes = new List<byte>();
        var (bits, held) = (0, 0);
        foreach (var letter in written)
        {
            var value = Base32.IndexOf(letter, StringComparison.Ordinal);
            (bits, held) = (((bits << 5) | (value >= 0 ? value : throw new FormatException("not base32"))) & 0xfff, held + 5);
            if (held >= 8)
            {
                bytes.Add((byte)((bits >> (held - 8)) & 0xff));
                held -= 8;
            }
        }

        return [.. bytes];
    }

    /// <summary>What the QR code says to an authenticator app.</summary>
    public static string Address(string issuer, string account, string secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period=30";

    /// <summary>Full-width digits and spaces between them are typed by people; never anything but ASCII goes on.</summary>
    private static string Fold(string typed) => new([.. JapaneseText.Fold(typed).Where(char.IsAsciiDigit)]);
}
