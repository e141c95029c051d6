using System.Text.Json.Nodes;

namespace Bot.Simulator.Line;

/// <summary>LINE's answers.</summary>
internal static class LineAnswer
{
    public const string RateLimit = "The API rate limit has been exceeded. Try again later.";
    public const string MonthlyLimit = "You have reached your monthly limit.";

    public static IResult Empty { get; } = Results.Json(new JsonObject(), Wire.Json);

    public static IResult Accepted { get; } = Results.Json(new JsonObject(), Wire.Json, statusCode: 202);

    public static IResult Ok(JsonNode body) => Results.Json(body, Wire.Json);

    public static IResult Error(int status, string message) => Results.Json(new JsonObject { ["message"] = message }, Wire.Json, statusCode: status);

    public static IResult Bad(Rules.Refusals refusals) => Results.Json(refusals.Body(), Wire.Json, statusCode: 400);

    public static IResult NotFound { get; } = Error(404, "Not found");
}
