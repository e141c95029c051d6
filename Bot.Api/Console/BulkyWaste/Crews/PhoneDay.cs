using System.Text.Json;
using System.Text.Json.Serialization;
using Bot.Api.Console.Phones;
using Bot.Domain.BulkyWaste.Crews;
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
            PhoneGeo.Of(s.Point),
            CrewWords.StateCode(s.Request.State),
            CrewWords.State(s.Request.State).Text))]);
}

internal sealed record PhoneStop(
    string Id, string Town, string Number, IReadOnlyList<string> Items, string Spot, string Place, string Name, string Telephone, string? Remark, string? Geo, string State, string StateText);
