using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Schools;

/// <summary>The page on which a guardian reads what the school answered to a report of theirs. The address is another one for each guardian.</summary>
public static class SchoolReplyEndpoints
{
    public static void MapSchoolReplies(this IEndpointRouteBuilder app) => app.MapMethods("/{town}/school-reply/{code}", [HttpMethods.Get, HttpMethods.Head], Show);

    private static async Task<IResult> Show(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var found = LetterCodes.IsShaped(code) ? await database.InTown(face.Look.Id, async tx =>
        {
            var read = await ReplySearch.ByCode(tx, sealer, face.Look.Id, LetterCodes.Hash(code), JapanTime.Day(now), stop);
            // A preview or a check of the link is not a guardian who reads.
            if (read is { } by && by.Reply.IsReadable(now) && Visitor.Opens(context.Request))
            {
                await ReplyTable.Opened(tx, face.Look.Id, by.Reader, now, stop);
            }

            return read;
        }, stop) : null;
        var readable = found?.Reply.IsReadable(now) is true;
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<SchoolReplyPage>(new
        {
            Screen = Screen.Of(face, Screen.Parse(lang) ?? Language.Japanese),
            Read = readable ? found : null,
            What = found is null ? "unknown" : "gone",
        })
        {
            StatusCode = found is null ? StatusCodes.Status404NotFound : readable ? StatusCodes.Status200OK : StatusCodes.Status410Gone,
            PreventStreamingRendering = true,
        };
    }
}
