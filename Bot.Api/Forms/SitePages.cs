using Bot.Api.Forms.Pages;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Forms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Forms;

/// <summary>The pages that tell one thing: thank you, or what happened and what to do.</summary>
internal static class SitePages
{
    /// <param name="lang">The language asked for in the address, over the one of the link.</param>
    public static IResult Of(PageVisit visit, TownFace face, string? lang)
    {
        return visit switch
        {
            PageVisit.Sent(var link) => Thanks(face, link, Screen.Parse(lang) ?? link.Language),
            PageVisit.Elsewhere(var language) => Say(language, "elsewhere", 403, "web.again"),
            PageVisit.Used(var language) => Say(language, "used", 410, null),
            PageVisit.Expired(var language) => Say(language, "expired", 410, "web.again"),
            PageVisit.Over(var language) => Say(language, "over", 410, "web.over.again"),
            PageVisit.Waiting(var language) => Say(language, "waiting", 200, null),
            PageVisit.Unknown => Say(Language.Japanese, "unknown", 404, "web.again"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        IResult Say(Language language, string what, int status, string? next) =>
            Told(Screen.Of(face, Screen.Parse(lang) ?? language), what, status, next, Way.Talk);
    }

    public static IResult Refused(TownFace face, int status, Language language) => status == StatusCodes.Status413PayloadTooLarge
        ? Told(Screen.Of(face, language), "large", status)
        : Told(Screen.Of(face, language), "refused", status, "web.again", Way.Talk);

    public static IResult NotFound(HttpContext context) => Told(Here(context), "notfound", StatusCodes.Status404NotFound, way: Way.Home);

    /// <summary>Whose page it is by its address, and the language asked for; outside any town the house's own look.</summary>
    public static Screen Here(HttpContext context)
    {
        var faces = context.RequestServices.GetRequiredService<Faces>();
        var language = Screen.Parse(context.Request.Query["lang"]) ?? Screen.Asked(context.Request);
        var first = context.Request.Path.Value?.Split('/', 3) is [_, var town, ..] ? town : "";
        return faces.Find(first) is { } face ? Screen.Of(face, language) : new Screen(faces.Words, language, Town: null);
    }

    /// <param name="what">Names the phrases: <c>web.{what}.title</c> and <c>web.{what}.body</c>.</param>
    /// <param name="next">The phrase that says what to do.</param>
    public static IResult Told(Screen screen, string what, int status, string? next = null, Way way = Way.None) =>
        new RazorComponentResult<ToldPage>(new { Screen = screen, What = what, Next = next, Way = way })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    private static RazorComponentResult<ThanksPage> Thanks(TownFace face, PageLink link, Language language) =>
        new(new { Screen = Screen.Of(face, language), Reviewed = !face.Forms.TryGetValue(link.Form, out var form) || form.Reviewed }) { PreventStreamingRendering = true };
}

/// <summary>Where a page that only tells something leads.</summary>
public enum Way
{
    None,

    /// <summary>Back to the talk in LINE.</summary>
    Talk,

    /// <summary>To the first page.</summary>
    Home,
}
