using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Console;

/// <summary>Style sheets, scripts and pictures of the console. They hold nothing about anybody, so browsers may keep them.</summary>
public static class ConsoleAssets
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, (byte[] Bytes, string Version, string Type)> Files = Assembly.GetExecutingAssembly()
        .GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(n => n[Prefix.Length..].Replace('\\', '/'), Read, StringComparer.Ordinal);

    /// <summary>The address of a file such as <c>console/console.css</c>; a changed file has a new address.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public static string Address(string name) => $"/assets/{name}?v={Files[name].Version}";

    /// <summary>The bytes of a file, for endpoints that serve it under an address of their own.</summary>
    internal static byte[] Bytes(string name) => Files[name].Bytes;

    internal static void MapAssets(this IEndpointRouteBuilder app) =>
        app.MapGet("/assets/{**name}", (string name, HttpResponse response) => Give(name, response));

    private static Results<FileContentHttpResult, NotFound> Give(string name, HttpResponse response)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=600";
        return TypedResults.File(file.Bytes, file.Type, entityTag: new($"\"{file.Version}\""));
    }

    private static (byte[] Bytes, string Version, string Type) Read(string resource)
    {
        using var from = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var bytes = new byte[from.Length];
        from.ReadExactly(bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)), TypeOf(resource));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        ".webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    };
}
