using System.Buffers.Text;
using System.Security.Cryptography;

namespace Bot.Api.Forms;

/// <summary>The random name by which we know a browser again, so that a one-time link stays with the one that opened it.</summary>
/// <param name="secure">Whether our address is https. Only then may a cookie carry the prefix that no other site of the domain can set.</param>
internal sealed class BrowserCookie(bool secure)
{
    private const int Bytes = 32;

    public string Name { get; } = secure ? "__Host-page" : "page";

    public string AntiforgeryName { get; } = secure ? "__Host-page-check" : "page-check";

    public bool Secure => secure;

    public static BrowserCookie For(IConfiguration settings) =>
        new(settings["PublicBaseUrl"] is not { } address || !address.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    /// <summary>What the browser brings; <c>null</c> when it brings nothing that we could have given it.</summary>
    public string? Read(HttpRequest request) =>
        request.Cookies[Name] is { Length: 43 } value && Base64Url.IsValid(value, out var bytes) && bytes == Bytes ? value : null;

    public static string Fresh() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public void Give(HttpResponse response, string value, TimeSpan keep) => response.Cookies.Append(Name, value, new CookieOptions
    {
        HttpOnly = true,
        Secure = secure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = keep,
        IsEssential = true,
    });
}
