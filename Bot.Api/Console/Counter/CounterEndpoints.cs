using Bot.Api.Forms;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Console.Counter;

/// <summary>The counter's pages of one service: choose the resident's town, type, print.</summary>
internal static class CounterEndpoints
{
    /// <summary>Long enough for any name of a thing.</summary>
    private const int LongestWord = 60;

    public static void MapCounter(this RouteGroupBuilder console, CounterService service)
    {
        var root = $"/counter/{service.Module}";
        console.MapGet(root, (Visit visit, CounterPages pages) => Choose(visit, service, pages)).Needs(service.Enter);
        console.MapGet(root + "/{of}", (Visit visit, string of, CounterPages pages, Database database) => Draw(visit, service, of, pages, database)).Needs(service.Enter);
        console.MapPost(root + "/{of}", (Visit visit, string of, CounterPages pages, Database database, CounterDesk desk) => Take(visit, service, of, pages, database, desk)).Needs(service.Enter);
        console.MapGet(root + "/{of}/look", (Visit visit, string of, CounterPages pages, Database database) => Look(visit, service, of, pages, database)).Needs(service.Enter);
        console.MapGet(root + "/{of}/slip/{id:guid}", (Visit visit, string of, Guid id, CounterPages pages, Database database, SlipCodes codes, PaymentLinks links) =>
            Print(visit, service, of, id, pages, database, codes, links)).Needs(service.Enter);
    }

    private static async Task<IResult> Choose(Visit visit, CounterService service, CounterPages pages)
    {
        var towns = await pages.Towns(visit, service);
        return towns.Count == 1
            ? visit.Go($"counter/{service.Module}/{towns[0].Look.Id}")
            : visit.Page<ChooseTownPage>(new { Service = service, Towns = towns });
    }

    private static async Task<IResult> Draw(Visit visit, CounterService service, string of, CounterPages pages, Database database)
    {
        if (await pages.Town(visit, service, of) is not { } face)
        {
            return visit.NotFound();
        }

        var (town, stop) = (face.Look.Id, visit.Stop);
        var channel = Channels.Title(visit.Query("channel")) is null ? Channels.Phone : visit.Query("channel");
        var last = Guid.TryParseExact(visit.Query("last"), "n", out var id) ? id : (Guid?)null;
        var (page, slip) = await database.ReadInTown(town, async tx => (
            await pages.Walk(tx, face, service, _ => "", strict: false, visit.Now, stop),
            last is { } done ? await service.SlipOf(tx, town, done, stop) : null), stop);
        return visit.Page<CounterPage>(new { Sheet = Sheet(visit, service, face, CounterHead.Fresh(channel), page), Last = slip, LastId = last });
    }

    private static async Task<IResult> Take(Visit visit, CounterService service, string of, CounterPages pages, Database database, CounterDesk desk)
    {
        if (await pages.Town(visit, service, of) is not { } face)
        {
            return visit.NotFound();
        }

        var (head, town, stop) = (CounterHead.From(visit), face.Look.Id, visit.Stop);
        var saves = visit.Field("step") == "save";
        var (sheet, verdict) = await database.InTown(town, async tx =>
        {
            var page = await pages.Walk(tx, face, service, visit.Field, saves, visit.Now, stop);
            var drawn = Sheet(visit, service, face, head, page) with { Strict = saves };
            if (!saves || !page.IsWhole || drawn.Wrong.Count > 0)
            {
                return (drawn, (Verdict?)null);
            }

            var entry = new CounterEntry(head.Ticket, head.Channel, head.Language, head.Note, head.Payment == CounterPayment.Cash, page.Answers);
            return (drawn, await desk.Take(tx, town, service, visit.Actor, entry, visit.Now, stop));
        }, stop);
        if (verdict is Verdict.Accepted(var id, _))
        {
            return visit.Go($"counter/{service.Module}/{of}?last={id:n}&channel={head.Channel}");
        }

        if (verdict is Verdict.Refused(var reason, var question))
        {
            // What the desk refused is drawn anew with the facts of now: the day that has just become full is no longer offered.
            var page = await database.ReadInTown(town, tx => pages.Walk(tx, face, service, visit.Field, strict: false, visit.Now, stop), stop);
            sheet = sheet with { Page = page, Refusal = (reason, question) };
        }

        return saves ? visit.Refuse<CounterPage>(new { Sheet = sheet }) : visit.Page<CounterPage>(new { Sheet = sheet });
    }

    private static async Task<IResult> Look(Visit visit, CounterService service, string of, CounterPages pages, Database database)
    {
        if (await pages.Town(visit, service, of) is not { } face || face.Forms[service.Form][new QuestionId(visit.Query("question"))] is not LinesQuestion question)
        {
            return visit.NotFound();
        }

        var text = visit.Query("text");
        var options = text.Length is 0 or > LongestWord
            ? default
            : await database.ReadInTown(face.Look.Id, tx => pages.Look(tx, face, service, question, text, visit.Now, visit.Stop), visit.Stop);
        return TypedResults.Json(options.Select(o => new Suggestion(o.Key, face.Words.Say(o.Label, Language.Japanese), o.Detail is { } detail ? face.Words.Say(detail, Language.Japanese) : "")));
    }

    private static async Task<IResult> Print(
        Visit visit, CounterService service, string of, Guid id, CounterPages pages, Database database, SlipCodes codes, PaymentLinks links)
    {
        if (await pages.Town(visit, service, of) is not { } face)
        {
            return visit.NotFound();
        }

        var (town, subject) = (face.Look.Id, id.ToString("n"));
        var slip = await database.InTown(town, async tx =>
        {
            if (await IntakeTable.Of(tx, town, service.Module, subject, visit.Stop) is null || await service.SlipOf(tx, town, id, visit.Stop) is not { } found)
            {
                return null;
            }

            await AuditTable.Add(tx, town, visit.Actor, new AuditEntry($"{service.Enter.Name}/print", [$"{service.Module}/{subject}"]), visit.Now, visit.Stop);
            return found;
        }, visit.Stop);
        if (slip is null)
        {
            return visit.NotFound();
        }

        var language = Screen.Parse(visit.Query("lang")) ?? Screen.Readable(slip.Language);
        return visit.Page<SlipPage>(new
        {
            Service = service,
            Screen = Screen.Of(face, language),
            Slip = slip,
            Id = id,
            Code = slip.IsTaken ? (SlipCode?)null : codes.For(town, service.Module, subject),
            Root = links.Root(town),
            Narrow = visit.Query("paper") == "narrow",
        });
    }

    private static CounterSheet Sheet(Visit visit, CounterService service, TownFace face, CounterHead head, PageWalk.Drawn page) =>
        new(service, face, face.Forms[service.Form], head, page, service.Cash is { } cash && visit.May(cash));

    private sealed record Suggestion(string Key, string Label, string Detail);
}
