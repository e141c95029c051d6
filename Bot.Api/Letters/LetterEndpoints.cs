using Bot.Api.Forms;
using Bot.Api.Photos;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Letters;

/// <summary>The page on which a resident reads a message of staff and answers it. Whoever holds its address may; it is unguessable and opens for 30 days.</summary>
public static class LetterEndpoints
{
    /// <summary>Longer answers belong into a talk with a person.</summary>
    public const int LongestAnswer = 1000;

    public static void MapLetters(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/{town}/letter/{code}", [HttpMethods.Get, HttpMethods.Head], Show);
        app.MapPost("/{town}/letter/{code}", Answer);
        app.MapGet("/{town}/letter/{code}/photo", Photo);
    }

    private static async Task<IResult> Show(string town, string code, string? lang, HttpContext context, Faces faces, Database database, LetterDesk letters, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var letter = await database.InTown(face.Look.Id, async tx =>
        {
            var found = await Find(tx, face.Look.Id, code, stop);
            // A preview or a check of the link is not a resident who reads.
            if (found?.IsReadable(now) is true && Visitor.Opens(context.Request))
            {
                await letters.Open(tx, found, now, stop);
            }

            return found;
        }, stop);
        return Page(context, face, letter, letters, now, lang, context.Request.Query.ContainsKey("answered"), typed: null, error: null);
    }

    /// <summary>The picture that goes with a letter, as long as the letter can be read; by itself it may do nothing.</summary>
    private static async Task<IResult> Photo(string town, string code, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var photo = faces.Find(town) is not { } face ? null : await database.InTown(face.Look.Id, async tx =>
            await Find(tx, face.Look.Id, code, stop) is { Photo: { } id } letter && letter.IsReadable(now)
                ? await PhotoTable.Read(tx, sealer, face.Look.Id, id, stop)
                : null, stop);
        return PhotoAnswer.Of(context, photo);
    }

    private static async Task<IResult> Answer(string town, string code, string? lang, HttpContext context, Faces faces, Database database, LetterDesk letters, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        if (await FormPost.From(context, stop) is not FormPost.Read(var posted))
        {
            return SitePages.Refused(face, StatusCodes.Status400BadRequest, Language.Japanese);
        }

        var words = Words(posted);
        var error = words.Length switch { 0 => "letter.empty", > LongestAnswer => "letter.long", _ => null };
        var letter = await database.InTown(face.Look.Id, async tx =>
        {
            var found = await Find(tx, face.Look.Id, code, stop);
            if (found?.IsReadable(now) is true && error is null)
            {
                await letters.Answer(tx, found, words, now, stop);
            }

            return found;
        }, stop);
        if (letter?.IsReadable(now) is not true || error is not null)
        {
            return Page(context, face, letter, letters, now, lang, answered: false, words, error);
        }

        context.Response.Headers.Location = $"/{face.Look.Id.Value}/letter/{code}?answered=1{(Screen.Parse(lang) is { } language ? $"&lang={language.Tag}" : "")}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>What was typed, as it may be kept.</summary>
    internal static string Words(IReadOnlyDictionary<string, string> posted) =>
        JapaneseText.Whole(posted.GetValueOrDefault("answer", "")).ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Trim();

    private static async Task<Letter?> Find(Npgsql.NpgsqlTransaction tx, TownId town, string code, CancellationToken stop) =>
        LetterCodes.IsShaped(code) ? await LetterTable.ByCode(tx, town, LetterCodes.Hash(code), stop) : null;

    private static Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<LetterPage> Page(
        HttpContext context, TownFace face, Letter? letter, LetterDesk letters, DateTimeOffset now, string? lang, bool answered, string? typed, string? error)
    {
        var readable = letter?.IsReadable(now) is true;
        return new(new
        {
            Screen = Screen.Of(face, Screen.Parse(lang) ?? letter?.Language ?? Language.Japanese),
            Letter = readable ? letter : null,
            What = letter is null ? "unknown" : "gone",
            Photo = readable && letter!.Photo is not null ? $"{context.Request.Path}/photo" : null,
            Body = readable ? letters.BodyOf(letter!) : null,
            Reply = readable ? letters.ReplyOf(letter!) : null,
            Answered = answered,
            Typed = typed,
            Error = error,
        })
        {
            StatusCode = letter is null ? StatusCodes.Status404NotFound : !readable ? StatusCodes.Status410Gone : error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            PreventStreamingRendering = true,
        };
    }
}
