using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Payments;

/// <summary>The pay page: leads to the agent's page while that is open, and otherwise says how the payment stands and what to do. It names nobody.</summary>
public static class PayEndpoints
{
    public static void MapPayPages(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/{town}/pay/{code}", [HttpMethods.Get, HttpMethods.Head], Show);
        app.MapPost("/{town}/pay/{code}/again", Again);
    }

    private static async Task<IResult> Show(string town, string code, HttpContext context, Faces faces, Database database, TimeProvider clock)
    {
        Seal(context.Response);
        if (faces.Find(town) is not { } face)
        {
            return TypedResults.NotFound();
        }

        try
        {
            var payment = await Find(database, face.Look.Id, code, context.RequestAborted);
            var step = PayStep.Of(payment, clock.GetUtcNow(), Visit(context.Request.Query));
            if (step is PayStep.Onward(var url))
            {
                return SeeOther(context.Response, url);
            }

            if (step is PayStep.Told { LookAgainAfter: { } seconds })
            {
                // The page asks again by itself, without a script; a link on it does the same for those who turn this off.
                context.Response.Headers["Refresh"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            return Page(context, face, (PayStep.Told)step, payment, code);
        }
        catch (Exception trouble) when (DatabaseTrouble.IsOutage(trouble))
        {
            context.Response.Headers["Refresh"] = "10";
            return Page(context, face, PayStep.Away, payment: null, code);
        }
    }

    /// <summary>Begins another attempt. Whoever holds the address may: it is the resident's, and nothing else is gained by it.</summary>
    private static async Task<IResult> Again(string town, string code, HttpContext context, Faces faces, Database database, PaymentDesk desk)
    {
        Seal(context.Response);
        var stop = context.RequestAborted;
        if (faces.Find(town) is not { } face || await Find(database, face.Look.Id, code, stop) is not { } payment)
        {
            return TypedResults.NotFound();
        }

        await database.InTown(face.Look.Id, tx => desk.Reopen(tx, face.Look.Id, payment.Module, payment.Subject, stop), stop);
        return SeeOther(context.Response, $"{context.Request.PathBase}/{face.Look.Id}/pay/{code}?back=1");
    }

    private static async Task<Payment?> Find(Database database, TownId town, string code, CancellationToken stop) => PaymentCodes.IsShaped(code)
        ? await database.ReadInTown(town, tx => PaymentSearch.ByCode(tx, town, code, stop), stop)
        : null;

    private static PayVisit Visit(IQueryCollection query) =>
        query.ContainsKey("done") ? PayVisit.FromPaying : query.ContainsKey("back") || query.ContainsKey("lang") ? PayVisit.Staying : PayVisit.Coming;

    private static RazorComponentResult<PayPage> Page(HttpContext context, TownFace face, PayStep.Told told, Payment? payment, string code)
    {
        var language = Screen.Parse(context.Request.Query["lang"]) ?? payment?.Language ?? Language.Japanese;
        return new(new
        {
            Screen = Screen.Of(face, language),
            Told = told,
            Payment = payment,
            Path = $"{context.Request.PathBase}/{face.Look.Id}/pay/{code}",
        })
        {
            StatusCode = told.Status,
            PreventStreamingRendering = true,
        };
    }

    private static StatusCodeHttpResult SeeOther(HttpResponse response, string to)
    {
        response.Headers.Location = to;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Nothing is kept, nothing foreign is loaded, and the address (which opens the page) is told to nobody.</summary>
    private static void Seal(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store, private";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
    }
}
