using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Schools;

/// <summary>The page on which a guardian reads what the school wrote, and confirms it. The address is another one for each guardian, and dies with the last link to a child of the school.</summary>
public static class SchoolLetterEndpoints
{
    public static void MapSchoolLetters(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/{town}/school-letter/{code}", [HttpMethods.Get, HttpMethods.Head], Show);
        app.MapPost("/{town}/school-letter/{code}", Confirm);
    }

    private static async Task<IResult> Show(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var (letter, reader) = await database.InTown(face.Look.Id, async tx =>
        {
            var found = await Find(tx, sealer, face.Look.Id, code, now, stop);
            // A preview or a check of the link is not a guardian who reads.
            if (found.Reader is { } of && found.Letter!.IsReadable(now) && Visitor.Opens(context.Request))
            {
                await LetterReaderTable.Opened(tx, face.Look.Id, of.Id, now, stop);
            }

            return found;
        }, stop);
        return Page(face, letter, reader, now, lang);
    }

    private static async Task<IResult> Confirm(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var (letter, reader) = await database.InTown(face.Look.Id, async tx =>
        {
            var found = await Find(tx, sealer, face.Look.Id, code, now, stop);
            if (found is { Reader: { } of, Letter: { AsksToConfirm: true } read } && read.IsReadable(now))
            {
                await LetterReaderTable.Confirmed(tx, face.Look.Id, of.Id, now, stop);
            }

            return found;
        }, stop);
        if (letter?.IsReadable(now) is not true)
        {
            return Page(face, letter, reader, now, lang);
        }

        context.Response.Headers.Location = $"/{face.Look.Id.Value}/school-letter/{code}{(Screen.Parse(lang) is { } language ? $"?lang={language.Tag}" : "")}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<(SchoolLetter? Letter, LetterReader? Reader)> Find(Npgsql.NpgsqlTransaction tx, Sealer sealer, TownId town, string code, DateTimeOffset now, CancellationToken stop)
    {
        var reader = LetterCodes.IsShaped(code) ? await LetterReaderTable.ByCode(tx, town, LetterCodes.Hash(code), JapanTime.Day(now), stop) : null;
        return reader is null ? (null, null) : (await SchoolLetterTable.Read(tx, sealer, town, reader.Letter, stop), reader);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<SchoolLetterPage> Page(TownFace face, SchoolLetter? letter, LetterReader? reader, DateTimeOffset now, string? lang)
    {
        var readable = letter?.IsReadable(now) is true;
        return new(new
        {
            Screen = Screen.Of(face, Screen.Parse(lang) ?? Language.Japanese),
            Letter = readable ? letter : null,
            What = letter is null ? "unknown" : "gone",
            IsConfirmed = reader?.ConfirmedAt is not null,
        })
        {
            StatusCode = letter is null ? StatusCodes.Status404NotFound : readable ? StatusCodes.Status200OK : StatusCodes.Status410Gone,
            PreventStreamingRendering = true,
        };
    }
}
