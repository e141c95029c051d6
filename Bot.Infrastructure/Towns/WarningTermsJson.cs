using System.Text.Json.Nodes;
using Bot.Domain.Disasters;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads and writes <c>warnings</c> of <c>town.json</c>, which a town may do without.</summary>
internal static class WarningTermsJson
{
    public const string Key = "warnings";

    public static WarningTerms? Read(JsonSection town)
    {
        if (!town.Has(Key))
        {
            return null;
        }

        var json = town.Section(Key);
        var terms = new WarningTerms(
            [.. json.Texts("areas")], [.. json.Sections("rules").Select(r => Rule(r))], json.Text("intensity"), json.Number("heldAfterMinutes", WarningTerms.LeastHeld, WarningTerms.MostHeld));
        foreach (var strange in terms.Areas.Where(a => a.Length != 7 || !a.All(char.IsAsciiDigit)))
        {
            json.Fault("areas", $"「{strange}」は気象庁の市町村コードではありません。全国地方公共団体コードの上5桁に 00 を付けた7桁の数字を書いてください。");
        }

        foreach (var twice in terms.Rules.GroupBy(r => r.Kind, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            json.Fault("rules", $"「{twice.Key}」が二度あります。一つにしてください。");
        }

        if (terms.Intensity.Length > 0 && Intensity.Choices.All(c => c.Code != terms.Intensity))
        {
            json.Fault("intensity", $"「{terms.Intensity}」は使えません。使えるもの: {string.Join(", ", Intensity.Choices.Select(c => c.Code))}");
        }

        json.End();
        return terms;
    }

    public static JsonObject Write(WarningTerms terms) => new()
    {
        ["areas"] = new JsonArray([.. terms.Areas.Select(a => JsonValue.Create(a))]),
        ["rules"] = new JsonArray([.. terms.Rules.Select(r => new JsonObject { ["kind"] = r.Kind, ["act"] = r.Act })]),
        ["intensity"] = terms.Intensity,
        ["heldAfterMinutes"] = terms.HeldAfterMinutes,
    };

    private static WarningTerm Rule(JsonSection json)
    {
        var term = new WarningTerm(Known(json, "kind", WarningTerms.Kinds), Known(json, "act", WarningTerms.Acts));
        json.End();
        return term;
    }

    private static string Known(JsonSection json, string key, IReadOnlyCollection<string> known)
    {
        var text = json.Text(key);
        if (text.Length > 0 && !known.Contains(text, StringComparer.Ordinal))
        {
            json.Fault(key, $"「{text}」は使えません。使えるもの: {string.Join(", ", known)}");
        }

        return text;
    }
}
