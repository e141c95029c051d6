namespace Bot.Simulator.Stripe;

/// <summary>What the resident does on the payment page; each act answers with a redirect, so that reloading repeats nothing.</summary>
internal static class CheckoutEndpoints
{
    public static void Map(IEndpointRouteBuilder app, FakeStripe stripe)
    {
        var page = app.MapGroup("/stripe/checkout/{id}").DisableAntiforgery();
        page.MapGet("/", (HttpContext context, string id) => Show(context, stripe, id, null));
        page.MapPost("/pay", (HttpContext context, string id) => Pay(context, stripe, id));
        page.MapPost("/voucher/pay", (HttpContext context, string id) => Voucher(context, stripe, id, (account, session) => account.PayVoucher(session)));
        page.MapPost("/voucher/lapse", (HttpContext context, string id) => Voucher(context, stripe, id, (account, session) => account.LapseVoucher(session)));
    }

    private static IResult Show(HttpContext context, FakeStripe stripe, string id, string? problem)
    {
        Assets.Guard(context);
        var html = stripe.Find(id) is { } found ? CheckoutPage.Write(found.Account, found.Session, problem) : CheckoutPage.Unknown();
        return Results.Content(html, "text/html; charset=utf-8", statusCode: stripe.Find(id) is null ? 404 : problem is null ? 200 : 402);
    }

    private static async Task<IResult> Pay(HttpContext context, FakeStripe stripe, string id)
    {
        if (stripe.Find(id) is not { } found || found.Session.Status != "open") return Back(id);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!Enum.TryParse<PayMethod>(form["method"], ignoreCase: true, out var method) || !found.Session.Methods.Contains(method)) return Back(id);
        var digits = string.Concat(form["card"].ToString().Where(char.IsAsciiDigit));
        if (method == PayMethod.Card && Refusal(digits) is { } refusal) return Show(context, stripe, id, refusal);
        // the webhook travels on its own: the resident may be back before it arrives, as in real life
        _ = found.Account.Pay(id, method, form["email"]);
        return method == PayMethod.Konbini ? Back(id) : Away(found.Session.Return);
    }

    private static async Task<IResult> Voucher(HttpContext context, FakeStripe stripe, string id, Func<StripeAccount, string, Task> act)
    {
        await context.Request.ReadFormAsync(context.RequestAborted);
        if (stripe.Find(id) is { Session.Intent.Status: "requires_action" } found) _ = act(found.Account, id);
        return Back(id);
    }

    private static string? Refusal(string digits) => digits switch
    {
        "4000000000000002" => "カードが使えませんでした。別のカードをお試しください。",
        "4000000000009995" => "カードの残高が足りません。別のカードをお試しください。",
        "4000000000000069" => "カードの有効期限が切れています。",
        { Length: < 14 or > 16 } => "カード番号をご確認ください。",
        _ => null,
    };

    private static SeeOther Back(string id) => Away($"/stripe/checkout/{Uri.EscapeDataString(id)}");

    private static SeeOther Away(string address) => new SeeOther(address);

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
