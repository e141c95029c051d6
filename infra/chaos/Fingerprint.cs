using System.Text;

namespace Bot.Chaos;

/// <summary>A hash over all that happened, byte by byte (FNV-1a, 64 bits): equal runs have equal fingerprints.</summary>
internal sealed class Fingerprint
{
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public ulong Value { get; private set; } = Start;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var value = Value;
        unchecked
        {
            foreach (var one in bytes)
            {
                value = (value ^ one) * Prime;
            }
        }

        Value = value;
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Add(bytes);
    }
}
