using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Stripe;

/// <summary>Reads Stripe's JSON without being upset by what is new, absent or of another kind than it used to be.</summary>
internal static class StripeJson
{
    public static JsonElement? Inner(this JsonElement from, string name)
    {
        try
        {
            return from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var inner) && inner.ValueKind != JsonValueKind.Null ? inner : null;
        }
        catch (InvalidOperationException)
        {
            // A neighbour's name holds half a surrogate pair.
            return null;
        }
    }

    public static string? Text(this JsonElement from, string name) =>
        from.Inner(name) is { ValueKind: JsonValueKind.String } text ? Whole(text) : null;

    public static long? Number(this JsonElement from, string name) =>
        from.Inner(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static bool Truth(this JsonElement from, string name) => from.Inner(name) is { ValueKind: JsonValueKind.True };

    public static Yen? Amount(this JsonElement from, string name) =>
        from.Number(name) is { } number and >= int.MinValue and <= int.MaxValue ? new Yen((int)number) : null;

    public static DateTimeOffset? Time(this JsonElement from, string name) =>
        from.Number(name) is { } seconds and > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>A linked object's id, whether the link is expanded or not.</summary>
    public static string? Id(this JsonElement from, string name) => from.Text(name) ?? from.Inner(name)?.Text("id");

    /// <summary>A linked object when it is expanded.</summary>
    public static JsonElement? Expanded(this JsonElement from, string name) =>
        from.Inner(name) is { ValueKind: JsonValueKind.Object } inner ? inner : null;

    public static string? OnlyOne(this JsonElement from, string name) =>
        from.Inner(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String
            ? Whole(list[0])
            : null;

    public static string? Metadata(this JsonElement from, string key) => from.Inner("metadata")?.Text(key);

    /// <summary>Half a surrogate pair, or bytes that are not UTF-8, are no text.</summary>
    private static string? Whole(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
