using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Fuzz;

/// <summary>One call of a program that speaks Open311, or pretends to.</summary>
/// <param name="Body"><c>null</c> for a call that reads.</param>
internal sealed record Open311Ask(string Path, byte[]? Body, string? ContentType);

/// <summary>Calls of the interface and of the public's pages, well formed and then spoiled: parameters dropped, doubled, renamed and filled with what broke other programs; bodies that are JSON, XML or nothing.</summary>
internal static class Open311Bodies
{
    private static readonly string[] Resources = ["discovery", "services", "services/pothole", "requests", "requests/D08-00001", "tokens/0123456789abcdef0123456789abcdef", "servicerequestupdates", "", "v2", "requests/"];

    private static readonly string[] Readings = ["service_request_id", "service_code", "start_date", "end_date", "status", "jurisdiction_id", "api_key", "lang", "kind", "state", "page", "number"];

    private static readonly string[] Right =
    [
        "D08-00001", "D08-00001,D08-00002", "pothole", "street-lamp", "2026-11-01T00:00:00+09:00", "2026-11-27T23:59:59Z", "open", "closed", "open,closed", "hoshimi", "en", "2", "",
    ];

    private static readonly (string Name, string Value)[] Report =
    [
        ("service_code", "pothole"), ("lat", "36.742"), ("long", "138.312"), ("address_string", "本町"), ("address_id", ""), ("attribute[danger]", "yes"), ("attribute[external_id]", "x-1"), ("email", "a@example.jp"),
        ("device_id", "d"), ("account_id", "a"), ("first_name", "花子"), ("last_name", "星見"), ("phone", "0999-00-1234"), ("description", "穴があります"), ("media_url", "https://example.jp/a.jpg"), ("jurisdiction_id", "hoshimi"),
    ];

    private static readonly (string Name, string Value)[] Update =
    [
        ("service_request_id", "D08-00001"), ("update_id", "1"), ("status", "FIXED"), ("updated_datetime", "2026-11-27T10:00:00+09:00"), ("description", "直っていました"), ("email", "a@example.jp"), ("media_url[]", "https://example.jp/a.jpg"),
    ];

    private static readonly string[] Xml =
    [
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><service_requests><request>&c;</request></service_requests>",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><service_requests><request><service_code>&e;</service_code></request></service_requests>",
        "<service_requests><request><service_code>pothole</service_code><lat>36.742</lat><long>138.312</long></request></service_requests>",
    ];

    public static Open311Ask Of(Dice dice, string town, string key) => dice.Below(10) switch
    {
        < 3 => new($"/{town}/open311/{Resource(dice)}{Query(dice)}", null, null),
        3 => new($"/{town}/reports{dice.Of("", ".geojson", ".csv", "/D08-00001", $"/{Part(dice)}", $"/D08-00001/photos/{Part(dice)}")}{Query(dice)}", null, null),
        4 => new($"/{town}/open311/v2/{dice.Of("requests", "servicerequestupdates")}.{Format(dice)}", NoForm(dice), dice.Of("application/json", "text/xml", "application/xml", FormBodies.ContentType(dice))),
        < 9 => new($"/{town}/open311/v2/requests.{Format(dice)}{(dice.Once(6) ? Query(dice) : "")}", Form(dice, Report, key), FormBodies.ContentType(dice)),
        _ => new($"/{town}/open311/v2/servicerequestupdates.{Format(dice)}", Form(dice, Update, key), FormBodies.ContentType(dice)),
    };

    private static string Resource(Dice dice) => $"{dice.Of("v2/", "v2/", "", "v3/")}{(dice.Chance(80) ? dice.Among(Resources) : Part(dice))}{dice.Of(".", ".", ".", "")}{Format(dice)}";

    private static string Format(Dice dice) => dice.Once(12) ? Part(dice) : dice.Of("json", "xml", "XML");

    private static string Query(Dice dice)
    {
        var parts = Enumerable.Range(0, dice.Of(0, 1, 1, 2, 3, 6)).Select(_ => $"{(dice.Once(10) ? Part(dice) : dice.Among(Readings))}={(dice.Chance(60) ? Uri.EscapeDataString(dice.Among(Right)) : Part(dice))}").ToList();
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    /// <summary>A form of which some fields are spoiled; mostly with a key that opens.</summary>
    private static byte[] Form(Dice dice, IReadOnlyList<(string Name, string Value)> right, string key)
    {
        var fields = right.Where(_ => dice.Chance(90)).Select(f => f.Name.EndsWith("id]", StringComparison.Ordinal) ? (f.Name, Value: $"x-{dice.Below(60)}") : f).Append((Name: "api_key", Value: dice.Chance(90) ? key : Hostile.Text(dice))).ToList();
        for (var times = dice.Of(0, 0, 1, 1, 2, 3); times > 0 && fields.Count > 0; times--)
        {
            var at = dice.Below(fields.Count);
            switch (dice.Below(6))
            {
                case 0:
                    fields.RemoveAt(at);
                    break;
                case 1:
                    fields.Add(fields[at]);
                    break;
                case 2:
                    fields[at] = (dice.Chance(50) ? Hostile.Text(dice) : $"{fields[at].Name}[]", fields[at].Value);
                    break;
                case 3:
                    fields[at] = (fields[at].Name, Hostile.Token(dice));
                    break;
                default:
                    fields[at] = (fields[at].Name, Hostile.Text(dice));
                    break;
            }
        }

        // With so many fields hardly one would come through if each were coded badly now and then.
        return dice.Once(4)
            ? FormBodies.Bytes(fields, dice)
            : Encoding.UTF8.GetBytes(string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(JapaneseText.Whole(f.Name))}={Uri.EscapeDataString(JapaneseText.Whole(f.Value))}")));
    }

    /// <summary>What the interface does not take, though it speaks it.</summary>
    private static byte[] NoForm(Dice dice) => dice.Chance(50)
        ? Mutator.Bytes(Shape.List(Shape.Of([.. Report.Select(f => (f.Name, (Shape)f.Value))])), dice)
        : dice.Once(3) ? Mutator.Spoil(Encoding.UTF8.GetBytes(dice.Among(Xml)), dice) : Encoding.UTF8.GetBytes(dice.Among(Xml));

    /// <summary>A part of an address; what no address may hold is escaped, and it is never empty.</summary>
    internal static string Part(Dice dice)
    {
        var text = JapaneseText.Whole($"x{Hostile.Text(dice)}");
        return Uri.EscapeDataString(text.Length > 200 ? JapaneseText.Whole(text[..200]) : text);
    }
}
