using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Settings;

/// <summary>How a town is called.</summary>
public sealed record NamePiece(LocalText Name, string Kana, string Region);

/// <summary>The services that take nothing new for the time being.</summary>
public sealed record ServicesPiece(Items<string> Paused);

/// <summary>The pieces of a town's profile that staff may change, by name.</summary>
public static class TownPieces
{
    public const string Prefix = "town/";
    public const string Name = "town/name";
    public const string Office = "town/office";
    public const string Emergency = "town/emergency";
    public const string Colours = "town/colours";
    public const string Languages = "town/languages";
    public const string Services = "town/services";
    public const string Payment = "town/payment";
    public const string Areas = "town/areas";
    public const string Closings = "town/closings";
    public const string Damage = "town/damage";
    public const string Schools = "town/schools";

    /// <summary>Switched by two people; no part of what a town's folder says, so it is neither taken out nor brought in with it.</summary>
    public const string Disaster = "town/disaster";

    /// <summary>That a warning holds, as <see cref="Disaster"/> no part of the folder.</summary>
    public const string Warned = "town/warned";

    public const string Warnings = "town/warnings";

    /// <summary>Followed by the key of the phrase.</summary>
    public const string Wording = "town/wording/";

    /// <summary>All that a profile says, piece by piece.</summary>
    public static Dictionary<string, JsonNode?> Of(TownProfile town)
    {
        var pieces = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            [Name] = PieceJson.Write(new NamePiece(town.Name, town.Kana, town.Region)),
            [Office] = PieceJson.Write(town.Office),
            [Emergency] = PieceJson.Write(town.Emergency),
            [Colours] = PieceJson.Write(town.Colours),
            [Languages] = PieceJson.Write(town.Languages),
            [Services] = PieceJson.Write(new ServicesPiece(town.Paused)),
            [Areas] = PieceJson.Write(town.Areas),
            [Closings] = PieceJson.Write(town.Closings),
        };
        if (town.Payment is { } payment)
        {
            pieces[Payment] = PieceJson.Write(payment);
        }

        if (town.Damage is { } damage)
        {
            pieces[Damage] = PieceJson.Write(damage);
        }

        if (town.Schools is { } schools)
        {
            pieces[Schools] = PieceJson.Write(schools);
        }

        if (town.Warnings is { } warnings)
        {
            pieces[Warnings] = PieceJson.Write(warnings);
        }

        foreach (var phrase in town.Wording.GroupBy(p => p.Key, StringComparer.Ordinal))
        {
            pieces[Wording + phrase.Key] = Words(phrase.Select(p => (p.Language.Tag, p.Text)));
        }

        return pieces;
    }

    /// <summary>A phrase in each language in which the town says it its own way.</summary>
    public static JsonNode Words(IEnumerable<(string Language, string Text)> texts) =>
        new JsonObject(texts.OrderBy(t => t.Language, StringComparer.Ordinal).Select(t => KeyValuePair.Create<string, JsonNode?>(t.Language, t.Text)));

    /// <summary>The profile with the pieces laid over it. Names of pieces that are not a town's are passed over.</summary>
    public static TownProfile Over(TownProfile town, IReadOnlyDictionary<string, JsonNode> pieces)
    {
        foreach (var (name, piece) in pieces)
        {
            town = name switch
            {
                Name when PieceJson.Read<NamePiece>(piece) is var n => town with { Name = n.Name, Kana = n.Kana, Region = n.Region },
                Office => town with { Office = PieceJson.Read<Office>(piece) },
                Emergency => town with { Emergency = PieceJson.Read<LocalText>(piece) },
                Colours => town with { Colours = PieceJson.Read<Colours>(piece) },
                Languages => town with { Languages = PieceJson.Read<Items<Language>>(piece) },
                Services => town with { Paused = PieceJson.Read<ServicesPiece>(piece).Paused },
                Payment when town.Kind == TownKind.Town => town with { Payment = PieceJson.Read<PaymentTerms>(piece) },
                Areas => town with { Areas = PieceJson.Read<Items<Area>>(piece) },
                Damage when town.Kind == TownKind.Town => town with { Damage = PieceJson.Read<DamageFiles>(piece) },
                Schools when town.Kind == TownKind.Town => town with { Schools = PieceJson.Read<SchoolFiles>(piece) },
                Disaster when town.Kind == TownKind.Town => town with { Disaster = PieceJson.Read<DisasterState>(piece) },
                Warned when town.Kind == TownKind.Town => town with { Warned = PieceJson.Read<WarnedState>(piece) },
                Warnings when town.Kind == TownKind.Town => town with { Warnings = PieceJson.Read<WarningTerms>(piece) },
                Closings => town with { Closings = PieceJson.Read<Items<Closing>>(piece) },
                _ => town,
            };
        }

        var own = pieces.Where(p => p.Key.StartsWith(Wording, StringComparison.Ordinal)).ToDictionary(p => p.Key[Wording.Length..], p => p.Value.AsObject(), StringComparer.Ordinal);
        return own.Count == 0 ? town : town with
        {
            Wording =
            [
                .. town.Wording.Where(p => !own.ContainsKey(p.Key)),
                .. own.OrderBy(o => o.Key, StringComparer.Ordinal).SelectMany(o => o.Value.Select(t => new Phrase(new Language(t.Key), o.Key, t.Value!.GetValue<string>()))),
            ],
        };
    }
}
