using System.Text.Json.Nodes;

namespace Bot.Simulator.Stripe;

/// <summary>One call to Stripe's API that passed the gate.</summary>
internal sealed record StripeCall(StripeAccount Account, StripeForm Form, string RequestId, string? Key, string BaseUrl, HttpContext Context)
{
    private const string Slot = "simulator.stripe";

    public static ValueTask<StripeCall?> BindAsync(HttpContext context) => new((StripeCall?)context.Items[Slot]);

    public void Attach() => Context.Items[Slot] = this;

    /// <summary>A call that only reads.</summary>
    public static IResult Read(Func<JsonObject> read) => Answer(read);

    /// <summary>A call that changes something: under an idempotency key it happens once.</summary>
    public IResult Change(Func<JsonObject> act) => Answer(() =>
    {
        var (answer, replayed) = Account.Keys.Once(Key, $"{Context.Request.Path} {Form.Canonical}", act);
        if (replayed) Context.Response.Headers["Idempotent-Replayed"] = "true";
        return answer;
    });

    private static IResult Answer(Func<JsonObject> act)
    {
        try { return Results.Json(act(), Wire.Json); }
        catch (StripeProblem problem) { return Results.Json(problem.Body, Wire.Json, statusCode: problem.Status); }
    }
}
