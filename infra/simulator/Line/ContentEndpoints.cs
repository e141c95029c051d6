using System.Text.Json.Nodes;

namespace Bot.Simulator.Line;

/// <summary>Photos that residents sent, on the data host.</summary>
internal static class ContentEndpoints
{
    public static void Map(IEndpointRouteBuilder data)
    {
        data.MapGet("/v2/bot/message/{id}/content", (LineCall call, string id) => Take(call, id, preview: false));
        data.MapGet("/v2/bot/message/{id}/content/preview", (LineCall call, string id) => Take(call, id, preview: true));
        data.MapGet("/v2/bot/message/{id}/content/transcoding", (LineCall call, string id) => call.Town.Contents.Look(id) switch
        {
            null => LineAnswer.NotFound,
            { Gone: true } => LineAnswer.Error(410, "The message has been unsent"),
            { PollsLeft: > 0 } => LineAnswer.Ok(new JsonObject { ["status"] = "processing" }),
            _ => LineAnswer.Ok(new JsonObject { ["status"] = "succeeded" }),
        });
    }

    private static IResult Take(LineCall call, string id, bool preview)
    {
        // another town's photo is as unknown as one that never was
        if (!call.Town.Residents.Any(r => r.Talk.Entries.Any(e => e.Id == id))) return LineAnswer.NotFound;
        var (status, item) = call.Town.Contents.Take(id, preview);
        return status switch
        {
            200 => Results.Bytes(item!.Bytes, item.Type),
            202 => Results.StatusCode(202),
            410 => LineAnswer.Error(410, "The message has been unsent"),
            _ => LineAnswer.NotFound,
        };
    }
}
