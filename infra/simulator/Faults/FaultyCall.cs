namespace Bot.Simulator.Faults;

/// <summary>Runs one call to a stand-in under the fault that struck it.</summary>
internal static class FaultyCall
{
    // long enough for any client to lose patience, short enough that a forgotten call ends
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(120);

    /// <param name="refuse">writes the wire's own error body for a status</param>
    public static async Task Run(HttpContext context, Fault? fault, RequestDelegate next, Func<HttpContext, Fault, int, Task> refuse)
    {
        switch (fault?.Kind)
        {
            case null:
                await next(context);
                break;
            case FaultKind.Delay:
                await Wait(context, fault.Delay ?? TimeSpan.FromSeconds(1));
                await next(context);
                break;
            case FaultKind.ServerError:
                await refuse(context, fault, fault.Status);
                break;
            case FaultKind.RateLimited or FaultKind.MonthlyLimit:
                await refuse(context, fault, 429);
                break;
            case FaultKind.Drop:
                context.Abort();
                break;
            case FaultKind.Timeout:
                await Wait(context, fault.Delay ?? Never);
                context.Abort();
                break;
            default:
                await Accepted(context, fault, next, refuse);
                break;
        }
    }

    private static async Task Accepted(HttpContext context, Fault fault, RequestDelegate next, Func<HttpContext, Fault, int, Task> refuse)
    {
        var outside = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try { await next(context); }
        finally { context.Response.Body = outside; }

        switch (fault.Kind)
        {
            case FaultKind.ServerErrorAfterAccepting:
                context.Response.ContentLength = null;
                await refuse(context, fault, fault.Status);
                break;
            case FaultKind.DropHalfway:
                var bytes = answer.ToArray();
                // the length promises more than will come
                context.Response.ContentLength = bytes.Length + 1;
                await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            default:
                await Wait(context, fault.Delay ?? Never);
                context.Abort();
                break;
        }
    }

    private static Task Wait(HttpContext context, TimeSpan time) =>
        Task.Delay(time, context.RequestAborted).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
