namespace Bot.Api.Forms;

/// <summary>What every answer of the house says to browsers unless an endpoint has said it itself: keep nothing, load nothing foreign, tell nobody.</summary>
internal static class SiteHeaders
{
    private static readonly (string Name, string Value)[] Always =
    [
        ("Cache-Control", "no-store, private"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ];

    /// <summary>Also on answers that a failure has cleared, since it is done when the answer starts.</summary>
    public static Task Add(HttpContext context, Func<Task> next)
    {
        // Whatever the last hop spoke, our address is what the settings say; secure cookies depend on it.
        if (context.RequestServices.GetRequiredService<BrowserCookie>().Secure)
        {
            context.Request.Scheme = "https";
        }

        context.Response.OnStarting(() =>
        {
            foreach (var (name, value) in Always)
            {
                context.Response.Headers.TryAdd(name, value);
            }

            return Task.CompletedTask;
        });
        return next();
    }
}
