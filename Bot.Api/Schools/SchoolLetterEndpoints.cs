using Bot.Api.Forms;
using Bot.Api.Schools.Asks;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Schools;

/// <summary>The page on which a guardian reads what the school wrote, and confirms it. The address is another one for each guardian, and dies with the last link to a child of the school.</summary>
public static class SchoolLetterEndpoints
{
    public static void MapSchoolLetters(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/{town}/school-letter/{code}", [HttpMethods.Get, HttpMethods.Head], Show);
        app.MapPost("/{town}/school-letter/{code}", Confirm);
        app.MapSchoolLetterFiles();
    }

    private static async Task<IResult> Show(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var (found, files, asks) = await database.InTown(face.Look.Id, async Task<(FoundLetter?, IReadOnlyList<LetterFile>, GuardianAsks?)> (tx) =>
        {
            var letter = await SchoolLetterDoor.Find(tx, sealer, face.Look.Id, code, now, stop);
            var asked = letter is null ? null : await GuardianAsks.Of(tx, sealer, face.Look.Id, letter.Letter, letter.Reader.Citizen, now, stop);
            if (letter?.Letter.IsReadable(now) is not true)
            {
                return (letter, [], asked);
            }

            // A preview or a check of the link is not a guardian who reads.
            if (Visitor.Opens(context.Request))
            {
                await LetterReaderTable.Opened(tx, face.Look.Id, letter.Reader.Id, now, stop);
            }

            return (letter, await SchoolLetterDoor.Files(tx, sealer, face.Look.Id, letter.Letter, stop), asked);
        }, stop);
        return Page(face, found, files, now, lang, context.Request.Path, asks, new GuardianAddress(face.Look.Id, code, lang));
    }

    private static async Task<IResult> Confirm(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var found = await database.InTown(face.Look.Id, async tx =>
        {
            var letter = await SchoolLetterDoor.Find(tx, sealer, face.Look.Id, code, now, stop);
            if (letter is { Letter.AsksToConfirm: true } && letter.Letter.IsReadable(now))
            {
                await LetterReaderTable.Confirmed(tx, face.Look.Id, letter.Reader.Id, now, stop);
            }

            return letter;
        }, stop);
        if (found?.Letter.IsReadable(now) is not true)
        {
            return Page(face, found, [], now, lang, context.Request.Path);
        }

        context.Response.Headers.Location = $"/{face.Look.Id.Value}/school-letter/{code}{(Asked(lang) is { } language ? $"?lang={language.Tag}" : "")}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>A letter may be written in any language that we offer, though the page around it is in fewer.</summary>
    private static Language? Asked(string? tag) => Language.Offered.Select(o => (Language?)o.Language).FirstOrDefault(l => l!.Value.Tag == tag);

    private static RazorComponentResult<SchoolLetterPage> Page(
        TownFace face, FoundLetter? found, IReadOnlyList<LetterFile> files, DateTimeOffset now, string? lang, string path, GuardianAsks? asks = null, GuardianAddress? at = null)
    {
        var readable = found?.Letter.IsReadable(now) is true;
        var language = Asked(lang) ?? found?.Speaks ?? Language.Japanese;
        return new(new
        {
            Screen = Screen.Of(face, language),
            Language = language,
            Speaks = found?.Speaks ?? Language.Japanese,
            Letter = readable ? found!.Letter : null,
            Files = files,
            Path = path,
            What = found is null ? "unknown" : "gone",
            IsConfirmed = found?.Reader.ConfirmedAt is not null,
            Asks = asks,
            At = at,
        })
        {
            StatusCode = found is null ? StatusCodes.Status404NotFound : readable ? StatusCodes.Status200OK : StatusCodes.Status410Gone,
            PreventStreamingRendering = true,
        };
    }
}
