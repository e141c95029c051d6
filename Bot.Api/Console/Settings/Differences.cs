using System.Text.Json.Nodes;

namespace Bot.Api.Console.Settings;

/// <summary>One value that is another after a change.</summary>
public sealed record Difference(string Where, string Before, string After);

/// <summary>What is different between two pieces, value by value, in words for staff.</summary>
internal static class Differences
{
    public static IReadOnlyList<Difference> Between(IReadOnlyDictionary<string, JsonNode?> before, IReadOnlyDictionary<string, JsonNode?> after) =>
    [
        .. after.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p =>
        {
            var (was, now) = (Flat(before.GetValueOrDefault(p.Key)), Flat(p.Value));
            return was.Keys.Concat(now.Keys).Distinct(StringComparer.Ordinal)
                .Where(k => !k.EndsWith("Place", StringComparison.Ordinal) && was.GetValueOrDefault(k, "") != now.GetValueOrDefault(k, ""))
                .Select(k => new Difference($"{p.Key} {Names.Of(k)}".Trim(), was.GetValueOrDefault(k, ""), now.GetValueOrDefault(k, "")));
        }),
    ];

    private static Dictionary<string, string> Flat(JsonNode? node)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("", node);
        return flat;

        void Add(string path, JsonNode? at)
        {
            switch (at)
            {
                case JsonObject o:
                    foreach (var (key, value) in o)
                    {
                        Add(path.Length == 0 ? key : $"{path}.{key}", value);
                    }

                    break;
                case JsonArray a when a.All(v => v is JsonValue):
                    flat[path] = string.Join('、', a.Select(v => v!.ToString()));
                    break;
                case JsonArray a:
                    foreach (var (index, value) in a.Index())
                    {
                        Add($"{path}.{index + 1}", value);
                    }

                    break;
                case not null:
                    flat[path] = at.ToString();
                    break;
            }
        }
    }
}
