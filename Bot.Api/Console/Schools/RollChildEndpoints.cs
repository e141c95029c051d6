using Bot.Api.Console.Settings;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Schools;

/// <summary>One child: who it is, which guardians are linked, and the switch that protects it.</summary>
internal static class RollChildEndpoints
{
    public static void MapRollChild(this RouteGroupBuilder console)
    {
        const string child = $"/{RollEndpoints.Path}/child/{{id:guid}}";
        console.MapGet(child, Show).Needs(Rights.SchoolSee);
        console.MapPost($"{child}/seen", (Visit visit, Guid id, SchoolDoor door, Database database, Sealer sealer) => With(visit, id, door, database, sealer, async (tx, pupil) =>
        {
            await GuardianTable.See(tx, visit.TownId, pupil.Child.Id, visit.Now, visit.Stop);
            await Log(tx, visit, "schools.change/links-seen", id);
            return Back(visit, id, "新しい登録を確認済みにしました。");
        })).Needs(Rights.SchoolChange);
        console.MapPost($"{child}/revoke/{{link:guid}}", (Visit visit, Guid id, Guid link, SchoolDoor door, Database database, Sealer sealer) => With(visit, id, door, database, sealer, async (tx, pupil) =>
        {
            if ((await GuardianTable.Of(tx, visit.TownId, pupil.Child.Id, visit.Stop)).All(l => l.Id != link))
            {
                return visit.NotFound();
            }

            await GuardianTable.End(tx, visit.TownId, link, LinkEnd.School, visit.Now, visit.Stop);
            await VoidCodes(tx, visit, pupil.Child.Id);
            await Log(tx, visit, "schools.change/revoke", id);
            return Back(visit, id, "登録を取り消しました。配ってある登録用紙と、渡した登録コードも使えなくなりました。");
        })).Needs(Rights.SchoolChange);
        console.MapPost($"{child}/protect", (Visit visit, Guid id, SchoolDoor door, Database database, Sealer sealer) => With(visit, id, door, database, sealer, async (tx, pupil) =>
        {
            var protects = visit.Field("protect") == "yes";
            await ChildTable.Save(tx, sealer, visit.TownId, pupil.Child with { IsProtected = protects }, visit.Now, visit.Stop);
            await VoidCodes(tx, visit, pupil.Child.Id);
            await Log(tx, visit, protects ? "schools.change/protect" : "schools.change/unprotect", id);
            return Back(visit, id, protects ? "保護しました。登録用紙と、渡した登録コードは使えません。" : "保護をやめました。");
        })).Needs(Rights.SchoolChange);
        console.MapPost($"{child}/code", (Visit visit, Guid id, SchoolDoor door, Database database, Sealer sealer, LinkCodes codes) => With(visit, id, door, database, sealer, async (tx, pupil) =>
        {
            // The code is nowhere else: so it is the answer itself, and each press makes another.
            var (code, until) = (LinkCodes.New(), visit.Now + LinkDesk.HandedLives);
            await HandedCodeTable.Add(tx, visit.TownId, pupil.Child.Id, codes.Hash(visit.TownId, code), visit.Actor, visit.Now, until, visit.Stop);
            await Log(tx, visit, "schools.change/code", id);
            return visit.Page<HandedCodePage>(new { Pupil = pupil, Code = code, Until = until });
        })).Needs(Rights.SchoolChange);
    }

    private static async Task<IResult> Show(Visit visit, Guid id, SchoolDoor door, Database database, Sealer sealer, StaffNames names)
    {
        var (links, handed) = ((IReadOnlyList<GuardianLink>)[], (IReadOnlyList<HandedCode>)[]);
        SheetCode? code = null;
        Pupil? found = null;
        var missing = await With(visit, id, door, database, sealer, async (tx, pupil) =>
        {
            found = pupil;
            links = await GuardianTable.Of(tx, visit.TownId, pupil.Child.Id, visit.Stop);
            code = (await LinkCodeTable.Of(tx, visit.TownId, [pupil.Child.Id], visit.Stop)).GetValueOrDefault(pupil.Child.Id);
            handed = await HandedCodeTable.Of(tx, visit.TownId, pupil.Child.Id, visit.Now, visit.Stop);
            await Log(tx, visit, "schools.see/child", id);
            return TypedResults.Empty;
        });
        return found is null
            ? missing
            : visit.Page<RollChildPage>(new { Pupil = found, Links = links, Code = code, Handed = handed, People = await names.Of(visit, links.Select(l => l.By).OfType<Actor>().Concat(handed.Select(h => h.By))) });
    }

    private static async Task VoidCodes(NpgsqlTransaction tx, Visit visit, ChildId child)
    {
        await LinkCodeTable.Void(tx, visit.TownId, child, visit.Now, visit.Stop);
        await HandedCodeTable.Void(tx, visit.TownId, child, visit.Now, visit.Stop);
    }

    /// <summary>Another school's child is answered as one that does not exist.</summary>
    private static Task<IResult> With(Visit visit, Guid id, SchoolDoor door, Database database, Sealer sealer, Func<NpgsqlTransaction, Pupil, Task<IResult>> then) =>
        database.InTown(visit.TownId, async tx => await PupilSearch.Of(tx, sealer, visit.TownId, new ChildId(id), visit.Today, visit.Stop) is { } pupil && door.Find(visit, pupil.Child.School) is not null
            ? await then(tx, pupil)
            : visit.NotFound(), visit.Stop);

    private static IResult Back(Visit visit, Guid id, string told) => visit.Go($"{RollEndpoints.Path}/child/{id}", told);

    private static Task Log(NpgsqlTransaction tx, Visit visit, string what, Guid id) =>
        AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry(what, [$"child/{id:n}"]), visit.Now, visit.Stop);
}
