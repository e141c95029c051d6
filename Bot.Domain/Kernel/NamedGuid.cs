using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Bot.Domain.Kernel;

/// <summary>Ids that follow from their cause (RFC 9562 version 5), so that doing a thing again names the same thing.</summary>
public static class NamedGuid
{
    private static readonly Guid Scope = new("6f0f5a3e-3c1b-5d52-9f0e-5b1b8a4f7c21");

    /// <param name="cause">What made it, for example a town and an event id.</param>
    /// <param name="part">Which of the things that the cause makes.</param>
    public static Guid From(string cause, string part) => From(From(Scope, cause), part);

    [SuppressMessage("Security", "CA5350", Justification = "Version 5 ids are defined over SHA-1; nothing secret rests on them.")]
    public static Guid From(Guid scope, string name)
    {
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        scope.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(16));
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(bytes, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
