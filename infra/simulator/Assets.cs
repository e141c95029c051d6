using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;

namespace Bot.Simulator;

/// <summary>The pages' files, which travel inside the assembly.</summary>
internal static class Assets
{
    private static readonly FileExtensionContentTypeProvider Types = new();
    private static readonly Assembly Home = typeof(Assets).Assembly;

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var name in Home.GetManifestResourceNames().Where(n => n.StartsWith("wwwroot/", StringComparison.Ordinal)))
        {
            var type = Types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
            app.MapGet("/assets/" + name["wwwroot/".Length..], (HttpContext context) => Send(context, name, type));
        }
    }

    public static IResult Send(HttpContext context, string name, string type)
    {
        Guard(context);
        return Results.Stream(Home.GetManifestResourceStream(name)!, type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type);
    }

    public static byte[] Bytes(string name)
    {
        using var stream = Home.GetManifestResourceStream("wwwroot/" + name) ?? throw new FileNotFoundException(name);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Only our own scripts and styles; pictures may come from the bot.</summary>
    public static void Guard(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src * data: blob:; base-uri 'none'; form-action *; frame-ancestors 'self'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
    }
}
