using System.Text.RegularExpressions;
using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace Bot.Api.Console;

/// <summary>
/// Stands before every endpoint of the console: who is it, may they, is it really their browser that posts. What names no right is not there.
/// A refusal and a thing that is not there leave a line in the audit log.
/// </summary>
internal sealed partial class ConsoleGate(
    Database database, StaffCookie cookie, KeptForms kept, IAntiforgery antiforgery, TimeProvider clock, Func<TownId, TownProfile?> towns)
{
    public const string Root = "/console";

    /// <summary>Far above any honest form without a picture.</summary>
    private const long MostBytes = 1024 * 1024;

    private const long MostOfOneField = 256 * 1024;

    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        ConsoleHeaders.Set(context);
        try
        {
            await Admit(context, next);
        }
        catch (Exception thrown) when (HttpMethods.IsPost(context.Request.Method) && DatabaseTrouble.IsOutage(thrown) && !context.Response.HasStarted && Visitor.TakesHtml(context.Request))
        {
            // The database is away: what was typed goes back to its writer, who sends it again when it is there.
            await (await Read(context) ? BusyPage.Of(context) : SitePages.Told(SitePages.Here(context), "busy", StatusCodes.Status503ServiceUnavailable)).ExecuteAsync(context);
        }
    }

    private async Task Admit(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<OpenToAll>() is not null)
        {
            await next(context);
            return;
        }

        if (endpoint?.Metadata.GetMetadata<Needs>() is not { } needs || !TownId.TryParse(context.GetRouteValue("town") as string, out var town) || towns(town) is null)
        {
            await Missing(context, endpoint);
            return;
        }

        if (await Session(context) is not { } found)
        {
            await SignIn(context, town, null);
            return;
        }

        var (home, token, session, now) = found;
        if (home != town)
        {
            // Whoever is signed in for one town sees nothing of another, not even its sign-in page by chance.
            await Missing(context, endpoint);
            return;
        }

        if (!session.Alive)
        {
            await SignIn(context, town, session.Staff.Id);
            return;
        }

        var visit = new Visit(context, towns(town)!, session, token, now) { Told = ToldCookie.Take(context) };
        context.Features.Set(visit);
        PageAntiforgery.Bind(context, token);
        if (!visit.May(needs.Right))
        {
            await Audit(visit, new AuditEntry("access.denied", default, needs.Right.Name));
            await visit.Page<DeniedPage>(new { needs.Right }, StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }

        var posts = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        if (posts && !await Honest(context))
        {
            await Audit(visit, new AuditEntry("access.foreign-form", default, needs.Right.Name));
            await visit.Page<ForeignPage>(status: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }

        if (needs.Right.Proof && !session.IsProven(now))
        {
            await Prove(context, visit, posts);
            return;
        }

        await next(context);
        if (posts && context.Response.StatusCode < 400 && Guid.TryParse(visit.Field(KeptForms.Field), out var done))
        {
            await kept.Remove(town, visit.Staff.Id, done, context.RequestAborted);
        }

        if (context.Response.StatusCode == StatusCodes.Status404NotFound)
        {
            await Audit(visit, new AuditEntry("access.not-found", default, Where(context, endpoint)));
        }
    }

    /// <summary>No such page. Somebody who is signed in (perhaps elsewhere) leaves a line in their own town's log.</summary>
    private async Task Missing(HttpContext context, Endpoint? endpoint)
    {
        if (await Session(context) is { Session.Alive: true } found && towns(found.Home) is { } profile)
        {
            var visit = new Visit(context, profile, found.Session, found.Token, found.Now);
            PageAntiforgery.Bind(context, found.Token);
            await Audit(visit, new AuditEntry("access.not-found", default, Where(context, endpoint)));
            await visit.NotFound().ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task<(TownId Home, string Token, StaffSession Session, DateTimeOffset Now)?> Session(HttpContext context)
    {
        if (cookie.Read(context.Request) is not var (home, token) || towns(home) is null)
        {
            return null;
        }

        var (now, hash, stop) = (clock.GetUtcNow(), StaffSession.Hash(token), context.RequestAborted);
        var session = await database.InTown(home, async tx =>
        {
            var there = await SessionTable.Find(tx, home, hash, now, stop);
            if (there is { Alive: true } && context.GetEndpoint()?.Metadata.GetMetadata<Unattended>() is null)
            {
                await SessionTable.See(tx, home, hash, now, stop);
            }

            return there;
        }, stop);
        return session is null ? null : (home, token, session, now);
    }

    /// <param name="late">Whose session has ended; what they typed is kept for them.</param>
    private async Task SignIn(HttpContext context, TownId town, StaffId? late)
    {
        if (!Visitor.TakesHtml(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var back = $"{context.Request.Path}{context.Request.QueryString}";
        if (HttpMethods.IsPost(context.Request.Method))
        {
            back = $"{Root}/{town.Value}/";
            if (late is { } staff && await Read(context))
            {
                await kept.Keep(town, staff, context.Request, context.RequestAborted);
                back = $"{Root}/{town.Value}/kept";
            }
        }

        Redirect(context, $"{Root}/{town.Value}/sign-in?to={Uri.EscapeDataString(back)}");
    }

    private async Task Prove(HttpContext context, Visit visit, bool posts)
    {
        if (!Visitor.TakesHtml(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var back = $"{context.Request.Path}{context.Request.QueryString}";
        if (posts)
        {
            await kept.Keep(visit.TownId, visit.Staff.Id, context.Request, context.RequestAborted);
            back = visit.To("kept");
        }

        Redirect(context, visit.To($"prove?to={Uri.EscapeDataString(back)}"));
    }

    /// <summary>Whether a post comes from a page that we gave to this very session.</summary>
    private async Task<bool> Honest(HttpContext context) =>
        context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        && await Read(context)
        && await antiforgery.IsRequestValidAsync(context);

    /// <summary>Reads the posted form within its limits.</summary>
    private static async Task<bool> Read(HttpContext context)
    {
        var large = context.GetEndpoint()?.Metadata.GetMetadata<LargestPost>()?.Bytes;
        var most = large ?? MostBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }

        if (!context.Request.HasFormContentType)
        {
            return context.Request.ContentLength is null or 0;
        }

        try
        {
            await context.Request.ReadFormAsync(
                new FormOptions { ValueCountLimit = 4000, ValueLengthLimit = (int)(large ?? MostOfOneField), MultipartBodyLengthLimit = most, KeyLengthLimit = 200 }, context.RequestAborted);
            return true;
        }
        catch (Exception refused) when (refused is InvalidDataException or BadHttpRequestException)
        {
            return false;
        }
    }

    private Task Audit(Visit visit, AuditEntry entry) =>
        database.InTown(visit.TownId, tx => AuditTable.Add(tx, visit.TownId, visit.Actor, entry, visit.Now, CancellationToken.None), CancellationToken.None);

    /// <summary>Which page was asked for; of what stands in the address only ids and slugs, never text.</summary>
    private static string Where(HttpContext context, Endpoint? endpoint)
    {
        var values = context.Request.RouteValues.Where(v => v.Value is string text && Plain.IsMatch(text)).Select(v => $"{v.Key}={v.Value}");
        return string.Join(' ', [(endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "?", .. values]);
    }

    private static void Redirect(HttpContext context, string to)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = to;
    }

    [GeneratedRegex(@"\A[0-9a-z_~.-]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain { get; }
}

/// <summary>An endpoint that takes more than a form, such as a picture.</summary>
public sealed record LargestPost(long Bytes);

/// <summary>An endpoint that pages ask by themselves: it does not keep a session alive at which nobody sits.</summary>
public sealed record Unattended;
