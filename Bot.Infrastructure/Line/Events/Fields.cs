using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Events;

/// <summary>Reading of single fields: absent or of another kind is <c>null</c>, since LINE omits what has no value and adds kinds at will.</summary>
internal static class Fields
{
    private const int LongestKey = 64;

    private const int LongestToken = 512;

    extension(JsonElement owner)
    {
        public JsonElement? Object(string name) => owner.Member(name, JsonValueKind.Object);

        public string? Text(string name) => owner.Member(name, JsonValueKind.String)?.GetString();

        public long? Whole(string name) => owner.Member(name, JsonValueKind.Number) is { } value && value.TryGetInt64(out var number) ? number : null;

        public double? Decimal(string name) =>
            owner.Member(name, JsonValueKind.Number) is { } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

        public bool? Flag(string name) =>
            owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

        public DateTimeOffset? Moment(string name) =>
            owner.Whole(name) is { } milliseconds and >= 0 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

        /// <summary>A text that is fit to be a key or part of an address: short, and of letters that PostgreSQL and URLs take as they are.</summary>
        public string? Key(string name) => owner.Text(name) is { Length: > 0 and <= LongestKey } key && key.All(IsKeyLetter) ? key : null;

        /// <summary>An opaque token that is given back to LINE as it came.</summary>
        public string? Token(string name) =>
            owner.Text(name) is { Length: > 0 and <= LongestToken } token && token.All(letter => letter is > ' ' and <= '~') ? token : null;

        public Items<T> Each<T>(string name, Func<JsonElement, T?> read)
            where T : class =>
            owner.Member(name, JsonValueKind.Array) is { } array ? Items.Of<T>([.. array.EnumerateArray().Select(read).OfType<T>()]) : [];

        private JsonElement? Member(string name, JsonValueKind kind) =>
            owner.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
    }

    private static bool IsKeyLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
