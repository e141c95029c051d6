using System.Buffers.Text;
using Bot.Domain.Kernel;

namespace Bot.Api.Console;

/// <summary>The cookie of a signed-in browser: for which town, and the token whose hash the session's row holds.</summary>
public sealed class StaffCookie(bool secure)
{
    private const int TokenLength = 43;

    /// <summary>With https no other site of the domain can set it.</summary>
    public string Name { get; } = secure ? "__Host-staff" : "staff";

    public static StaffCookie For(IConfiguration settings) =>
        new(settings["PublicBaseUrl"] is not { } address || !address.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    /// <summary>What the browser brings; <c>null</c> when it brings nothing that we could have given it.</summary>
    public (TownId Town, string Token)? Read(HttpRequest request) =>
        request.Cookies[Name]?.Split('.') is [var slug, { Length: TokenLength } token] && TownId.TryParse(slug, out var town) && Base64Url.IsValid(token)
            ? (town, token)
            : null;

    public void Give(HttpResponse response, TownId town, string token) => response.Cookies.Append(Name, $"{town.Value}.{token}", Options());

    public void Take(HttpResponse response) => response.Cookies.Delete(Name, Options());

    private CookieOptions Options() => new() { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
