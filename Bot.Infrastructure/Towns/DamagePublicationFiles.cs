using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>What the public is told of damage reports.</summary>
/// <param name="ClosedDays">So long a closed case is still shown.</param>
public sealed record DamagePublicationRow(Items<DamagePublishedRow> Kinds, int ClosedDays, LocalText Licence, string LicenceUrl);

/// <param name="Publish"><c>at-once</c>, <c>after-look</c> or <c>never</c>.</param>
/// <param name="Place"><c>exact</c>, <c>near</c> or <c>district</c>.</param>
public sealed record DamagePublishedRow(string Kind, string Publish, string Place);

/// <summary>Reads and writes <c>publication.csv</c> and <c>open-data.json</c>; a town without the first publishes nothing.</summary>
internal static class DamagePublicationFiles
{
    private const string Rules = "publication.csv";

    private const string Data = "open-data.json";

    private static readonly string[] Columns = ["kind", "publish", "place"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static DamagePublicationRow? Read(string folder, Items<DamageKindRow> kinds, FaultList faults)
    {
        if (faults.Bytes(Path.Combine(folder, Rules)) is null)
        {
            return null;
        }

        var rows = new List<DamagePublishedRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, Rules), Columns, faults))
        {
            var rule = new DamagePublishedRow(
                row.Text("kind"), OneOf(row, "publish", "at-once（すぐ）", "after-look（職員が見てから）", "never（公開しない）"), OneOf(row, "place", "exact（そのまま）", "near（約100m）", "district（地区だけ）"));
            if (rule.Kind.Length > 0 && kinds.All(k => k.Code != rule.Kind))
            {
                row.Fault("kind", $"「{rule.Kind}」は kinds.csv にありません。");
            }

            if (rows.Exists(r => r.Kind == rule.Kind))
            {
                row.Fault("kind", $"「{rule.Kind}」が二度あります。一つにしてください。");
            }

            rows.Add(rule);
        }

        var file = Path.Combine(folder, Data);
        if (JsonAt.Read(file, faults) is not { } json)
        {
            return null;
        }

        var section = new JsonSection(file, json, faults);
        var told = new DamagePublicationRow([.. rows], section.Number("closedDays", 0, 3650), section.Words("licence", 80), section.Text("licenceUrl", 200));
        if (told.LicenceUrl.Length > 0 && !(Uri.TryCreate(told.LicenceUrl, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
        {
            section.Fault("licenceUrl", $"「{told.LicenceUrl}」は https:// で始まる住所（URL）ではありません。");
        }

        section.End();
        return told;
    }

    public static void Write(DamagePublicationRow? told, string folder, IDictionary<string, string> files)
    {
        if (told is null)
        {
            return;
        }

        var csv = new CsvText(Columns);
        foreach (var kind in told.Kinds)
        {
            csv.Add(kind.Kind, kind.Publish, kind.Place);
        }

        files[$"{folder}/{Rules}"] = csv.ToString();
        files[$"{folder}/{Data}"] = new JsonObject
        {
            ["closedDays"] = told.ClosedDays,
            ["licence"] = TownToFiles.Words(told.Licence),
            ["licenceUrl"] = told.LicenceUrl,
        }.ToJsonString(Readable) + "\n";
    }

    /// <param name="allowed">Each with its meaning in brackets.</param>
    private static string OneOf(CsvRow row, string column, params ReadOnlySpan<string> allowed)
    {
        var text = row.Text(column);
        var known = text.Length == 0;
        foreach (var one in allowed)
        {
            known |= one.StartsWith($"{text}（", StringComparison.Ordinal);
        }

        if (!known)
        {
            row.Fault(column, $"「{text}」は使えません。{string.Join('、', allowed.ToArray())}のどれかを書いてください。");
        }

        return text;
    }
}
