using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Collects what a message breaks, each with the place where.</summary>
internal sealed class Findings
{
    private const int LongestAddress = 2000;

    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Expect(bool holds, Place path, [InterpolatedStringHandlerArgument(nameof(holds))] ref Otherwise otherwise)
    {
        if (!holds)
        {
            _all.Add($"{path}: {otherwise.Words()}");
        }
    }

    public void Expect(bool holds, Place path, string otherwise)
    {
        if (!holds)
        {
            _all.Add($"{path}: {otherwise}");
        }
    }

    /// <summary>Counted in UTF-16 units.</summary>
    public void Units(JsonElement owner, string name, int max, Place path, bool required = false) =>
        Sized(owner, name, max, path, required, LineText.Units, "UTF-16 units");

    /// <summary>Counted in grapheme clusters.</summary>
    public void Clusters(JsonElement owner, string name, int max, Place path, bool required = false) =>
        Sized(owner, name, max, path, required, LineText.Clusters, "characters");

    public void Https(JsonElement owner, string name, Place path, bool required = false)
    {
        Units(owner, name, LongestAddress, path, required);
        if (Text(owner, name) is { } address)
        {
            Expect(IsWritten(address) && address.StartsWith("https://", StringComparison.Ordinal), $"{path}.{name}", "must be an https address in percent-encoded form");
        }
    }

    public void Count(JsonElement array, int min, int max, Place path)
    {
        var count = array.ValueKind == JsonValueKind.Array ? array.GetArrayLength() : -1;
        Expect(count >= min && count <= max, path, $"must have {min} to {max} items and has {count}");
    }

    public void OneOf(JsonElement owner, string name, Place path, params ReadOnlySpan<string> words)
    {
        var value = Member(owner, name);
        if (value.ValueKind != JsonValueKind.Undefined)
        {
            Expect(value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()!), $"{path}.{name}", $"'{value}' is no word for it");
        }
    }

    public static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<(JsonElement Item, int Index)> Each(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().Select((item, index) => (item, index)) : [];

    /// <summary>An absolute address without letters that a URL may not have.</summary>
    public static bool IsWritten(string address) => Uri.TryCreate(address, UriKind.Absolute, out _) && address.All(letter => letter is > ' ' and <= '~');

    private void Sized(JsonElement owner, string name, int max, Place path, bool required, Func<string, int> count, string unit)
    {
        var text = Text(owner, name);
        Expect(!required || !string.IsNullOrEmpty(text), $"{path}.{name}", "is missing or empty");
        if (text is not null)
        {
            // Neither count is greater than that of the units, so most texts need no counting.
            Expect(text.Length <= max || count(text) <= max, $"{path}.{name}", $"has {count(text)} {unit}, {max} are allowed");
        }
    }
}
