using Bot.Api.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>The files of a letter for the school's own staff, before and after it is sent.</summary>
internal static class LetterFileEndpoints
{
    public static void MapLetterFiles(this RouteGroupBuilder console)
    {
        console.MapGet("/schools/{school}/letters/{id:guid}/files/{file:guid}", Whole).Needs(Rights.SchoolSee).WithMetadata(new ShutOff());
        console.MapGet("/schools/{school}/letters/{id:guid}/files/{file:guid}/small", Small).Needs(Rights.SchoolSee).WithMetadata(new ShutOff());
    }

    private static async Task<IResult> Whole(Visit visit, string school, Guid id, Guid file, SchoolDoor door, Database database, Sealer sealer)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var (found, content) = await database.InTown(visit.TownId, async tx =>
        {
            var of = (await LetterFileTable.Of(tx, sealer, visit.TownId, here.Code, id, visit.Stop)).FirstOrDefault(f => f.Id == file);
            if (of is not null)
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.see/letter-file", [$"{SchoolsModule.Name}/letter/{id:n}"]), visit.Now, visit.Stop);
            }

            return (of, of is null ? null : await LetterFileTable.Content(tx, sealer, visit.TownId, here.Code, id, file, visit.Stop));
        }, visit.Stop);
        return found is null ? visit.NotFound() : LetterFileAnswer.Of(visit.Http, found, content);
    }

    /// <summary>Part of a page, which is noted itself.</summary>
    private static async Task<IResult> Small(Visit visit, string school, Guid id, Guid file, SchoolDoor door, Database database, Sealer sealer) => door.Find(visit, school) is not { } here
        ? visit.NotFound()
        : LetterFileAnswer.Small(visit.Http, await database.ReadInTown(visit.TownId, tx => LetterFileTable.Small(tx, sealer, visit.TownId, here.Code, id, file, visit.Stop), visit.Stop));
}
