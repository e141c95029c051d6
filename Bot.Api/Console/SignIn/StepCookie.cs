using System.Buffers.Text;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>Ties a proof under way to the browser in which it began: one cookie for each kind of step.</summary>
internal sealed class StepCookie(bool secure)
{
    private const int TokenLength = 43;

    public static StepCookie For(IConfiguration settings) =>
        new(settings["PublicBaseUrl"] is not { } address || !address.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    public string Name(string kind) => secure ? $"__Host-staff-{kind}" : $"staff-{kind}";

    /// <summary>The hash by which the step is stored; <c>null</c> when the browser brings nothing that we could have given it.</summary>
    public byte[]? Read(HttpRequest request, string kind) =>
        request.Cookies[Name(kind)] is { Length: TokenLength } token && Base64Url.IsValid(token) ? StaffSession.Hash(token) : null;

    public void Give(HttpResponse response, string kind, string token) => response.Cookies.Append(Name(kind), token, Options(SignInStep.Holds));

    public void Take(HttpResponse response, string kind) => response.Cookies.Delete(Name(kind), Options(null));

    /// <summary>Lax, since the browser comes back from the town's provider by a link.</summary>
    private CookieOptions Options(TimeSpan? keep) =>
        new() { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = keep, IsEssential = true };
}
