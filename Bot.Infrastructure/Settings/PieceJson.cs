using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Settings;

/// <summary>How the pieces that staff change are written as JSON. Written the same way each time, so that two pieces can be compared.</summary>
public static class PieceJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new ItemsConverter(), new JsonStringEnumConverter(), new TownConverter(), new LanguageConverter(), new YenConverter() },
    };

    public static JsonNode Write<T>(T piece) => JsonSerializer.SerializeToNode(piece, Options)!;

    /// <exception cref="JsonException">The piece was written by another version of this program.</exception>
    public static T Read<T>(JsonNode piece) => piece.Deserialize<T>(Options) ?? throw new JsonException($"no {typeof(T).Name}");

    /// <summary>Whether two pieces are the same, however their keys are ordered.</summary>
    public static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    /// <summary>Changes when the piece does; a form carries it to tell whether somebody else was quicker.</summary>
    public static string Mark(JsonNode? piece) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Ordered(piece)?.ToJsonString(Options) ?? "")))[..16];

    /// <summary>jsonb keeps keys in an order of its own.</summary>
    private static JsonNode? Ordered(JsonNode? piece) => piece switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Ordered(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Ordered)]),
        _ => piece?.DeepClone(),
    };

    private sealed class ItemsConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Items<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        private sealed class Of<T> : JsonConverter<Items<T>>
        {
            public override Items<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                new(JsonSerializer.Deserialize<T[]>(ref reader, options));

            public override void Write(Utf8JsonWriter writer, Items<T> value, JsonSerializerOptions options) =>
                JsonSerializer.Serialize(writer, value.ToArray(), options);
        }
    }

    private sealed class TownConverter : JsonConverter<TownId>
    {
        public override TownId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TownId.TryParse(reader.GetString(), out var town) ? town : throw new JsonException("no town");

        public override void Write(Utf8JsonWriter writer, TownId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class LanguageConverter : JsonConverter<Language>
    {
        public override Language Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "ja");

        public override void Write(Utf8JsonWriter writer, Language value, JsonSerializerOptions options) => writer.WriteStringValue(value.Tag);
    }

    private sealed class YenConverter : JsonConverter<Yen>
    {
        public override Yen Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, Yen value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Amount);
    }
}
