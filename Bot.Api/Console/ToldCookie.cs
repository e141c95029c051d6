using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Bot.Api.Console;

/// <summary>What the page after a change says.</summary>
/// <param name="Undo">Where a post takes it back.</param>
public sealed record Told(string Text, string? Undo);

/// <summary>Carries one message over the redirect after a post.</summary>
internal static class ToldCookie
{
    private const string Name = "told";

    public static void Give(HttpContext http, Told told) =>
        http.Response.Cookies.Append(Name, Protector(http).Protect(JsonSerializer.Serialize(told)), Options(http));

    /// <summary>Reads the message once.</summary>
    public static Told? Take(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { } text || !HttpMethods.IsGet(http.Request.Method))
        {
            return null;
        }

        http.Response.Cookies.Delete(Name, Options(http));
        try
        {
            return JsonSerializer.Deserialize<Told>(Protector(http).Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("Bot.Api.Console.Told");

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/console", IsEssential = true };
}
