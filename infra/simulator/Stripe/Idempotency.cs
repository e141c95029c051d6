using System.Text.Json.Nodes;

namespace Bot.Simulator.Stripe;

/// <summary>Idempotency keys of one account: the first answer is replayed for 24 hours; other parameters under the same key are refused.</summary>
internal sealed class Idempotency(SimulatorClock clock)
{
    private readonly Dictionary<string, (DateTimeOffset At, string Request, JsonObject Answer)> answers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public (JsonObject Answer, bool Replayed) Once(string? key, string request, Func<JsonObject> act)
    {
        if (key is null) return (act(), false);
        if (key.Length > 255) throw StripeProblem.Bad(null, "Idempotency keys can have up to 255 characters.");
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (answers.TryGetValue(key, out var before) && now - before.At < TimeSpan.FromHours(24))
            {
                if (before.Request == request) return ((JsonObject)before.Answer.DeepClone(), true);
                throw StripeProblem.With(
                    400,
                    "idempotency_error",
                    $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.");
            }

            // a refusal is thrown past this line: nothing was begun, nothing is remembered
            var answer = act();
            answers[key] = (now, request, (JsonObject)answer.DeepClone());
            return (answer, false);
        }
    }
}
