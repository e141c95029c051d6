using System.Globalization;
using System.Text.Json;

namespace Bot.Simulator.Line.Rules;

/// <summary>How LINE counts a text: UTF-16 code units, or grapheme clusters (labels, display texts, template texts).</summary>
internal enum Count
{
    Units,
    Clusters,
}

/// <summary>A place in a request body, which knows its path and notes down what is wrong with it.</summary>
internal readonly record struct Part(JsonElement Json, string Path, Refusals Refusals)
{
    public bool IsObject => Json.ValueKind == JsonValueKind.Object;

    public bool Has(string name) => IsObject && Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    public void Refuse(string message, string? name = null) => Refusals.Add(message, name is null ? Path : At(name));

    public string? Peek(string name) => Has(name) && Json.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public string? Text(string name, int max, bool required = false, Count count = Count.Units, int min = 1)
    {
        if (!Has(name))
        {
            if (required) Refuse("May not be empty", name);
            return null;
        }

        if (Json.GetProperty(name).ValueKind != JsonValueKind.String)
        {
            Refuse("Must be a string", name);
            return null;
        }

        var text = Json.GetProperty(name).GetString()!;
        var length = count == Count.Units ? text.Length : new StringInfo(text).LengthInTextElements;
        if (required && text.Length == 0) Refuse("May not be empty", name);
        else if (length < min || length > max) Refuse(FormattableString.Invariant($"Length must be between {(required ? min : 0)} and {max}"), name);
        return text;
    }

    public double? Number(string name, double min, double max, bool required = false)
    {
        if (!Has(name))
        {
            if (required) Refuse("May not be null", name);
            return null;
        }

        if (Json.GetProperty(name).ValueKind != JsonValueKind.Number || !Json.GetProperty(name).TryGetDouble(out var number))
        {
            Refuse("Must be a number", name);
            return null;
        }

        if (number < min || number > max) Refuse(FormattableString.Invariant($"Must be between {min} and {max}"), name);
        return number;
    }

    public bool? Flag(string name, bool required = false)
    {
        if (!Has(name))
        {
            if (required) Refuse("May not be null", name);
            return null;
        }

        var kind = Json.GetProperty(name).ValueKind;
        if (kind is not (JsonValueKind.True or JsonValueKind.False)) Refuse("Must be a boolean", name);
        return kind == JsonValueKind.True;
    }

    public Part? Object(string name, bool required = false)
    {
        if (!Has(name))
        {
            if (required) Refuse("May not be null", name);
            return null;
        }

        var part = new Part(Json.GetProperty(name), At(name), Refusals);
        if (part.IsObject) return part;
        part.Refuse("Must be an object");
        return null;
    }

    public IReadOnlyList<Part> List(string name, int min, int max, bool required = false)
    {
        if (!Has(name))
        {
            if (required) Refuse("May not be empty", name);
            return [];
        }

        if (Json.GetProperty(name).ValueKind != JsonValueKind.Array)
        {
            Refuse("Must be an array", name);
            return [];
        }

        var (path, refusals) = (At(name), Refusals);
        Part[] parts = [.. Json.GetProperty(name).EnumerateArray().Select((one, i) => new Part(one, FormattableString.Invariant($"{path}[{i}]"), refusals))];
        if (parts.Length < min || parts.Length > max) Refuse(FormattableString.Invariant($"Size must be between {min} and {max}"), name);
        return parts;
    }

    public string? OneOf(string name, bool required, params ReadOnlySpan<string> allowed)
    {
        if (!Has(name))
        {
            if (required) Refuse("May not be empty", name);
            return null;
        }

        var value = Peek(name);
        if (value is not null && allowed.Contains(value)) return value;
        Refuse($"Must be one of the following values: [{string.Join(", ", allowed.ToArray())}]", name);
        return null;
    }

    /// <summary>An address. Media must come by https; plain http is let through from this machine only, where no certificate can be had.</summary>
    public void Url(string name, int max, bool required, bool media = true)
    {
        if (Text(name, max, required) is not { Length: > 0 } text) return;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || text.Any(c => c is ' ' or > '\u007e')) Refuse("Invalid URI format", name);
        else if (media && uri.Scheme != "https" && !(uri.Scheme == "http" && uri.IsLoopback)) Refuse("Invalid URI scheme: must be https", name);
        else if (!media && uri.Scheme is not ("http" or "https" or "line" or "tel")) Refuse("Invalid action URI scheme", name);
    }

    public void Only(params ReadOnlySpan<string> known)
    {
        if (!IsObject) return;
        foreach (var property in Json.EnumerateObject()) if (!known.Contains(property.Name)) Refuse("unknown field", property.Name);
    }
}
