using System.Net;
using System.Net.Sockets;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Console.SignIn;

/// <summary>Somebody at the gate: one request of a browser that has proven nothing yet, to an open page of a town.</summary>
public sealed class Caller
{
    /// <summary>Far above any form at the gate, an answer of a security key included.</summary>
    private const long MostBytes = 64 * 1024;

    private Caller(HttpContext http, TownProfile town, DateTimeOffset now) => (Http, Town, Now) = (http, town, now);

    public HttpContext Http { get; }

    public TownProfile Town { get; }

    public TownId TownId => Town.Id;

    public DateTimeOffset Now { get; }

    public CancellationToken Stop => Http.RequestAborted;

    /// <summary>Where the request comes from, as guesses are counted; of the newer addresses a household's half.</summary>
    public string Address => AddressOf(Http);

    public string Browser => BrowserName.Of(Http.Request.Headers.UserAgent.ToString());

    /// <summary>Where to go in the end; only ever a page of this town's console.</summary>
    public string Back => LocalPath.Of(Http.Request.HasFormContentType && Http.Request.Form.ContainsKey("to") ? Http.Request.Form["to"].ToString() : Http.Request.Query["to"].ToString(), TownId);

    /// <summary>Lets a request in: there is such a town, and what is posted comes from a page of ours.</summary>
    public static async Task<IResult> Open(HttpContext http, Func<Caller, Task<IResult>> answer)
    {
        var services = http.RequestServices;
        if (!TownId.TryParse(http.GetRouteValue("town") as string, out var town) || services.GetRequiredService<Region>().Find(town) is not { } profile)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        var caller = new Caller(http, profile, services.GetRequiredService<TimeProvider>().GetUtcNow());
        return HttpMethods.IsPost(http.Request.Method) && !await IsHonest(http)
            ? caller.Page<ForeignGatePage>(new(), StatusCodes.Status400BadRequest)
            : await answer(caller);
    }

    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } wide => new IPAddress([.. wide.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]).ToString(),
        var plain => plain.ToString(),
    };

    public string Field(string name) => Http.Request.HasFormContentType ? JapaneseText.Whole(Http.Request.Form[name].ToString()) : "";

    public string To(string path) => $"{ConsoleGate.Root}/{TownId.Value}/{path}";

    /// <param name="with">The page's parameters beside the caller.</param>
    public IResult Page<TPage>(Dictionary<string, object?> with, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        with["Caller"] = this;
        return new RazorComponentResult<TPage>(with) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>Another page, by a GET of its own.</summary>
    public IResult Go(string path)
    {
        Http.Response.Headers.Location = path;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<bool> IsHonest(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return false;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        catch (Exception refused) when (refused is InvalidDataException or BadHttpRequestException or InvalidOperationException)
        {
            return false;
        }
    }
}
