using Bot.Api.Forms.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Forms;

/// <summary>The pages that anybody may read: what this is, town by town.</summary>
internal static class SiteEndpoints
{
    public static void MapSite(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], IResult (HttpContext context, Faces faces) =>
            new RazorComponentResult<RegionPage>(new { Screen = SitePages.Here(context), Towns = faces.Towns.Values.Select(t => t.Look).ToList() })
            {
                PreventStreamingRendering = true,
            });
        app.MapMethods("/{town}", [HttpMethods.Get, HttpMethods.Head], Town);
        app.MapGet("/robots.txt", () => TypedResults.Text("User-agent: *\nDisallow: /*/f/\nDisallow: /*/picture/\nDisallow: /webhooks/\n", "text/plain; charset=utf-8"));
    }

    private static IResult Town(string town, HttpContext context, Faces faces) => faces.Find(town) is { } face
        ? new RazorComponentResult<TownPage>(new { Screen = SitePages.Here(context), Forms = face.Forms.Values.Where(f => f.Listed).ToList() })
        {
            PreventStreamingRendering = true,
        }
        : SitePages.NotFound(context);
}
