using System.Text.Json;
using Bot.Simulator.Line.Rules;

namespace Bot.Simulator.Line;

/// <summary>One call to LINE that passed the gate: which town's token it carries, and its body.</summary>
internal sealed record LineCall(LineTown Town, string RequestId, byte[] Body, Guid? RetryKey)
{
    private const string Slot = "simulator.line";

    public Refusals Refusals { get; } = new();

    public static ValueTask<LineCall?> BindAsync(HttpContext context) => new((LineCall?)context.Items[Slot]);

    public void Attach(HttpContext context) => context.Items[Slot] = this;

    public static LineTown? TownOf(HttpContext context) => (context.Items[Slot] as LineCall)?.Town;

    /// <summary>The body as JSON, checked; anything wrong becomes LINE's 400.</summary>
    public IResult? Read(Action<Part> check, out JsonElement json)
    {
        json = default;
        try
        {
            using var document = JsonDocument.Parse(Body);
            json = document.RootElement.Clone();
            if (json.ValueKind != JsonValueKind.Object) return LineAnswer.Error(400, "The request body must be a JSON object");
            check(new(json, "", Refusals));
            return Refusals.Any ? LineAnswer.Bad(Refusals) : null;
        }
        catch (JsonException problem)
        {
            return LineAnswer.Error(400, FormattableString.Invariant($"The request body could not be parsed as JSON (line: {problem.LineNumber}, column: {problem.BytePositionInLine})"));
        }
        catch (InvalidOperationException)
        {
            // a lone surrogate
            return LineAnswer.Error(400, "The request body contains invalid text");
        }
    }
}
