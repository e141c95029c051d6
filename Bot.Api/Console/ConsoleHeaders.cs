namespace Bot.Api.Console;

/// <summary>What the console says to browsers: our own scripts and styles only, nothing inline, nobody may frame it.</summary>
internal static class ConsoleHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{0}; connect-src 'self'; form-action 'self'; manifest-src 'self'; "
        + "worker-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Shut = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private const string Tiles = " https://cyberjapandata.gsi.go.jp";

    public static void Set(HttpContext context)
    {
        var map = context.GetEndpoint()?.Metadata.GetMetadata<ShowsMap>() is not null;
        var shut = context.GetEndpoint()?.Metadata.GetMetadata<ShutOff>() is not null;
        var camera = context.GetEndpoint()?.Metadata.GetMetadata<UsesCamera>() is not null;
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = shut ? Shut : Policy.Replace("{0}", map ? Tiles : "", StringComparison.Ordinal);
            headers["Permissions-Policy"] = $"camera={(camera ? "(self)" : "()")}, microphone=(), geolocation=(self)";
            return Task.CompletedTask;
        });
    }
}

/// <summary>Somebody's file, such as a picture: opened by itself it may do nothing at all.</summary>
public sealed record ShutOff;

/// <summary>A page with a map: it may load the tiles of 国土地理院.</summary>
public sealed record ShowsMap;

/// <summary>A page that reads codes with the camera. The pictures stay on the phone.</summary>
public sealed record UsesCamera;
