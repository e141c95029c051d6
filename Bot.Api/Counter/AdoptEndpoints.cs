using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Counter;

/// <summary>The page behind the QR code of a receipt. It never asks whether the code is known, so it tells a guesser nothing.</summary>
public static class AdoptEndpoints
{
    public static void MapAdoptPages(this IEndpointRouteBuilder app) => app.MapMethods("/{town}/adopt/{code}", [HttpMethods.Get, HttpMethods.Head], Show);

    private static IResult Show(string town, string code, HttpContext context, Faces faces)
    {
        if (faces.Find(town) is not { } face || SlipCode.In(code) is not { } slip)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        var language = Screen.Parse(context.Request.Query["lang"]) ?? Screen.Asked(context.Request);
        return new RazorComponentResult<AdoptPage>(new { Screen = Screen.Of(face, language), Code = slip }) { PreventStreamingRendering = true };
    }
}
