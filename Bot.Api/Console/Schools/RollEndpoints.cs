using Bot.Api.Forms;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools;

/// <summary>The list of a school's children by class, and the sheets by which guardians are linked.</summary>
internal static class RollEndpoints
{
    public const string Path = "schools/roll";

    public static void MapRoll(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", Choose).Needs(Rights.SchoolSee);
        console.MapGet($"/{Path}/{{school}}", List).Needs(Rights.SchoolSee);
        console.MapPost($"/{Path}/{{school}}/sheets", Print).Needs(Rights.SchoolChange);
    }

    private static IResult Choose(Visit visit, SchoolDoor door) =>
        door.Of(visit) is [var only] ? visit.Go($"{Path}/{only.Code}") : visit.Page<SchoolsPage>(new { Schools = door.Of(visit), Title = "名簿と登録用紙", Of = (Func<School, string>)(s => $"{Path}/{s.Code}") });

    private static async Task<IResult> List(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer)
    {
        if (door.Find(visit, school) is not { } found)
        {
            return visit.NotFound();
        }

        return await database.InTown(visit.TownId, async tx =>
        {
            var pupils = await PupilSearch.OfSchool(tx, sealer, visit.TownId, school, visit.Today, visit.Stop);
            var ids = pupils.Select(p => p.Child.Id).ToList();
            var links = await GuardianTable.OfAll(tx, visit.TownId, ids, visit.Stop);
            var codes = await LinkCodeTable.Of(tx, visit.TownId, ids, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.see/roll", [$"school/{school}"]), visit.Now, visit.Stop);
            return visit.Page<RollPage>(new { School = found, Pupils = pupils, Links = links.ToLookup(l => l.Child), Codes = codes });
        }, visit.Stop);
    }

    /// <summary>Makes new codes for a class, or for one child, and shows the sheets: the codes are nowhere else, so this is the answer itself.</summary>
    private static async Task<IResult> Print(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer, LinkCodes codes, Faces faces)
    {
        if (door.Find(visit, school) is not { } found)
        {
            return visit.NotFound();
        }

        var (of, child) = (visit.Field("class"), visit.Field("child"));
        return await database.InTown(visit.TownId, async tx =>
        {
            var pupils = (await PupilSearch.OfSchool(tx, sealer, visit.TownId, school, visit.Today, visit.Stop))
                .Where(p => !p.Child.IsProtected && (child.Length > 0 ? $"{p.Child.Id.Value}" == child : $"{p.Class.Id.Value}" == of)).ToList();
            if (pupils.Count == 0)
            {
                return visit.Go($"{Path}/{school}", "印刷する登録用紙がありません。支援措置などで保護されている子どもの用紙は作れません。");
            }

            var sheets = new List<(Pupil, LinkCode)>();
            foreach (var pupil in pupils)
            {
                var code = LinkCodes.New();
                await LinkCodeTable.Renew(tx, visit.TownId, pupil.Child.Id, codes.Hash(visit.TownId, code), visit.Now, visit.Now + LinkDesk.Lives, visit.Stop);
                sheets.Add((pupil, code));
            }

            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.change/sheets", [.. pupils.Select(p => $"child/{p.Child.Id.Value:n}")]), visit.Now, visit.Stop);
            return visit.Page<SheetsPage>(new { School = found, Sheets = (IReadOnlyList<(Pupil, LinkCode)>)sheets, Talk = faces.Find(visit.TownId.Value)?.Look.Talk });
        }, visit.Stop);
    }
}
