using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Schools.Asks;

/// <summary>Where guardians' answers arrive. The code of the letter's address is what lets them in, as for the letter itself.</summary>
public static class GuardianAskEndpoints
{
    public static void MapGuardianAsks(this IEndpointRouteBuilder app) => app.MapPost("/{town}/school-letter/{code}/ask", Answer);

    private static async Task<IResult> Answer(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, SurveyDesk surveys, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop, id) = (clock.GetUtcNow(), context.RequestAborted, face.Look.Id);
        var sent = await context.Request.ReadFormAsync(stop);
        var at = new GuardianAddress(id, code, lang);
        var (view, wrong, missed) = await database.InTown(id, async tx =>
        {
            var found = await SchoolLetterDoor.Find(tx, sealer, id, code, now, stop);
            if (found?.Letter.IsReadable(now) is not true || await AskView.Of(tx, sealer, id, found.Letter, found.Reader.Citizen, now, stop) is not { } asked)
            {
                return default;
            }

            await LetterReaderTable.Opened(tx, id, found.Reader.Id, now, stop);
            return asked.Ask.Kind switch
            {
                AskKind.Survey => ((AskView?)asked, await Survey(tx, id, surveys, asked, found.Letter, sent, now, stop), (ChildId?)null),
                AskKind.Slots when await Slot(tx, id, asked, sent, now, stop) == SlotOutcome.Taken => (await AskView.Of(tx, sealer, id, found.Letter, found.Reader.Citizen, now, stop), null, Child(sent)),
                _ => (asked, null, null),
            };
        }, stop);
        if (view is not null && (wrong is not null || missed is not null))
        {
            // What is left is shown at once to who came second.
            return new RazorComponentResult<GuardianAskPage>(new
            {
                Screen = Screen.Of(face, Screen.Parse(lang) ?? Language.Japanese), View = view, At = at, Typed = wrong, Missed = missed,
            })
            {
                StatusCode = wrong is null ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, PreventStreamingRendering = true,
            };
        }

        // The letter's own page says what became of it, be it that the letter is gone.
        context.Response.Headers.Location = $"{at.Letter}#ask";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<TypedSurvey?> Survey(
        Npgsql.NpgsqlTransaction tx, TownId town, SurveyDesk surveys, AskView view, SchoolLetter letter, IFormCollection sent, DateTimeOffset now, CancellationToken stop)
    {
        var (answers, wrong) = SurveyReading.Of(view.Ask.Content.Questions, n => [.. sent[$"q{n}"].Select(v => Clean(v ?? ""))]);
        if (wrong.Count > 0)
        {
            return new TypedSurvey(Child(sent), answers, wrong);
        }

        await surveys.Answer(tx, town, view.Ask, letter, view.Guardian, Child(sent), answers, now, stop);
        return null;
    }

    private static Task<SlotOutcome> Slot(Npgsql.NpgsqlTransaction tx, TownId town, AskView view, IFormCollection sent, DateTimeOffset now, CancellationToken stop) =>
        sent["slot"] == "none"
            ? SlotDesk.GiveBack(tx, town, view, Child(sent), now, stop)
            : SlotDesk.Pick(tx, town, view, Child(sent), Id(sent["slot"]), now, stop);

    private static ChildId Child(IFormCollection sent) => new(Id(sent["child"]));

    private static Guid Id(string? text) => Guid.TryParseExact(text, "n", out var id) ? id : Guid.Empty;

    /// <summary>Without what no keyboard types, and what cannot be stored.</summary>
    private static string Clean(string text) =>
        string.Concat(JapaneseText.Whole(text.ReplaceLineEndings("\n")).Where(c => c is '\n' or '\t' || !char.IsControl(c)));
}
