using System.Text;
using Bot.Simulator.Faults;

namespace Bot.Simulator.Line;

/// <summary>What every call to LINE passes: request id, size, token, retry key, faults; and it is written down.</summary>
internal sealed class LineGate(FakeLine line, Ledger ledger, FaultPlan faults)
{
    private const int MaxBody = 2 * 1024 * 1024;
    private static readonly string[] TakeRetryKeys = ["/push", "/multicast", "/broadcast"];

    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        var requestId = Guid.NewGuid().ToString();
        var path = context.Request.Path.Value!;
        var call = $"{context.Request.Method} {path}";
        context.Response.Headers["x-line-request-id"] = requestId;
        Fault? fault = null;
        LineTown? town = null;
        try
        {
            var body = await Body(context);
            town = Bearer(context) is { } token ? line.Tokens.Find(token) : null;
            fault = faults.Strike(call, town?.Slug);
            await FaultyCall.Run(context, fault, Checked, Refuse);

            async Task Checked(HttpContext inner)
            {
                if (Stop(inner, town, body, path, out var retryKey) is { } stop)
                {
                    await stop.ExecuteAsync(inner);
                    return;
                }

                if (path.StartsWith("/line-api/oauth2/", StringComparison.Ordinal)) inner.Items["simulator.form"] = Encoding.UTF8.GetString(body!);
                if (town is not null) new LineCall(town, requestId, body!, retryKey).Attach(inner);
                await next(inner);
            }
        }
        finally
        {
            var cut = context.RequestAborted.IsCancellationRequested;
            ledger.AddCall(town?.Slug, context.Request.Method, path, cut ? 0 : context.Response.StatusCode, fault?.Kind.ToString(), requestId);
        }
    }

    private static IResult? Stop(HttpContext context, LineTown? town, byte[]? body, string path, out Guid? retryKey)
    {
        retryKey = null;
        if (body is null) return LineAnswer.Error(413, "The request body is too large");
        if (path.StartsWith("/line-api/oauth2/", StringComparison.Ordinal)) return null;
        if (town is null)
            return LineAnswer.Error(401, "Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid.");
        if (context.Request.Headers["X-Line-Retry-Key"] is [{ } header])
        {
            if (!path.StartsWith("/line-api/v2/bot/message/", StringComparison.Ordinal) || path.Contains("/validate/", StringComparison.Ordinal)
                || !TakeRetryKeys.Any(p => path.EndsWith(p, StringComparison.Ordinal)))
                return LineAnswer.Error(400, "The retry key is not supported by this endpoint");
            if (!Guid.TryParseExact(header, "D", out var key)) return LineAnswer.Error(400, "The value of the X-Line-Retry-Key header is invalid");
            retryKey = key;
        }

        return null;
    }

    private static string? Bearer(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;

    private static async Task<byte[]?> Body(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBody) return null;
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaxBody) return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static Task Refuse(HttpContext context, Fault fault, int status)
    {
        var message = (fault.Kind, status) switch
        {
            (FaultKind.MonthlyLimit, _) => LineAnswer.MonthlyLimit,
            (_, 429) => LineAnswer.RateLimit,
            _ => "Internal Server Error",
        };
        return LineAnswer.Error(status, message).ExecuteAsync(context);
    }
}
