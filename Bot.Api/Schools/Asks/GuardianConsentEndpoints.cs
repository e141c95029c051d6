using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Bot.Api.Schools.Asks;

/// <summary>The page on which guardians give consent and take it back. The code of any letter of the school opens it, however old the letter is, as long as they are linked.</summary>
public static class GuardianConsentEndpoints
{
    public static void MapGuardianConsents(this IEndpointRouteBuilder app)
    {
        app.MapGet("/{town}/school-letter/{code}/consent", Show);
        app.MapPost("/{town}/school-letter/{code}/consent", Say);
    }

    private static async Task<IResult> Show(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face
            || await database.ReadInTown(face.Look.Id, tx => Find(tx, sealer, face.Look.Id, code, clock.GetUtcNow(), context.RequestAborted), context.RequestAborted) is not { } view)
        {
            return SitePages.NotFound(context);
        }

        return new RazorComponentResult<GuardianConsentPage>(new { Screen = Screen.Of(face, Screen.Parse(lang) ?? Language.Japanese), View = view, At = new GuardianAddress(face.Look.Id, code, lang) })
        {
            PreventStreamingRendering = true,
        };
    }

    private static async Task<IResult> Say(string town, string code, string? lang, HttpContext context, Faces faces, Database database, Sealer sealer, TimeProvider clock)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var (now, stop) = (clock.GetUtcNow(), context.RequestAborted);
        var sent = await context.Request.ReadFormAsync(stop);
        var known = await database.InTown(face.Look.Id, async tx =>
        {
            if (await Find(tx, sealer, face.Look.Id, code, now, stop) is not { } view)
            {
                return false;
            }

            var said = view.Children.SelectMany(c => view.Kinds.Select(k => (c.Child, k.Id, Text: sent[ConsentSection.Name(c, k)].ToString()))).Where(s => s.Text is "yes" or "no").Select(s => (s.Child, s.Id, s.Text == "yes")).ToList();
            await ConsentDesk.Say(tx, face.Look.Id, view, said, now, stop);
            return true;
        }, stop);
        if (!known)
        {
            return SitePages.NotFound(context);
        }

        context.Response.Headers.Location = new GuardianAddress(face.Look.Id, code, lang).Consent;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<ConsentView?> Find(NpgsqlTransaction tx, Sealer sealer, TownId town, string code, DateTimeOffset now, CancellationToken stop) =>
        await SchoolLetterDoor.Find(tx, sealer, town, code, now, stop) is { Letter: { } letter, Reader: { } reader }
            ? await ConsentDesk.View(tx, sealer, town, letter.School, reader.Citizen, JapanTime.Day(now), stop)
            : null;
}
