using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Postgres;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Forms;

/// <summary>The page of a one-time link: shown on GET, read on POST.</summary>
internal static partial class FormEndpoints
{
    /// <summary>Stands in the address once the browser was given its cookie; one that keeps none is not sent round in circles.</summary>
    private const string Known = "known";

    public static void MapFormPages(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/{town}/f/{token}", [HttpMethods.Get, HttpMethods.Head], Show);
        app.MapPost("/{town}/f/{token}", Receive);
    }

    private static async Task<IResult> Show(
        string town, string token, string? lang, HttpContext context, Faces faces, PageIntake intake, BrowserCookie cookie, FormView view)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var opens = Visitor.Opens(context.Request);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return SitePages.Of(new PageVisit.Waiting(Language.Japanese), face, lang);
        }

        var browser = cookie.Read(context.Request);
        if (opens && browser is null)
        {
            browser = BrowserCookie.Fresh();
            if (!context.Request.Query.ContainsKey(Known) && PageLinks.CouldBe(token))
            {
                // The link is only given to a browser that has shown that it keeps our cookie: if the first answer is lost on the way, the next try is as good.
                cookie.Give(context.Response, browser, PageLinks.TimeToType);
                return SeeOther(context, $"?{Known}=1{(Screen.Parse(lang) is { } wished ? $"&lang={wished.Tag}" : "")}");
            }
        }

        var (visit, before) = await intake.Open(face.Look.Id, token, browser, opens, context.RequestAborted);
        if (visit is not PageVisit.Open(var link))
        {
            return SitePages.Of(visit, face, lang);
        }

        var sheet = Sheet.Of(face.Look.Id, token, link);
        sheet = sheet with { Language = Screen.Parse(lang) ?? sheet.Language };
        var fields = Field.Of(sheet, face, id => Field.Written(before[id]));
        if (fields.Count == 0)
        {
            return SitePages.Of(new PageVisit.Over(link.Language), face, lang);
        }

        cookie.Give(context.Response, browser!, PageLinks.TimeToType);
        return view.Of(context, face, sheet, fields, browser!);
    }

    private static async Task<IResult> Receive(
        string town, string token, HttpContext context, Faces faces, PageIntake intake, BrowserCookie cookie, PageSeal seal, FormView view,
        IAntiforgery antiforgery, TimeProvider clock, ILoggerFactory logs)
    {
        if (faces.Find(town) is not { } face)
        {
            return SitePages.NotFound(context);
        }

        var post = await FormPost.From(context, context.RequestAborted);
        if (post is not FormPost.Read(var posted))
        {
            return SitePages.Refused(face, ((FormPost.Refused)post).Status, Language.Japanese);
        }

        var browser = cookie.Read(context.Request);
        PageAntiforgery.Bind(context, browser ?? "");
        if (browser is null
            || !await antiforgery.IsRequestValidAsync(context)
            || seal.Open(posted.GetValueOrDefault("page"), face.Look.Id, token) is not { } sheet)
        {
            return SitePages.Refused(face, StatusCodes.Status400BadRequest, Language.Japanese);
        }

        var fields = Field.Of(sheet, face, id => posted.GetValueOrDefault(Field.NameOf(id)));
        string[] known = [.. fields.Select(f => f.Name), "page", "check", "language", "send"];
        if (posted.Keys.Any(name => !known.Contains(name, StringComparer.Ordinal)))
        {
            return SitePages.Refused(face, StatusCodes.Status400BadRequest, sheet.Language);
        }

        if (Screen.Parse(posted.GetValueOrDefault("language")) is { } language)
        {
            return view.Of(context, face, sheet with { Language = language }, fields, browser);
        }

        try
        {
            var visit = await intake.Receive(face.Look.Id, token, browser, context.RequestAborted);
            if (visit is PageVisit.Sent)
            {
                return Thanked(context, sheet.Language);
            }

            if (visit is not PageVisit.Open(var link))
            {
                return SitePages.Of(visit, face, sheet.Language.Tag);
            }

            var asking = new Asking(Answers.None, Facts.None, face.Words, sheet.Language, clock.GetUtcNow());
            var read = fields.Select(f => f.Read(asking)).ToList();
            if (read.Exists(r => r.Answer is null))
            {
                return view.Of(context, face, sheet, [.. read.Select(r => r.Field)], browser, StatusCodes.Status422UnprocessableEntity);
            }

            var answers = read.Aggregate(Answers.None, (sum, r) => sum.With(r.Field.Question.Id, r.Answer!));
            await intake.Take(face.Look.Id, token, link, answers, context.RequestAborted);
            return Thanked(context, sheet.Language);
        }
        catch (Exception thrown) when (thrown is InboxUnavailableException || DatabaseTrouble.IsOutage(thrown))
        {
            Log.Kept(logs.CreateLogger(typeof(FormEndpoints)), thrown, face.Look.Id.Value);
            context.Response.Headers.RetryAfter = "10";
            return view.Of(context, face, sheet, fields, browser, StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Shown by a GET of its own, so that going back or loading anew sends nothing twice.</summary>
    private static StatusCodeHttpResult Thanked(HttpContext context, Language language) => SeeOther(context, $"?lang={language.Tag}");

    private static StatusCodeHttpResult SeeOther(HttpContext context, string query)
    {
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}{query}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the database is away; a page of {Town} was given back to its resident")]
        public static partial void Kept(ILogger logger, Exception thrown, string town);
    }
}
