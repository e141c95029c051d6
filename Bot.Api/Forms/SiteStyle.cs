using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Bot.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Forms;

/// <summary>Style sheets and the town's mark. They hold nothing about residents, so browsers may keep them.</summary>
public static partial class SiteStyle
{
    private static readonly Dictionary<string, (byte[] Bytes, string Version)> Sheets =
        new[] { "site.css", "form.css" }.ToDictionary(name => name, Read, StringComparer.Ordinal);

    /// <summary>The address of a style sheet; a changed sheet has a new address.</summary>
    public static string Address(string sheet) => $"/css/{sheet}?v={Sheets[sheet].Version}";

    internal static void MapStyle(this IEndpointRouteBuilder app)
    {
        app.MapGet("/css/{sheet}", (string sheet, HttpResponse response) => Sheet(sheet, response));
        app.MapGet("/{town}/look.css", (string town, Faces faces, HttpResponse response) => Look(town, faces, response));
        app.MapGet("/{town}/mark.svg", (string town, Faces faces, HttpResponse response) => Mark(town, faces, response));
        app.MapGet("/mark.svg", (HttpResponse response) => Drawn(null, response));
    }

    /// <summary>The first letter of the town's name stands for a crest.</summary>
    internal static string Letter(TownLook? town) =>
        town is null ? "町" : StringInfo.GetNextTextElement(town.Name.Ja.Length > 0 ? town.Name.Ja : "町");

    private static Results<FileContentHttpResult, NotFound> Sheet(string sheet, HttpResponse response)
    {
        if (!Sheets.TryGetValue(sheet, out var found))
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=600";
        return TypedResults.File(found.Bytes, "text/css; charset=utf-8", entityTag: new($"\"{found.Version}\""));
    }

    private static Results<ContentHttpResult, NotFound> Look(string town, Faces faces, HttpResponse response)
    {
        if (Find(town, faces) is not { } look)
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=600";
        return TypedResults.Content($":root {{ --primary: {Colour(look.Primary)}; --on-primary: {Colour(look.OnPrimary)}; }}\n", "text/css; charset=utf-8");
    }

    private static Results<ContentHttpResult, NotFound> Mark(string town, Faces faces, HttpResponse response) =>
        Find(town, faces) is { } look ? Drawn(look, response) : TypedResults.NotFound();

    private static ContentHttpResult Drawn(TownLook? look, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=600";
        return TypedResults.Content(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="32" fill="{Colour(look?.Primary)}"/><text x="32" y="33" fill="{Colour(look?.OnPrimary ?? "#ffffff")}" font-family="sans-serif" font-size="36" font-weight="700" text-anchor="middle" dominant-baseline="central">{System.Net.WebUtility.HtmlEncode(Letter(look))}</text></svg>
            """,
            "image/svg+xml; charset=utf-8");
    }

    private static TownLook? Find(string town, Faces faces) => faces.Find(town)?.Look;

    /// <summary>A colour comes from a town's file; whatever else stands there must not become style.</summary>
    private static string Colour(string? text) => text is not null && Hex.IsMatch(text) ? text : "#1f5a8a";

    private static (byte[] Bytes, string Version) Read(string name)
    {
        using var from = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[from.Length];
        from.ReadExactly(bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)));
    }

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hex { get; }
}
