using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bot.Api.Console;
using Bot.Api.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.DamageReports;

namespace Bot.Api.DamageReports;

/// <summary>The published cases as files: the same as the list, no more.</summary>
/// <param name="Screen">In whose words names are written.</param>
/// <param name="Address">Ours, as the world knows it.</param>
internal sealed record OpenData(DamagePlan Plan, PublicPage Page, Screen Screen, Uri Address)
{
    /// <summary>Text as it is: nobody takes what is marked as JSON for a page.</summary>
    private static readonly JsonWriterOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A FeatureCollection; of cases for which only a district is told the geometry is null.</summary>
    public static Task<byte[]> GeoJson(OpenData data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, AsIs))
        {
            var licence = data.Plan.Publication!.Licence;
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteString("license", licence.Address);
            json.WriteString("attribution", data.Say(data.Plan.TownName));
            json.WriteNumber("numberMatched", data.Page.Total);
            json.WriteNumber("numberReturned", data.Page.Cases.Count);
            json.WriteStartArray("features");
            foreach (var item in data.Page.Cases)
            {
                data.Feature(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Task.FromResult(buffer.WrittenSpan.ToArray());
    }

    public static async Task<byte[]> Csv(OpenData data)
    {
        using var bytes = new MemoryStream();
        var licence = data.Plan.Publication!.Licence;
        await using (var csv = new CsvFile(bytes))
        {
            await csv.Row(["受付番号", "種類コード", "種類", "状態コード", "状態", "地区", "緯度", "経度", "受付日時", "更新日時", "説明", "URL", "ライセンス"], CancellationToken.None);
            foreach (var item in data.Page.Cases)
            {
                await csv.Row(
                    [
                        item.Number, item.Kind, data.Say(item.KindName), item.State.Name(), data.State(item), data.Say(item.Place.Area), Degrees(item.Place.Point?.Latitude), Degrees(item.Place.Point?.Longitude),
                        item.OpenedAt, item.UpdatedAt, item.Words, data.Url(item), licence.Address,
                    ],
                    CancellationToken.None);
            }
        }

        return bytes.ToArray();
    }

    private void Feature(Utf8JsonWriter json, PublicCase item)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", item.Number);
        if (item.Place.Point is { } point)
        {
            json.WriteStartObject("geometry");
            json.WriteString("type", "Point");
            json.WriteStartArray("coordinates");
            json.WriteNumberValue(point.Longitude);
            json.WriteNumberValue(point.Latitude);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("geometry");
        }

        json.WriteStartObject("properties");
        json.WriteString("number", item.Number);
        json.WriteString("kind", item.Kind);
        json.WriteString("kind_name", Say(item.KindName));
        json.WriteString("status", item.State.IsOpen ? "open" : "closed");
        json.WriteString("state", item.State.Name());
        json.WriteString("state_name", State(item));
        json.WriteString("district", Say(item.Place.Area));
        json.WriteString("reported", Shown.Machine(item.OpenedAt));
        json.WriteString("updated", Shown.Machine(item.UpdatedAt));
        json.WriteString("description", item.Words);
        json.WriteString("url", Url(item));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string Say(LocalText text) => Furigana.Without(Screen.Say(text), Screen);

    private string State(PublicCase item) => Furigana.Without(Screen.Say(CaseWords.StateOf(item.State)), Screen);

    private string Url(PublicCase item) => new Uri(Address, $"/{Plan.Town.Value}/reports/{item.Number}").ToString();

    private static CsvCell Degrees(double? degrees) => degrees is { } some ? CsvCell.Degrees(some) : CsvCell.Empty;
}
