namespace Bot.Api.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can also do its work, or says plainly why not. What only some of the work needs is said beside it.</summary>
internal static class Health
{
    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live\n"));
        app.MapGet("/health/ready", async (ServerCheck check, PictureCheck pictures, IHostApplicationLifetime life, HttpContext http) =>
        {
            if (life.ApplicationStopping.IsCancellationRequested)
            {
                return Results.Text("stopping\n", statusCode: StatusCodes.Status503ServiceUnavailable);
            }

            return await check.Trouble(http.RequestAborted) is { } trouble
                ? Results.Text($"not ready: {trouble}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text(pictures.Trouble is { } missing ? $"ready\n{missing}\n" : "ready\n");
        });
    }
}
