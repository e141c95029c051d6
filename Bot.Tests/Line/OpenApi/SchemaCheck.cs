using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Bot.Tests.Line.OpenApi;

/// <summary>Checks JSON against the part of OpenAPI 3.0 schemas that LINE's files use.</summary>
public sealed class SchemaCheck(Func<string, YamlMappingNode> resolve)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults(YamlMappingNode schema, JsonElement value)
    {
        Check(schema, value, "$");
        return _faults;
    }

    private void Check(YamlMappingNode schema, JsonElement value, string path)
    {
        schema = Follow(schema);
        if (Discriminator(schema) is { } discriminator)
        {
            schema = Chosen(discriminator, value, path) ?? schema;
        }

        if (Child(schema, "oneOf") is YamlSequenceNode choices)
        {
            var fits = choices.Count(choice => new SchemaCheck(resolve).Faults((YamlMappingNode)choice, value).Count == 0);
            Expect(fits == 1, path, $"fits {fits} of {choices.Children.Count} choices");
            return;
        }

        var parts = Parts(schema).ToList();
        foreach (var part in parts)
        {
            One(part, value, path);
        }

        if (value.ValueKind == JsonValueKind.Object && !parts.Exists(part => Child(part, "additionalProperties") is not null))
        {
            var known = parts.SelectMany(part => Properties(part).Select(p => p.Name)).ToHashSet(StringComparer.Ordinal);
            foreach (var property in value.EnumerateObject().Where(p => known.Count > 0 && !known.Contains(p.Name)))
            {
                Expect(false, $"{path}.{property.Name}", "is no property of the schema");
            }
        }
    }

    private void One(YamlMappingNode schema, JsonElement value, string path)
    {
        if (Word(schema, "type") is { } type)
        {
            Expect(IsOf(type, value), path, $"is {value.ValueKind}, not {type}");
        }

        if (Child(schema, "enum") is YamlSequenceNode allowed && value.ValueKind == JsonValueKind.String)
        {
            Expect(allowed.Any(a => ((YamlScalarNode)a).Value == value.GetString()), path, $"'{value.GetString()}' is not in the enumeration");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Text(schema, value.GetString()!, path);
                break;
            case JsonValueKind.Number:
                Between(schema, "minimum", "maximum", value.GetDouble(), path);
                break;
            case JsonValueKind.Array:
                Between(schema, "minItems", "maxItems", value.GetArrayLength(), path);
                if (Child(schema, "items") is YamlMappingNode items)
                {
                    foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                    {
                        Check(items, item, $"{path}[{index}]");
                    }
                }

                break;
            case JsonValueKind.Object:
                Object(schema, value, path);
                break;
            default:
                break;
        }
    }

    private void Object(YamlMappingNode schema, JsonElement value, string path)
    {
        if (Child(schema, "required") is YamlSequenceNode required)
        {
            foreach (var name in required.Select(r => ((YamlScalarNode)r).Value!))
            {
                Expect(value.TryGetProperty(name, out _), path, $"lacks '{name}'");
            }
        }

        foreach (var (name, property) in Properties(schema))
        {
            if (value.TryGetProperty(name, out var member))
            {
                Check(property, member, $"{path}.{name}");
            }
        }

        if (Child(schema, "additionalProperties") is YamlMappingNode rest)
        {
            foreach (var member in value.EnumerateObject())
            {
                Check(rest, member.Value, $"{path}.{member.Name}");
            }
        }
    }

    private void Text(YamlMappingNode schema, string text, string path)
    {
        Between(schema, "minLength", "maxLength", text.Length, path);
        if (Word(schema, "pattern") is { } pattern)
        {
            Expect(Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), path, $"does not match {pattern}");
        }

        if (Word(schema, "format") == "uri")
        {
            Expect(Uri.TryCreate(text, UriKind.Absolute, out _), path, "is no absolute address");
        }
    }

    private void Between(YamlMappingNode schema, string least, string most, double size, string path)
    {
        Expect(Word(schema, least) is not { } min || size >= double.Parse(min, CultureInfo.InvariantCulture), path, $"is below {least}");
        Expect(Word(schema, most) is not { } max || size <= double.Parse(max, CultureInfo.InvariantCulture), path, $"is above {most}");
    }

    private YamlMappingNode? Chosen((string Property, YamlMappingNode Mapping) discriminator, JsonElement value, string path)
    {
        var name = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(discriminator.Property, out var type) ? type.ToString() : null;
        var found = name is null ? null : Word(discriminator.Mapping, name);
        Expect(found is not null, path, $"has the unknown {discriminator.Property} '{name}'");
        return found is null ? null : resolve(found);
    }

    /// <summary>The schema and, through allOf, all that it is made of.</summary>
    private IEnumerable<YamlMappingNode> Parts(YamlMappingNode schema)
    {
        yield return schema;
        foreach (var part in (Child(schema, "allOf") as YamlSequenceNode)?.SelectMany(p => Parts(Follow((YamlMappingNode)p))) ?? [])
        {
            yield return part;
        }
    }

    private YamlMappingNode Follow(YamlMappingNode schema) => Word(schema, "$ref") is { } reference ? resolve(reference) : schema;

    private static (string, YamlMappingNode)? Discriminator(YamlMappingNode schema) =>
        Child(schema, "discriminator") is YamlMappingNode found && Child(found, "mapping") is YamlMappingNode mapping
            ? (Word(found, "propertyName")!, mapping)
            : null;

    private static IEnumerable<(string Name, YamlMappingNode Schema)> Properties(YamlMappingNode schema) =>
        (Child(schema, "properties") as YamlMappingNode)?.Select(p => (((YamlScalarNode)p.Key).Value!, (YamlMappingNode)p.Value)) ?? [];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new InvalidOperationException($"a type that this check does not know: {type}"),
    };

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    private static string? Word(YamlMappingNode node, string name) => (Child(node, name) as YamlScalarNode)?.Value;

    private void Expect(bool holds, string path, string otherwise)
    {
        if (!holds)
        {
            _faults.Add($"{path} {otherwise}");
        }
    }
}
