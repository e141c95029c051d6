using System.Text.Json.Nodes;

namespace Bot.Simulator.Stripe;

/// <summary>A refusal in Stripe's error shape.</summary>
internal sealed class StripeProblem(string message) : Exception(message)
{
    public int Status { get; private init; } = 400;

    public string Type { get; private init; } = "invalid_request_error";

    public string? Code { get; private init; }

    public string? Parameter { get; private init; }

    public JsonObject Body
    {
        get
        {
            var error = new JsonObject { ["type"] = Type, ["message"] = Message };
            if (Code is not null) error["code"] = Code;
            if (Code is not null) error["doc_url"] = "https://stripe.com/docs/error-codes/" + Code.Replace('_', '-');
            if (Parameter is not null) error["param"] = Parameter;
            return new() { ["error"] = error };
        }
    }

    public static StripeProblem Bad(string? code, string message, string? parameter = null) => new(message) { Code = code, Parameter = parameter };

    public static StripeProblem Missing(string parameter) => Bad("parameter_missing", $"Missing required param: {parameter}.", parameter);

    public static StripeProblem NotFound(string what, string id) => new($"No such {what}: '{id}'") { Status = 404, Code = "resource_missing", Parameter = "id" };

    public static StripeProblem With(int status, string type, string message, string? code = null) => new(message) { Status = status, Type = type, Code = code };
}
