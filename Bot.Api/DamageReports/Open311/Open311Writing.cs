using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.DamageReports.Open311;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Api.DamageReports.Open311;

/// <summary>What is written by the interface: reports, and FixMyStreet's news of them. Both need a key.</summary>
internal sealed class Open311Writing(DamageReportsModule service, Open311Desk desk, Open311Limits limits, Database database)
{
    private const int LongestDescription = 4000;
    private const int LongestField = 200;
    private const int LongestAddress = 500;

    /// <param name="header">What the program said in the header <c>Idempotency-Key</c>.</param>
    public async Task<Open311Answer> Report(Open311Call call, string? header)
    {
        var (key, refused) = await Writer(call, k => k.MayReport);
        if (refused is not null)
        {
            return refused;
        }

        var (given, wrong) = (call.Given, new List<string>());
        if (given["service_code"] is not { } code)
        {
            wrong.Add("service_code was not provided");
            code = "";
        }
        else if (call.Plan.Offered.All(k => k.Code != code))
        {
            return Open311Answer.Missing("service_code is not known");
        }

        var place = Place(call, wrong);
        var danger = given[$"attribute[{Open311Services.Danger}]"];
        if (danger is not null && !DangerQuestion.Keys.Contains(danger, StringComparer.Ordinal))
        {
            wrong.Add($"attribute[{Open311Services.Danger}] must be one of {string.Join(", ", DangerQuestion.Keys)}");
        }

        var names = string.Join(' ', new[] { given.Text("last_name", LongestField, wrong), given.Text("first_name", LongestField, wrong) }.OfType<string>());
        var own = header ?? given.Text($"attribute[{Open311Services.Given}]", LongestField, wrong) ?? given.Text("attribute[fixmystreet_id]", LongestField, wrong);
        var report = new Open311Report(
            code, place?.Point ?? default, place?.Label ?? "", danger switch { "life" => Danger.Life, "yes" => Danger.Yes, _ => Danger.No }, names.Length > 0 ? names : null,
            given.Text("phone", LongestField, wrong), given.Text("email", LongestField, wrong), given.Text("description", LongestDescription, wrong), Media(given, wrong), own);
        if (wrong.Count > 0)
        {
            return Open311Answer.Bad(wrong);
        }

        return await Take(call, key!, report) switch
        {
            Open311Outcome.Taken(var number) => new Open311Answer("service_requests", new Open311Body.List("request",
            [
                new Open311Body.Group(("service_request_id", number), ("service_notice", call.Screen.Plain("damage-public.notice")), ("account_id", Open311Body.Nothing)),
            ])),
            Open311Outcome.NoKind => Open311Answer.Missing("service_code is not known"),
            _ => Open311Answer.Bad("the place lies outside this town and its neighbours"),
        };
    }

    public async Task<Open311Answer> Update(Open311Call call)
    {
        var (key, refused) = await Writer(call, k => k.MayUpdate);
        if (refused is not null)
        {
            return refused;
        }

        var (given, wrong) = (call.Given, new List<string>());
        foreach (var needed in (string[])["service_request_id", "update_id", "status", "updated_datetime", "description"])
        {
            if (given[needed] is null)
            {
                wrong.Add($"{needed} was not provided");
            }
        }

        var at = given.Moment("updated_datetime", wrong);
        if (given["status"] is { } status && !status.All(c => char.IsAsciiLetter(c) || c is '_' or ' '))
        {
            wrong.Add("status must be a status of FixMyStreet, such as OPEN or FIXED");
        }

        var names = string.Join(' ', new[] { given.Text("last_name", LongestField, wrong), given.Text("first_name", LongestField, wrong) }.OfType<string>());
        var update = new Open311Update(
            given["service_request_id"] ?? "", given.Text("update_id", LongestField, wrong) ?? "", given.Text("status", LongestField, wrong)?.ToUpperInvariant() ?? "", at ?? default,
            given.Text("description", LongestDescription, wrong) ?? "", names.Length > 0 ? names : null, given.Text("phone", LongestField, wrong), given.Text("email", LongestField, wrong), Media(given, wrong));
        if (wrong.Count > 0)
        {
            return Open311Answer.Bad(wrong);
        }

        return await database.InTown(call.Town, async tx =>
        {
            if (await call.Find(tx, service, update.Number, key) is not ({ } shown, _))
            {
                return (await call.Find(tx, service, update.Number, key)).Wrong!;
            }

            var about = (await DamageSearch.Read(tx, call.Town, shown.Id, call.Stop))!;
            // News of what was joined belongs to the case that goes on.
            var goesOn = about.State is ReportState.Duplicate(var of) ? (await DamageSearch.Read(tx, call.Town, of, call.Stop))! : about;
            var id = await desk.Hear(tx, goesOn, key!, update, call.Stop);
            return new Open311Answer("service_request_updates", new Open311Body.List("request_update", [new Open311Body.Group(("update_id", $"{id:n}"), ("account_id", Open311Body.Nothing))]));
        }, call.Stop);
    }

    /// <summary>Two of one identifier at once: the second finds what the first one wrote, and gets the same answer.</summary>
    private async Task<Open311Outcome> Take(Open311Call call, Open311Key key, Open311Report report)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                return await database.InTown(call.Town, tx => desk.Take(tx, call.Town, key, report, call.Stop), call.Stop);
            }
            catch (PostgresException twice) when (twice.SqlState == PostgresErrorCodes.UniqueViolation && !again)
            {
                // the other one is committed now
            }
        }
    }

    private async Task<(Open311Key? Key, Open311Answer? Wrong)> Writer(Open311Call call, Func<Open311Key, bool> may)
    {
        var (key, wrong) = await call.Key(database);
        return (key, wrong) switch
        {
            (_, not null) => (null, wrong),
            (null, _) => (null, Open311Answer.Wrong(StatusCodes.Status403Forbidden, "api_key was not provided")),
            _ when !may(key) => (null, Open311Answer.Wrong(StatusCodes.Status403Forbidden, "api_key may not do this")),
            _ when !limits.MayWrite(key.Id) => (null, Open311Answer.Wrong(StatusCodes.Status429TooManyRequests, "too many requests with this api_key; try again in a minute")),
            _ => (key, null),
        };
    }

    /// <summary>A point, or words that name a part of the town, whose middle is the point then.</summary>
    private static (GeoPoint Point, string Label)? Place(Open311Call call, List<string> wrong)
    {
        var before = wrong.Count;
        var (north, east) = (call.Given.Degrees("lat", 90, wrong), call.Given.Degrees("long", 180, wrong));
        if (wrong.Count > before)
        {
            return null;
        }

        var words = call.Given.Text("address_string", LongestAddress, wrong);
        var label = words is null ? "" : words.Length <= DamagePlaceQuestion.MostWords ? words : JapaneseText.Whole(words[..DamagePlaceQuestion.MostWords]);
        switch (north, east, words)
        {
            case ({ } latitude, { } longitude, _):
                return (new GeoPoint(latitude, longitude), label);
            case (null, null, { } named) when Landmarks.Find(call.Plan.Landmarks, named) is { IsSure: true, Places: [var landmark] }:
                return (landmark.Point, label);
            case (null, null, not null):
                wrong.Add("address_string names no known part of the town; give lat and long");
                return null;
            default:
                wrong.Add(call.Given["address_id"] is null ? "lat and long, or address_string, were not provided" : "address_id is not supported; give lat and long, or address_string");
                return null;
        }
    }

    /// <summary>Kept as text for staff, never fetched.</summary>
    private static string? Media(Open311Params given, List<string> wrong)
    {
        var text = given.Text("media_url", LongestAddress, wrong) ?? given.Text("media_url[]", LongestAddress, wrong);
        if (text is not null && text.Split('\n').Any(line => !Uri.TryCreate(line, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
        {
            wrong.Add("media_url must be an address that begins with https://");
        }

        return text;
    }
}
