using Bot.Api.Hosting;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.DamageReports.Open311;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Api.DamageReports.Open311;

/// <summary>What is read by the interface: the published cases, and what happened to them. Who brings the key by which a case came sees that one too.</summary>
internal sealed class Open311Reading(DamageReportsModule service, Database database, HouseSettings settings)
{
    private const int MostSteps = 1000;

    public async Task<Open311Answer> Requests(Open311Call call)
    {
        var wrong = new List<string>();
        var ids = call.Given.List("service_request_id");
        var (from, until) = ids.Count > 0 ? (default, default) : call.Span(wrong);
        var status = call.Given.List("status");
        if (status.Except(["open", "closed"], StringComparer.Ordinal).Any())
        {
            wrong.Add("status must be open or closed");
        }

        if (ids.Count > Open311Call.Most)
        {
            wrong.Add($"service_request_id must not name more than {Open311Call.Most}");
        }

        if (wrong.Count > 0)
        {
            return Open311Answer.Bad(wrong);
        }

        var codes = call.Given.List("service_code");
        var known = codes.Where(c => call.Plan.Kind(c) is not null).ToList();
        var numbers = ids.Where(PublicAsk.IsNumber).ToList();
        if (call.Plan.Publication is null || (codes.Count > 0 && known.Count == 0 && ids.Count == 0) || (ids.Count > 0 && numbers.Count == 0))
        {
            return List([]);
        }

        // Ids override all that is said beside them.
        var filter = ids.Count > 0
            ? new PublicFilter { Numbers = [.. numbers] }
            : new PublicFilter { Kinds = [.. known], From = from, Until = until, IsOpen = status.Distinct(StringComparer.Ordinal).Count() == 1 ? status[0] == "open" : null };
        return List(await call.Read(database, async tx =>
        {
            var page = await PublicCaseSearch.Page(tx, service.Towns, call.Plan, filter, 0, Open311Call.Most, call.Now, call.Stop);
            return await Shapes(tx, call, page.Cases);
        }));
    }

    public async Task<Open311Answer> Request(Open311Call call, string number)
    {
        var (key, wrong) = await call.Key(database);
        return wrong ?? await call.Read(database, async tx =>
            await call.Find(tx, service, number, key) is ({ } found, _) ? List(await Shapes(tx, call, [found])) : (await call.Find(tx, service, number, key)).Wrong!);
    }

    /// <summary>We give ids at once; a token is what a report that came by a key is called inside, and leads to its id.</summary>
    public Task<Open311Answer> Token(Open311Call call, string token) => call.Read(database, async tx =>
        Guid.TryParseExact(token, "n", out var report) && await Open311ReportTable.CaseOf(tx, call.Town, report, call.Stop) is { } id && await DamageSearch.Read(tx, call.Town, id, call.Stop) is { } found
            ? new Open311Answer("service_requests", new Open311Body.List("request", [new Open311Body.Group(("service_request_id", found.Number), ("token", token))]))
            : Open311Answer.Missing("token is not known"));

    /// <summary>FixMyStreet's extension: the steps of cases, oldest first.</summary>
    public async Task<Open311Answer> Updates(Open311Call call)
    {
        var (key, refused) = await call.Key(database);
        var wrong = new List<string>();
        var (from, until) = call.Span(wrong);
        if (refused is not null || wrong.Count > 0)
        {
            return refused ?? Open311Answer.Bad(wrong);
        }

        return await call.Read(database, async tx =>
        {
            var shown = call.Plan.Publication is null ? [] : (await PublicCaseSearch.Page(tx, service.Towns, call.Plan, new PublicFilter { Changed = from }, 0, Open311Call.Most, call.Now, call.Stop)).Cases;
            var own = key is null ? [] : (await Open311ReportTable.Of(tx, call.Town, key.Id, from, Open311Call.Most, call.Stop)).Except(shown.Select(c => c.Id)).ToList();
            var cases = shown.Concat(await PublicCaseSearch.Own(tx, service.Towns, call.Plan, own, call.Stop)).ToDictionary(c => c.Id);
            var steps = await PublicStepSearch.Of(tx, service.Towns, call.Town, cases.Keys, from, until, MostSteps, call.Stop);
            return new Open311Answer("service_request_updates", new Open311Body.List("request_update",
            [
                .. steps.Select(s => new Open311Body.Group(
                    ("update_id", $"{s.Id:n}"), ("service_request_id", cases[s.Case].Number), ("status", Status(s)), ("updated_datetime", Open311Body.At(s.At)),
                    ("description", s.Words ?? call.Say(PublicWords.Of(s))), ("media_url", Open311Body.Nothing))),
            ]));
        });
    }

    private static Open311Answer List(IReadOnlyList<Open311Body> requests) => new("service_requests", new Open311Body.List("request", requests));

    private async Task<IReadOnlyList<Open311Body>> Shapes(NpgsqlTransaction tx, Open311Call call, IReadOnlyList<PublicCase> cases)
    {
        Guid[] ids = [.. cases.Select(c => c.Id)];
        var pictures = await PublicStepSearch.Pictures(tx, call.Town, ids, call.Stop);
        var answers = (await PublicAnswerTable.Of(tx, call.Town, ids, call.Stop)).ToLookup(a => a.Case);
        return [.. cases.Select(c => Shape(call, c, answers[c.Id].LastOrDefault(), pictures[c.Id].Select(p => (Guid?)p).FirstOrDefault()))];
    }

    private Open311Body.Group Shape(Open311Call call, PublicCase item, PublicAnswer? answer, Guid? picture) => new(
        ("service_request_id", item.Number),
        ("status", item.State.IsOpen ? "open" : "closed"),
        ("status_notes", answer?.Words ?? call.Say(CaseWords.StateOf(item.State))),
        ("service_name", call.Say(item.KindName)),
        ("service_code", item.Kind),
        ("description", item.Words),
        ("agency_responsible", call.Say(item.Whose)),
        ("service_notice", Open311Body.Nothing),
        ("requested_datetime", Open311Body.At(item.OpenedAt)),
        ("updated_datetime", Open311Body.At(item.UpdatedAt)),
        ("expected_datetime", item.State is ReportState.Planned(var day) ? Open311Body.At(JapanTime.At(day, TimeOnly.MinValue)) : Open311Body.Nothing),
        ("address", call.Say(Words.Of("damage-public.near", ("area", new Words.Local(item.Place.Area))))),
        ("address_id", Open311Body.Nothing),
        ("zipcode", Open311Body.Nothing),
        ("lat", item.Place.Point is { } north ? north.Latitude : Open311Body.Nothing),
        ("long", item.Place.Point is { } east ? east.Longitude : Open311Body.Nothing),
        ("media_url", picture is { } shown ? new Uri(settings.PublicBaseUrl, $"/{call.Town.Value}/reports/{item.Number}/photos/{shown}").ToString() : null));

    /// <summary>As FixMyStreet calls the state after the step.</summary>
    private static string Status(PublicStep step) => step.Kind switch
    {
        "accepted" => "investigating",
        "planned" => "action_scheduled",
        "started" => "in_progress",
        "done" => "fixed",
        "passed-on" => "not_councils_responsibility",
        "not-found" => "no_further_action",
        "merged" => "duplicate",
        "reopened" => "open",
        _ => "unchanged",
    };
}
