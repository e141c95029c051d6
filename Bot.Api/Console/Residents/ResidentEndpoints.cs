using System.Text.Encodings.Web;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Residents;

/// <summary>Disclosure to a resident of what is held about them, and erasure at their request, over all services.</summary>
internal static class ResidentEndpoints
{
    private const int Most = 50;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapResidents(this RouteGroupBuilder console)
    {
        console.MapGet("/residents", (Visit visit) => visit.Page<FindPage>()).Needs(Rights.ResidentExport);
        // By post: a name or a number typed here must not stand in addresses and logs.
        console.MapPost("/residents", Find).Needs(Rights.ResidentExport);
        console.MapGet("/residents/{id:guid}", (Visit visit, Guid id, Database database, IEnumerable<PersonPart> parts, Sealer sealer) => Show(visit, id, database, parts, sealer, null)).Needs(Rights.ResidentExport);
        console.MapGet("/residents/{id:guid}/export.json", Export).Needs(Rights.ResidentExport);
        console.MapPost("/residents/{id:guid}/erase", Erase).Needs(Rights.ResidentErase);
    }

    private static async Task<IResult> Find(Visit visit, Database database, IEnumerable<PersonPart> parts)
    {
        var typed = visit.Field("typed");
        if (typed.Length is < 2 or > 100)
        {
            return visit.Refuse<FindPage>(new { Wrong = "受付番号、電話番号、またはお名前を2文字以上入力してください。" });
        }

        var found = await database.InTown(visit.TownId, async tx =>
        {
            var hits = new List<PersonHit>();
            foreach (var part in parts)
            {
                var own = await part.Find(tx, visit.TownId, typed, Most, visit.Stop);
                await Seen(visit, tx, "find", [(part, own)]);
                hits.AddRange(own);
            }

            return hits;
        }, visit.Stop);
        return visit.Page<FindPage>(new { Typed = typed, Found = (IReadOnlyList<PersonHit>)found });
    }

    private static async Task<IResult> Show(Visit visit, Guid id, Database database, IEnumerable<PersonPart> parts, Sealer sealer, string? wrong)
    {
        if (await Read(visit, id, database, parts, sealer, "read") is not { } person)
        {
            return visit.NotFound();
        }

        var with = new { Id = id, Person = person, Wrong = wrong };
        return wrong is null ? visit.Page<ResidentPage>(with) : visit.Refuse<ResidentPage>(with);
    }

    private static async Task<IResult> Export(Visit visit, Guid id, Database database, IEnumerable<PersonPart> parts, Sealer sealer) =>
        await Read(visit, id, database, parts, sealer, "file") is { } person
            ? TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(person.Held, Readable), "application/json", $"resident-{visit.Today:yyyyMMdd}.json")
            : visit.NotFound();

    private static async Task<IResult> Erase(Visit visit, Guid id, Database database, IEnumerable<PersonPart> parts, Sealer sealer)
    {
        var wrong = await database.InTown(visit.TownId, async tx =>
        {
            var all = await ResidentFile.Gather(tx, visit.TownId, id, parts, visit.Stop);
            if (all.SelectMany(a => a.Hits).FirstOrDefault(h => h.Id == id) is not { } asked)
            {
                return "missing";
            }

            if (!JapaneseText.Normal(visit.Field("receipt")).Equals(asked.Number, StringComparison.OrdinalIgnoreCase))
            {
                return "受付番号が違います。消去していません。";
            }

            if (await ResidentFile.WhyNot(tx, visit.TownId, all, visit.Stop) is { } hinders)
            {
                return $"{hinders}消去していません。";
            }

            var erased = new List<ErasedRow>();
            foreach (var (part, hits) in all)
            {
                erased.AddRange(await part.Erase(tx, visit.TownId, hits, visit.Now, visit.Stop));
            }

            await PersonTalkTable.Erase(tx, visit.TownId, ResidentFile.Citizens(all), visit.Now, visit.Stop);
            await ErasureTable.Prove(tx, visit.TownId, "resident-asked", erased, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("resident.erase/done", Subjects(all), $"{erased.Count}"), visit.Now, visit.Stop);
            return null;
        }, visit.Stop);
        return wrong switch
        {
            null => visit.Go("residents", "個人情報を消去しました。消去の証明を記録しました。"),
            "missing" => visit.NotFound(),
            _ => await Show(visit, id, database, parts, sealer, wrong),
        };
    }

    private static Task<ResidentFile?> Read(Visit visit, Guid id, Database database, IEnumerable<PersonPart> parts, Sealer sealer, string how) => database.InTown(visit.TownId, async tx =>
    {
        var all = await ResidentFile.Gather(tx, visit.TownId, id, parts, visit.Stop);
        if (all.Count == 0)
        {
            return null;
        }

        await Seen(visit, tx, how, all);
        return await ResidentFile.Of(tx, sealer, visit.TownId, all, visit.Stop);
    }, visit.Stop);

    private static Task Seen(Visit visit, NpgsqlTransaction tx, string what, IReadOnlyList<(PersonPart Part, IReadOnlyList<PersonHit> Hits)> all) =>
        AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.ResidentExport.Name}/{what}", Subjects(all)), visit.Now, visit.Stop);

    private static Items<string> Subjects(IReadOnlyList<(PersonPart Part, IReadOnlyList<PersonHit> Hits)> all) => [.. all.SelectMany(a => a.Hits.Select(h => $"{a.Part.Module}/{h.Id:n}"))];
}
