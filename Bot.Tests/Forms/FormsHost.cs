using System.Collections.Concurrent;
using Bot.Api.Forms;
using Bot.Api.Photos;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Postgres;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bot.Tests.Forms;

/// <summary>The pages on a port of their own, over a real database.</summary>
internal sealed class FormsHost : IAsyncDisposable
{
    public static readonly LinksKey Key = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    private readonly WebApplication _app;

    private FormsHost(WebApplication app, Database database, ForwardClock clock, FailureLog failures) =>
        (_app, Database, Clock, Failures) = (app, database, clock, failures);

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What the host serves, as its endpoints say it.</summary>
    public IReadOnlyList<string> Routes =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}").Distinct()];

    public Database Database { get; }

    public ForwardClock Clock { get; }

    /// <summary>What the host logged as going wrong.</summary>
    public FailureLog Failures { get; }

    public static async Task<FormsHost> Start(TestDatabase store, bool https = false)
    {
        var (clock, database) = (new ForwardClock(), store.Database);
        var failures = new FailureLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(failures);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PublicBaseUrl"] = https ? "https://bot.example" : "http://127.0.0.1",
        });
        builder.Services.AddSingleton(Key).AddSingleton(FormSamples.Faces).AddSingleton(database).AddSingleton(store.Sealer).AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new InboxQueue(0, clock)).AddSingleton<InboxWriter>();
        builder.Services.AddSingleton(new PhotoAddresses(Key.For("photo-address"))).AddForms();
        var app = builder.Build();
        app.UseForms();
        app.MapForms();
        app.MapPhotos();
        app.MapGet("/hoshimi/fails", string () => throw new InvalidOperationException("hoshino"));
        await app.StartAsync();
        return new FormsHost(app, database, clock, failures);
    }

    /// <summary>Lets a resident stand before the personal questions, and gives the path of the link that the talk would show.</summary>
    public async Task<string> Link(
        string cause = "event-1", Answers? before = null, Language? language = null, CitizenId? citizen = null, TownId? town = null,
        Effect.OpenPage? page = null, TurnNo? began = null)
    {
        var (at, who, asked) = (town ?? FormSamples.Hoshimi, citizen ?? FormSamples.Hanako, page ?? FormSamples.Page);
        var answers = before ?? Answers.None.With(new("day"), new Answer.Chosen("mon"));
        var talk = new Conversation(new TurnNo(9), new Phase.Filling(new Draft(asked.Form, 1, began ?? asked.Began, new TurnNo(9), answers)));
        return await Database.InTown(at, async tx =>
        {
            await tx.Connection!.ExecuteAsync(
                """
                insert into conversation (town_id, citizen_id, turn_no, state) values (@at, @who, 9, @state)
                on conflict (town_id, citizen_id) do update set state = excluded.state
                """,
                new { at, who, state = ConversationCodec.Write(talk).ToArray() }, tx);
            var (path, row) = new PageLinks(Key).Make(at, who, cause, asked, language ?? Language.Japanese, Clock.GetUtcNow());
            await PageLinkTable.Add(tx, at, [row], default);
            return $"/{at.Value}/{path}";
        }, default);
    }

    /// <summary>What the pages handed to the talk of a resident.</summary>
    public static async Task<IReadOnlyList<Input.Filled>> Filled(TestDatabase database, CitizenId citizen) =>
        [.. (await database.Peek<Kept>("select town_id, event_id, payload from inbox where source = 'form' and citizen_id = @id", new { id = citizen.Value }))
            .Select(kept => (Input.Filled)InputCodec.Read(database.Sealer.OpenBytes(new(kept.TownId), "inbox", "payload", kept.EventId, kept.Payload))!)];

    private sealed record Kept(string TownId, string EventId, byte[] Payload);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>Gathers errors; what is merely refused is no error.</summary>
internal sealed class FailureLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>The true time, moved on by hand.</summary>
internal sealed class ForwardClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
