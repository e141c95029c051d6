using System.Globalization;
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
        console.MapPost($"/{Path}/{{school}}/search", Look).Needs(Rights.SchoolSee);
        console.MapPost($"/{Path}/{{school}}/sheets", Print).Needs(Rights.SchoolChange);
    }

    private static async Task<IResult> Choose(Visit visit, SchoolDoor door, Database database)
    {
        var schools = door.Of(visit);
        if (schools is [var only])
        {
            return visit.Go($"{Path}/{only.Code}");
        }

        var news = await database.ReadInTown(visit.TownId, tx => RollNewsSearch.Of(tx, visit.TownId, [.. schools.Select(s => s.Code)], visit.Now, visit.Stop), visit.Stop);
        return visit.Page<SchoolsPage>(new
        {
            Schools = schools, Title = "名簿と登録用紙", Of = (Func<School, string>)(s => $"{Path}/{s.Code}"), News = (Func<School, RollNews>)(s => news[s.Code]),
        });
    }

    private static Task<IResult> List(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer) =>
        Shown(visit, school, door, database, sealer, null, int.TryParse(visit.Query("page"), CultureInfo.InvariantCulture, out var page) ? page : 1);

    /// <summary>Posted and not asked for by an address, since a child's name may stand in it.</summary>
    private static Task<IResult> Look(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer) =>
        Shown(visit, school, door, database, sealer, visit.Field("words") is { Length: > 0 } words ? words : null, 1);

    private static async Task<IResult> Shown(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer, string? words, int page)
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
            var news = (await RollNewsSearch.Of(tx, visit.TownId, [school], visit.Now, visit.Stop))[school];
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry(words is null ? "schools.see/roll" : "schools.see/roll-search", [$"school/{school}"]), visit.Now, visit.Stop);
            return visit.Page<RollPage>(new { View = RollView.Of(found, pupils, links, codes, news, words, page) });
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
