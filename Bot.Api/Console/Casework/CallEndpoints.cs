using System.Text.Json;
using Bot.Api.Console.Lists;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Casework;

/// <summary>Residents who asked for a person: who waits, and what became of it.</summary>
internal static class CallEndpoints
{
    private const int Rows = 50;

    public static void MapCalls(this RouteGroupBuilder console)
    {
        console.MapGet("/calls", List).Needs(Rights.CallsSee);
        console.MapGet("/calls/{id:guid}", One).Needs(Rights.CallsSee);
        console.MapPost("/calls/{id:guid}/done", Done).Needs(Rights.CallsSee);
        console.MapPost("/calls/{id:guid}/reopen", Reopen).Needs(Rights.CallsSee);
    }

    private static async Task<IResult> List(Visit visit, Database database, TownTalks talks, LiveTopics topics)
    {
        var stop = visit.Stop;
        var (open, done, count) = await database.InTown(visit.TownId, async tx =>
        {
            var waiting = await CallSearch.Open(tx, visit.TownId, Rows, 0, stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("calls.see/list", [.. waiting.Select(c => $"{CallCase.Name}/{c.Id:n}")]), visit.Now, stop);
            return (waiting, await CallSearch.Done(tx, visit.TownId, 10, stop), await CallSearch.Count(tx, visit.TownId, stop));
        }, stop);
        return visit.Page<CallsPage>(new
        {
            Open = open, Done = done, Count = count, Mark = await topics.Mark(visit, LiveTopics.Calls),
            Form = (Func<StaffCall, string>)(call => CallCase.FormTitle(call, talks, visit.TownId)),
        });
    }

    private static async Task<IResult> One(Visit visit, Guid id, Database database, CaseReader reader, TownTalks talks)
    {
        var module = CallCase.Module(database);
        if (await module.One(visit, $"{id:n}") is not { } found)
        {
            return visit.NotFound();
        }

        var call = await database.InTown(visit.TownId, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("calls.see/read", [found.At.Name]), visit.Now, visit.Stop);
            return (await CallSearch.Of(tx, visit.TownId, [id], visit.Stop)).Single();
        }, visit.Stop);
        return visit.Page<CallPage>(new { Call = call, View = await reader.Of(visit, module, found), Form = CallCase.FormTitle(call, talks, visit.TownId) });
    }

    private static async Task<IResult> Done(Visit visit, Guid id, Database database)
    {
        var how = visit.Field("how");
        if (how is not ("telephone" or "letter" or "counter" or "needless"))
        {
            var there = await database.ReadInTown(visit.TownId, tx => CallSearch.Of(tx, visit.TownId, [id], visit.Stop), visit.Stop);
            return there.Count == 0 ? visit.NotFound() : visit.Go($"calls/{id:n}", "どのように対応したかを選んでください。");
        }

        return await Change(visit, id, database, "call-done", how, tx => CallSearch.Close(tx, visit.TownId, id, visit.Staff.Id, how, visit.Now, visit.Stop)) switch
        {
            null => visit.NotFound(),
            true => visit.Go("calls", "対応済みにしました。", $"calls/{id:n}/reopen"),
            false => visit.Go($"calls/{id:n}", "ほかの職員が先に対応済みにしています。"),
        };
    }

    private static async Task<IResult> Reopen(Visit visit, Guid id, Database database) =>
        await Change(visit, id, database, "call-reopened", null, tx => CallSearch.Reopen(tx, visit.TownId, id, visit.Stop)) switch
        {
            null => visit.NotFound(),
            _ => visit.Go($"calls/{id:n}", "未対応に戻しました。"),
        };

    /// <returns><c>null</c> when there is no such call; else whether it was changed.</returns>
    private static Task<bool?> Change(Visit visit, Guid id, Database database, string kind, string? how, Func<Npgsql.NpgsqlTransaction, Task<bool>> change) =>
        database.InTown<bool?>(visit.TownId, async tx =>
        {
            if ((await CallSearch.Of(tx, visit.TownId, [id], visit.Stop)).Count == 0)
            {
                return null;
            }

            if (!await change(tx))
            {
                return false;
            }

            var at = new CaseSubject(visit.TownId, CallCase.Name, $"{id:n}");
            await TimelineTable.Add(tx, at.Owner, at.Module, at.Subject, new TimelineEntry(visit.Now, Guid.NewGuid(), visit.Actor, kind, how is null ? null : JsonSerializer.Serialize(new { how })), visit.Stop);
            await AuditTable.Add(tx, at.Owner, visit.Actor, new AuditEntry($"calls.see/{kind}", [at.Name], how), visit.Now, visit.Stop);
            return true;
        }, visit.Stop);
}
