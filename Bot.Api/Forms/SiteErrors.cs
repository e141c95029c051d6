using Bot.Infrastructure.Postgres;
using Microsoft.AspNetCore.Diagnostics;

namespace Bot.Api.Forms;

/// <summary>What is shown when something goes wrong: a page to people, a bare status to machines.</summary>
internal static class SiteErrors
{
    /// <summary>Something threw. A database that is away is said to be busy; trying again will help.</summary>
    public static Task Failed(HttpContext context)
    {
        var thrown = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var away = thrown is not null && DatabaseTrouble.IsOutage(thrown);
        context.Response.StatusCode = away ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
        if (away)
        {
            context.Response.Headers.RetryAfter = "10";
        }

        return Visitor.TakesHtml(context.Request)
            ? SitePages.Told(SitePages.Here(context), away ? "busy" : "error", context.Response.StatusCode).ExecuteAsync(context)
            : Task.CompletedTask;
    }

    /// <summary>An answer without a body, such as an address that nobody serves.</summary>
    public static Task Bare(StatusCodeContext bare)
    {
        var context = bare.HttpContext;
        var status = context.Response.StatusCode;
        if (!Visitor.TakesHtml(context.Request))
        {
            return Task.CompletedTask;
        }

        var told = status switch
        {
            >= 500 => SitePages.Told(SitePages.Here(context), "error", status),
            404 or 405 => SitePages.Told(SitePages.Here(context), "notfound", status, way: Way.Home),
            _ => SitePages.Told(SitePages.Here(context), "refused", status, way: Way.Home),
        };
        return told.ExecuteAsync(context);
    }
}
