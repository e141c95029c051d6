using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Bot.Simulator.Stripe;

/// <summary>A request's parameters in Stripe's nested form encoding: <c>line_items[0][price_data][currency]</c>.</summary>
internal sealed partial class StripeForm
{
    private static readonly HashSet<string> Fixed = new(StringComparer.Ordinal)
    {
        "[price_data]", "[product_data]", "[currency]", "[unit_amount]", "[quantity]", "[name]", "[description]", "[metadata]", "[konbini]", "[expires_after_days]", "[card]",
        "[request_three_d_secure]", "[statement_descriptor_suffix]", "[statement_descriptor_suffix_kana]", "[statement_descriptor_suffix_kanji]", "[receipt_email]",
        "[gte]", "[gt]", "[lt]", "[lte]",
    };

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private StripeForm()
    {
    }

    /// <summary>The parameters in one order, for comparing two requests with the same idempotency key.</summary>
    public string Canonical => string.Join('&', values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => Uri.EscapeDataString(v.Key) + "=" + Uri.EscapeDataString(v.Value)));

    public static StripeForm Parse(string encoded)
    {
        var form = new StripeForm();
        foreach (var (key, all) in QueryHelpers.ParseQuery(encoded))
            for (var i = 0; i < all.Count; i++)
                // a[]=1&a[]=2 means a[0]=1&a[1]=2
                form.values[key.EndsWith("[]", StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"{key[..^2]}[{i}]") : key] = all[i] ?? "";
        return form;
    }

    public string? Text(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Need(string name) => Text(name) ?? throw StripeProblem.Missing(name);

    public int? Number(string name) => Text(name) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw StripeProblem.Bad("parameter_invalid_integer", $"Invalid integer: {text}", name);

    public IReadOnlyList<string> Array(string name) => [.. Indexes(name).Select(i => Text($"{name}[{i}]")).OfType<string>()];

    public IReadOnlyList<string> Indexes(string name) =>
        [.. values.Keys.Where(k => k.StartsWith(name + "[", StringComparison.Ordinal)).Select(k => k[(name.Length + 1)..].Split(']')[0]).Distinct(StringComparer.Ordinal)];

    public JsonObject Metadata(string name)
    {
        var metadata = new JsonObject();
        foreach (var key in Indexes(name))
        {
            var value = values[$"{name}[{key}]"];
            if (key.Length > 40) throw StripeProblem.Bad(null, $"Metadata keys can have up to 40 characters, but you passed in {key.Length}.", name);
            if (value.Length > 500) throw StripeProblem.Bad(null, $"Metadata values can have up to 500 characters, but you passed in a value that is {value.Length} characters.", name);
            if (value.Length > 0) metadata[key] = value;
        }

        if (metadata.Count > 50) throw StripeProblem.Bad(null, "You can only have 50 metadata keys.", name);
        return metadata;
    }

    /// <summary>Refuses parameters that the endpoint does not know; <c>*</c> stands for an index or a metadata key.</summary>
    public void Only(params ReadOnlySpan<string> known)
    {
        foreach (var key in values.Keys)
        {
            var shape = Inner().Replace(key, m => Fixed.Contains(m.Value) ? m.Value : "[*]");
            // inside metadata every name is the caller's own
            if (shape.IndexOf("metadata[", StringComparison.Ordinal) is var at and >= 0) shape = shape[..at] + "metadata[*]";
            else if (shape.IndexOf("[metadata]", StringComparison.Ordinal) is var inner and >= 0) shape = shape[..inner] + "[metadata][*]";
            if (!known.Contains(shape)) throw StripeProblem.Bad("parameter_unknown", $"Received unknown parameter: {key}", key);
        }
    }

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inner();
}
