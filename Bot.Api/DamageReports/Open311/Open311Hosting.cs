using Bot.Api.Console.SignIn;
using Bot.Api.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.DamageReports.Open311;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.DamageReports.Open311;

/// <summary>Open311 GeoReport v2: programs of others read what is published, and with a key report and send news. Whatever goes wrong is answered in the format asked for.</summary>
public static class Open311Hosting
{
    private const int LongestIdentifier = 200;

    public static IServiceCollection AddOpen311(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(_ => new Open311Limits(Number("Open311:CallsPerMinute", 240), Number("Open311:WritesPerMinute", 60)));
        services.AddSingleton<Open311Desk>();
        services.AddSingleton<Open311Reading>();
        services.AddSingleton<Open311Writing>();
        return services;

        int Number(string name, int usual) => int.TryParse(settings[name], System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number : usual;
    }

    public static void MapOpen311(this IEndpointRouteBuilder app) =>
        app.MapMethods("/{town}/open311/{**path}", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], Serve);

    private static async Task<IResult> Serve(string town, string? path, HttpContext context)
    {
        var parts = (path ?? "").Split('/');
        var json = parts[^1].EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        var known = json || parts[^1].EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
        if (known)
        {
            parts[^1] = parts[^1][..parts[^1].LastIndexOf('.')];
        }

        Open311Answer answer;
        try
        {
            answer = context.RequestServices.GetRequiredService<Open311Limits>().MayAsk(Caller.AddressOf(context))
                ? await Answer(context, town, parts[0] == "v2" ? parts[1..] : parts, known)
                : Open311Answer.Wrong(StatusCodes.Status429TooManyRequests, "too many requests from this address; try again in a minute");
        }
        catch (Exception away) when (DatabaseTrouble.IsOutage(away))
        {
            answer = Open311Answer.Wrong(StatusCodes.Status503ServiceUnavailable, "busy; try again soon");
        }

        return Written(context, answer, json);
    }

    private static async Task<Open311Answer> Answer(HttpContext context, string town, string[] path, bool isKnownFormat)
    {
        var services = context.RequestServices;
        var service = services.GetRequiredService<DamageReportsModule>();
        if (services.GetRequiredService<Faces>().Find(town) is not { } face || !service.Towns.All.Contains(face.Look.Id) || service.Towns.Find(face.Look.Id) is not { } plan)
        {
            return Open311Answer.Missing("there is no such endpoint");
        }

        if (!isKnownFormat)
        {
            return Open311Answer.Bad("the address must end in .xml or .json");
        }

        var posts = HttpMethods.IsPost(context.Request.Method);
        var (given, wrong) = posts ? await Posted(context) : (Open311Params.Of(context.Request.Query), null);
        if (given is null)
        {
            return wrong!;
        }

        var language = Screen.Parse(given["lang"] ?? context.Request.Query["lang"]) ?? Language.Japanese;
        var call = new Open311Call(face, plan, path, given, Screen.Of(face, language), services.GetRequiredService<TimeProvider>().GetUtcNow(), context.RequestAborted);
        return IsOurs(call, context, services.GetRequiredService<Bot.Infrastructure.Towns.Region>()) ? await Answer(call, services, context.Request, posts) : Open311Answer.Missing("jurisdiction_id is not known");
    }

    private static async Task<Open311Answer> Answer(Open311Call call, IServiceProvider services, HttpRequest request, bool posts)
    {
        var (reading, writing) = (services.GetRequiredService<Open311Reading>(), services.GetRequiredService<Open311Writing>());
        return (call.Path, posts) switch
        {
            (["discovery"], false) => Open311Services.Discovery(call, services.GetRequiredService<Hosting.HouseSettings>()),
            (["services"], false) => Open311Services.All(call),
            (["services", var code], false) => Open311Services.Definition(call, code),
            (["requests"], false) => await reading.Requests(call),
            (["requests", var number], false) => await reading.Request(call, number),
            (["tokens", var token], false) => await reading.Token(call, token),
            (["servicerequestupdates"], false) => await reading.Updates(call),
            (["requests"], true) => await writing.Report(call, Identifier(request)),
            (["servicerequestupdates"], true) => await writing.Update(call),
            _ => Open311Answer.Missing("there is no such resource"),
        };
    }

    /// <summary>A form as browsers send it; the key may also stand in the address.</summary>
    private static async Task<(Open311Params? Given, Open311Answer? Wrong)> Posted(HttpContext context)
    {
        if (await FormPost.From(context, context.RequestAborted, mayRepeat: true) is not FormPost.Read(var fields))
        {
            return (null, Open311Answer.Bad("the body must be a form (application/x-www-form-urlencoded; charset=utf-8) of at most 64 KB"));
        }

        var all = fields.ToDictionary(StringComparer.Ordinal);
        foreach (var name in (string[])["api_key", "jurisdiction_id"])
        {
            if (!all.ContainsKey(name) && context.Request.Query[name] is [{ } text, ..])
            {
                all[name] = text;
            }
        }

        return (new Open311Params(all), null);
    }

    /// <summary>An endpoint is one town's, so that no jurisdiction need be named; who names one must mean this town: by its id, or by its site without www.</summary>
    private static bool IsOurs(Open311Call call, HttpContext context, Bot.Infrastructure.Towns.Region region) => call.Given["jurisdiction_id"] is not { } named
        || named == call.Town.Value
        || region.Find(call.Town)?.Office.Website.Host is { } host && string.Equals(named, host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host, StringComparison.OrdinalIgnoreCase);

    private static string? Identifier(HttpRequest request) =>
        request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= LongestIdentifier } text ? text : null;

    private static IResult Written(HttpContext context, Open311Answer answer, bool json)
    {
        var (body, type) = json ? (answer.Body.ToJson(), "application/json; charset=utf-8") : (answer.Body.ToXml(answer.Root), "text/xml; charset=utf-8");
        // What a key opens is for its holder alone.
        if (answer.Status == StatusCodes.Status200OK && HttpMethods.IsGet(context.Request.Method) && !context.Request.Query.ContainsKey("api_key"))
        {
            return FreshAnswer.Data(context, body, type);
        }

        if (answer.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        context.Response.StatusCode = answer.Status;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Bytes(body, type);
    }
}
