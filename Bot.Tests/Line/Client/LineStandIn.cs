using System.Collections.Concurrent;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bot.Tests.Line.Client;

/// <summary>A server on a real socket that answers as the test says, and remembers what it was asked.</summary>
internal sealed class LineStandIn : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ServiceProvider _services;
    private int _tokens;

    private LineStandIn(WebApplication server, Func<LineSettings, LineSettings> adapt)
    {
        _server = server;
        var address = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var settings = adapt(new LineSettings(new Uri(address, "api/"), new Uri(address, "data/"))
        {
            Attempt = TimeSpan.FromSeconds(1.5),
            Transfer = TimeSpan.FromSeconds(1.5),
            FirstDelay = TimeSpan.FromMilliseconds(5),
        });
        _services = new ServiceCollection().AddLogging(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs)).AddLineClient(settings).BuildServiceProvider();
    }

    public static TownId Town { get; } = new("hoshimi");

    public LineChannel Channel { get; } = new(Town, "1650000000", "secret", null, "U8e742f61d673b39c7fff3cecb7536ef0");

    public LineClient Line => _services.GetRequiredService<LineClient>();

    /// <summary>What the next calls (tokens aside) are answered, the last one for ever.</summary>
    public ConcurrentQueue<RequestDelegate> Answers { get; } = [];

    public ConcurrentQueue<Asked> Calls { get; } = [];

    public ConcurrentQueue<string> TokenForms { get; } = [];

    public RequestDelegate? TokenAnswer { get; set; }

    public LogLines Logs { get; } = new();

    public static async Task<LineStandIn> Start(Func<LineSettings, LineSettings>? adapt = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        LineStandIn? standIn = null;
        server.Run(context => standIn!.Serve(context));
        await server.StartAsync();
        return standIn = new LineStandIn(server, adapt ?? (settings => settings));
    }

    public LineStandIn Then(RequestDelegate answer)
    {
        Answers.Enqueue(answer);
        return this;
    }

    public LineStandIn Then(int status, string body = "{}", string? acceptedRequestId = null) => Then(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-line-request-id"] = $"r{Calls.Count}";
        if (acceptedRequestId is not null)
        {
            context.Response.Headers["x-line-accepted-request-id"] = acceptedRequestId;
        }

        await context.Response.WriteAsync(body);
    });

    /// <summary>Took the request, and then says nothing for longer than anybody waits.</summary>
    public LineStandIn ThenSilence() => Then(async context =>
    {
        await Task.Delay(TimeSpan.FromSeconds(5), context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        context.Abort();
    });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task Serve(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        if (context.Request.Path == "/api/oauth2/v3/token")
        {
            TokenForms.Enqueue(body);
            await (TokenAnswer ?? IssueToken)(context);
            return;
        }

        Calls.Enqueue(new Asked(
            context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", context.Request.Headers.Authorization.ToString(),
            context.Request.Headers.TryGetValue("X-Line-Retry-Key", out var key) ? key.ToString() : null, context.Request.ContentType, body));
        var answer = Answers.Count > 1 && Answers.TryDequeue(out var next) ? next : Answers.TryPeek(out var last) ? last : throw new InvalidOperationException("no answer planned");
        await answer(context);
    }

    private Task IssueToken(HttpContext context) =>
        context.Response.WriteAsync($$"""{"token_type":"Bearer","access_token":"t{{Interlocked.Increment(ref _tokens)}}","expires_in":899}""");

    internal sealed record Asked(string Method, string Path, string Query, string Authorization, string? RetryKey, string? ContentType, string Body);
}

/// <summary>Keeps what was logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IEnumerable<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception) + exception);

    public void Dispose()
    {
    }
}
