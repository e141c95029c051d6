using System.Text.Json.Nodes;
using Bot.Simulator.Line;

namespace Bot.Simulator.Phone;

/// <summary>One open phone page: what stands in the talk, then everything that happens, as server-sent events.</summary>
internal static class PhoneStream
{
    public static async Task Run(HttpContext context, Resident resident)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var (sofar, live) = resident.Talk.Watch();
        try
        {
            await Write(context, "snapshot", new JsonObject { ["state"] = resident.State(), ["entries"] = sofar }, stop.Token);
            while (true)
            {
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                beat.CancelAfter(TimeSpan.FromSeconds(20));
                try
                {
                    var (name, data) = await live.Reader.ReadAsync(beat.Token);
                    await Write(context, name, data, stop.Token);
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    // a comment keeps the connection alive and finds out whether anyone is still there
                    await context.Response.WriteAsync(": \n\n", stop.Token);
                    await context.Response.Body.FlushAsync(stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the page was closed, or the simulator stops
        }
        finally
        {
            resident.Talk.Leave(live);
            stop.Dispose();
        }
    }

    private static async Task Write(HttpContext context, string name, JsonNode data, CancellationToken stop)
    {
        await context.Response.WriteAsync($"event: {name}\ndata: {data.ToJsonString(Wire.Json)}\n\n", stop);
        await context.Response.Body.FlushAsync(stop);
    }
}
