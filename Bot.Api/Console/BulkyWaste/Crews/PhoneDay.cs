using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste.Crews;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>The day as the phone keeps it while it has no signal.</summary>
/// <param name="Staff">Whose day it is: marks are sent only in the name of whoever made them.</param>
/// <param name="Token">What a post must carry to be believed.</param>
internal sealed record PhoneDay(
    string Day, string Title, string Staff, string Crew, string CrewName, PhoneToken Token, IReadOnlyList<PhoneStop> Stops)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string ToJson() => JsonSerializer.Serialize(this, Web);

    public static PhoneDay Of(DayRoute route, Visit visit, PhoneToken token) => new(
        CrewWords.Date(route.Day),
        Shown.Day(route.Day),
        visit.Staff.Id.Value.ToString("n"),
        route.Crew.Code,
        route.Crew.Name,
        token,
        [.. route.Stops.Select(s => new PhoneStop(
            s.Request.Id.ToString("n"),
            s.Request.Town.Value,
            s.Number.ToString(),
            [.. CrewWords.Items(s.Request).Select(Shown.Safe)],
            route.SpotOf(s),
            Shown.Safe(CrewWords.Place(s)),
            Shown.Safe(s.Requester.Name),
            s.Requester.Telephone,
            s.Requester.Remark is { Length: > 0 } remark ? Shown.Safe(remark) : null,
            Geo(s.Point),
            CrewWords.StateCode(s.Request.State),
            CrewWords.State(s.Request.State).Text))]);

    /// <summary>An address that opens the phone's own map.</summary>
    public static string? Geo(GeoPoint? point) => point is { } p
        ? string.Create(CultureInfo.InvariantCulture, $"geo:{p.Latitude:0.00000},{p.Longitude:0.00000}?q={p.Latitude:0.00000},{p.Longitude:0.00000}")
        : null;
}

/// <param name="Name">Of the form's field.</param>
internal sealed record PhoneToken(string Name, string Value);

internal sealed record PhoneStop(
    string Id, string Town, string Number, IReadOnlyList<string> Items, string Spot, string Place, string Name, string Telephone, string? Remark, string? Geo, string State, string StateText);
