using System.Text;
using System.Text.Json;
using Bot.Infrastructure.Settings;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>The body of an outbox row to staff.</summary>
/// <param name="To">A mail address, the id of a LINE group, or for a web hook the department.</param>
/// <param name="Text">What a person reads, or the JSON for a program.</param>
internal sealed record StaffBody(Guid Batch, string Department, string To, string Subject, string Text)
{
    public ReadOnlyMemory<byte> Write() => JsonSerializer.SerializeToUtf8Bytes(this, PieceJson.Options);

    /// <returns><c>null</c> when it is none of ours.</returns>
    public static StaffBody? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<StaffBody>(body.Span, PieceJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => $"{nameof(StaffBody)} of {Encoding.UTF8.GetByteCount(Text)} bytes";
}
