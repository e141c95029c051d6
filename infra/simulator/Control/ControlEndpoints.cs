using System.Text.Json.Nodes;
using Bot.Simulator.Delivery;
using Bot.Simulator.Faults;
using Bot.Simulator.Line;
using Bot.Simulator.Stripe;

namespace Bot.Simulator.Control;

/// <summary>Everything that tests do with the typed objects, over HTTP: the ledger, faults, the clock, webhooks, residents, payments.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder app, Ledger ledger, FaultPlan faults, SimulatorClock clock, FakeLine line, FakeStripe stripe)
    {
        var control = app.MapGroup("/control");
        control.MapGet("/health", () => "ok");
        control.MapGet("/ledger", (string? town, string? kind, long? after) => Json(ledger.Entries
            .Where(e => e.Number > (after ?? 0) && (town is null || e.Town == town) && (kind is null || e.Kind == kind))));
        control.MapGet("/ledger/counts", (string? town) => Json(ledger.Counts(town)));
        control.MapDelete("/ledger", () => Done(ledger.Clear));
        control.MapGet("/calls", (int? status, long? after) => Json(ledger.Calls.Where(c => c.Number > (after ?? 0) && (status is null || c.Status == status))));

        control.MapGet("/faults", () => Json(faults.Faults.Select(f => new FaultOrder(
            f.Kind.ToString(), f.Endpoint, f.Times, f.Probability, f.Seed, f.Status, f.Delay is { } delay ? (int)delay.TotalMilliseconds : null, f.Town))));
        control.MapPost("/faults", (FaultOrder order) => Enum.TryParse<FaultKind>(order.Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? Done(() => faults.Add(order.Fault(kind)))
            : Results.BadRequest("kind: " + string.Join(", ", Enum.GetNames<FaultKind>())));
        control.MapDelete("/faults", () => Done(faults.Clear));

        control.MapGet("/clock", () => Json(new ClockOrder(clock.Offset.TotalSeconds)));
        control.MapPut("/clock", (ClockOrder order) => Done(() =>
        {
            clock.Offset = TimeSpan.FromSeconds(order.OffsetSeconds);
            stripe.Tick();
        }));

        Webhooks(control.MapGroup("/webhooks/line"), line.Webhooks);
        Webhooks(control.MapGroup("/webhooks/stripe"), stripe.Webhooks);
        control.MapPost("/line/photos", (PhotoOrder order) => Done(() => line.PreparePhotosAfter(order.Polls)));
        control.MapPost("/line/forget-tokens", () => Done(line.ForgetTokens));
        control.MapGet("/line/{town}/{person}/talk", (string town, string person) =>
            line.Find(town) is { } found ? Json(new JsonArray([.. found.Resident(person).Talk.Entries.Select(Talk.Show)])) : Results.NotFound());
        Payments(control.MapGroup("/stripe"), stripe);
    }

    private static void Webhooks(RouteGroupBuilder group, Courier courier)
    {
        group.MapGet("/", () => Json(new { habits = courier.Habits, attempts = courier.Attempts.TakeLast(200) }));
        group.MapPut("/", (HabitOrder order) => Done(() => order.Apply(courier.Habits)));
        group.MapPost("/hold", () => Done(courier.Hold));
        group.MapPost("/release", async (ReleaseRequest order) =>
        {
            if (!Enum.TryParse<ReleaseOrder>(order.Order ?? "AsSent", ignoreCase: true, out var release)) return Results.BadRequest();
            await courier.Release(release);
            return Results.NoContent();
        });
    }

    private static void Payments(RouteGroupBuilder group, FakeStripe stripe)
    {
        group.MapGet("/sessions", (string? town) => Json(new JsonArray([.. stripe.Accounts.Where(a => town is null || a.Town == town)
            .SelectMany(a => a.Sessions).Select(s => StripeWriter.Session(s, expandLines: true))])));
        Act(group, "/sessions/{id}/pay/{method}", stripe, (account, id, method) =>
            account.Pay(id, Enum.TryParse<PayMethod>(method, ignoreCase: true, out var known) ? known : throw new InvalidOperationException("method: card, konbini, paypay")));
        Act(group, "/sessions/{id}/voucher/{method}", stripe, (account, id, what) => what == "lapse" ? account.LapseVoucher(id) : account.PayVoucher(id));
        Act(group, "/sessions/{id}/{method:regex(^expire$)}", stripe, (account, id, _) => account.Expire(id));
        group.MapPost("/refunds/{id}/{outcome}", async (string id, string outcome) =>
        {
            if (stripe.Accounts.FirstOrDefault(a => a.Refund(id) is not null) is not { } account) return Results.NotFound();
            try { return Json(await account.Settle(id, succeeded: outcome != "fail")); }
            catch (InvalidOperationException wrong) { return Results.Conflict(wrong.Message); }
        });
    }

    private static void Act(RouteGroupBuilder group, string path, FakeStripe stripe, Func<StripeAccount, string, string, Task<Delivered>> act) =>
        group.MapPost(path, async (string id, string method) =>
        {
            if (stripe.Find(id) is not { } found) return Results.NotFound();
            try { return Json(await act(found.Account, id, method)); }
            catch (Exception wrong) when (wrong is InvalidOperationException or StripeProblem) { return Results.Conflict(wrong.Message); }
        });

    private static IResult Json(object body) => Results.Json(body, Wire.Json);

    private static IResult Done(Action act)
    {
        act();
        return Results.NoContent();
    }
}
