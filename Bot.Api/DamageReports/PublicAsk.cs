using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;

namespace Bot.Api.DamageReports;

/// <summary>What somebody wants to see of the published cases, as the address says it.</summary>
/// <param name="State"><c>open</c> or <c>closed</c>; empty for both, as the others.</param>
/// <param name="Lang">The language, if the address names one.</param>
public sealed record PublicAsk(string Kind, string State, string Number, int Page, string Lang)
{
    public const int Size = 20;

    private const int LastPage = 1000;

    /// <summary>What no code is, so that nothing is found for a kind that the town does not know.</summary>
    private const string Nothing = "-";

    /// <summary>Anything may stand in an address; what means nothing is passed over.</summary>
    public static PublicAsk Of(HttpRequest request, DamagePlan plan)
    {
        var (kind, state, number, lang) = (Text("kind"), Text("state"), Text("number"), Text("lang"));
        return new PublicAsk(
            kind.Length == 0 || plan.Kind(kind) is not null ? kind : Nothing,
            state is "open" or "closed" ? state : "",
            number.Length == 0 || IsNumber(number) ? number : Nothing,
            int.TryParse(Text("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, LastPage) : 1,
            Forms.Screen.Parse(lang) is null ? "" : lang);

        string Text(string name) => request.Query[name] is [{ } first, ..] ? first : "";
    }

    public PublicFilter Filter => new()
    {
        Kinds = Kind.Length > 0 ? [Kind] : [],
        Numbers = Number.Length > 0 ? [Number] : [],
        IsOpen = State switch { "open" => true, "closed" => false, _ => null },
    };

    public bool IsNarrowed => Kind.Length > 0 || State.Length > 0;

    /// <summary>As the address carries it: <c>?kind=pothole&amp;page=2</c>, or nothing.</summary>
    public string Query
    {
        get
        {
            var parts = new (string Name, string Value)[]
            {
                ("kind", Kind), ("state", State), ("number", Number), ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : ""), ("lang", Lang),
            }.Where(p => p.Value.Length > 0).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}").ToList();
            return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
        }
    }

    /// <summary>Whether it could be the number of a case, such as <c>D08-00012</c>.</summary>
    public static bool IsNumber(string text) =>
        text.Length is > 4 and < 16 && text[0] == 'D' && text[3] == '-' && text.Skip(1).Where((_, at) => at != 2).All(char.IsAsciiDigit);
}
