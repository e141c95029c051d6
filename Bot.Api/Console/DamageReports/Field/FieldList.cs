using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bot.Api.Console.Phones;
using Bot.Domain.DamageReports;
using Bot.Infrastructure.DamageReports;

namespace Bot.Api.Console.DamageReports.Field;

/// <summary>What is to be done, as the phone keeps it while it has no signal. Of residents it holds the words for the place and nothing else.</summary>
/// <param name="Staff">Whose list it is: steps are sent only in the name of whoever made them.</param>
/// <param name="Of">Whose cases were asked for.</param>
/// <param name="Total">How many there are; more than listed when there are too many.</param>
/// <param name="Done">What this person has sent today.</param>
public sealed record FieldList(string Day, string Staff, string Of, PhoneToken? Token, IReadOnlyList<FieldItem> Cases, bool IsCut, IReadOnlyList<FieldDone> Done)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string ToJson() => JsonSerializer.Serialize(this, Web);

    public static FieldItem Item(Visit visit, DamagePlan plan, StoredCase item, string? place, string? picture)
    {
        var state = DamageShown.State(item.State);
        var district = DamageShown.District(plan, item.Why);
        return new FieldItem(
            item.Subject,
            item.Number,
            DamageShown.Kind(plan, item.Kind),
            state.Title,
            state.Chip,
            DamageShown.Danger(item.Danger),
            item.IsDrill ? "訓練" : null,
            district ?? "",
            Shown.Safe(place ?? district ?? "地図の印だけ"),
            string.Create(CultureInfo.InvariantCulture, $"緊急度{item.Urgency.Score}・通報{item.Reporters}人・受付から{DamageShown.Age(visit.Now - item.OpenedAt)}"),
            item.Urgency.Score,
            [item.Point.Latitude, item.Point.Longitude],
            PhoneGeo.Of(item.Point),
            DamageShown.Map(item.Point),
            picture is null ? null : visit.To($"{FieldEndpoints.Path}/pictures/{item.Id}/{CasePictures.IdOf(picture)}"),
            [.. FieldRules.May(item.State)]);
    }
}

/// <param name="May">The acts that its state allows.</param>
public sealed record FieldItem(
    string Id, string Number, string Kind, string StateText, string Chip, string? Danger, string? Drill, string District, string Place, string Facts, int Urgency,
    IReadOnlyList<double> At, string? Geo, string Web, string? Picture, IReadOnlyList<string> May)
{
    /// <summary>For the template that the script fills.</summary>
    public static FieldItem Blank { get; } = new("", "", "", "", "", null, null, "", "", "", 0, [], null, "", null, ["begin", "finish", "not-found"]);
}

/// <param name="Text">What it was, and when it came.</param>
public sealed record FieldDone(string Number, string Text);
