using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Schools;

/// <summary>The files of a letter, below the guardian's own address of it and as long as the letter itself can be read. A file has no address of its own.</summary>
internal static class SchoolLetterFileEndpoints
{
    public static void MapSchoolLetterFiles(this IEndpointRouteBuilder app)
    {
        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/{town}/school-letter/{code}/file/{number:int}", reading, (string town, string code, int number, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock) =>
            Give(town, code, number, small: false, context, faces, database, sealer, clock));
        app.MapMethods("/{town}/school-letter/{code}/file/{number:int}/small", reading, (string town, string code, int number, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock) =>
            Give(town, code, number, small: true, context, faces, database, sealer, clock));
    }

    /// <param name="number">From one, as the page counts them.</param>
    private static async Task<IResult> Give(string town, string code, int number, bool small, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (faces.Find(town) is not { Look.Id: var id })
        {
            return TypedResults.NotFound();
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var (file, content) = await database.ReadInTown(id, async tx =>
        {
            if (await SchoolLetterDoor.Find(tx, sealer, id, code, now, stop) is not { Letter: var letter } || !letter.IsReadable(now) || number < 1
                || (await SchoolLetterDoor.Files(tx, sealer, id, letter, stop)).ElementAtOrDefault(number - 1) is not { } found)
            {
                return default;
            }

            return ((LetterFile?)found, small
                ? await LetterFileTable.Small(tx, sealer, id, letter.School, letter.Id, found.Id, stop)
                : await LetterFileTable.Content(tx, sealer, id, letter.School, letter.Id, found.Id, stop));
        }, stop);
        return small ? LetterFileAnswer.Small(context, content) : LetterFileAnswer.Of(context, file, content);
    }
}
