using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Simulator;
using Bot.Simulator.Weather;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bot.Tests.Disasters;

/// <summary>Two processes that ask the stand-in of the weather agency, without a network between.</summary>
internal sealed class WeatherRig : HttpMessageHandler, IHttpClientFactory, IAsyncDisposable
{
    private static readonly Uri Home = new("http://weather.test/weather/feed/");

    private readonly Database _other;

    private WeatherRig(TestDatabase store)
    {
        Store = store;
        _other = Database.Open(store.AppConnectionString);
        Weather = new FakeWeather(new SimulatorClock(Clock));
        Live = new LiveRegion(DemoWorld.Region);
        Disasters = new DisasterDesk(Live, []);
        Desk = new WarningDesk(Disasters);
        Here = Rounds(store.Database);
        There = Rounds(_other);
        Watch = new SettingsWatch(store.Database, Live);
    }

    public TestDatabase Store { get; }

    public SetClock Clock { get; } = new();

    public FakeWeather Weather { get; }

    public LiveRegion Live { get; }

    public DisasterDesk Disasters { get; }

    public WarningDesk Desk { get; }

    public WarningRounds Here { get; }

    public WarningRounds There { get; }

    public SettingsWatch Watch { get; }

    /// <summary>Answers to reports that come in place of the true ones, one each.</summary>
    public Queue<Func<HttpResponseMessage>> Instead { get; } = [];

    public Database OtherDatabase => _other;

    public static async Task<WeatherRig> New() => new(await TestDatabase.New());

    /// <summary>A minute later one of the processes asks.</summary>
    public Task Minute()
    {
        Clock.Now += TimeSpan.FromMinutes(1);
        return Here.Go(default);
    }

    public Task<IReadOnlyList<string>> Modes(string town = "hoshimi") => Store.Peek<string>(
        "select asked_by || '/' || coalesce(agreed_by, '-') || case when ended_at is null then '' else ' over' end from disaster_mode where town_id = @town order by asked_at", new { town });

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    public async ValueTask DisposeAsync()
    {
        Watch.Dispose();
        await _other.DisposeAsync();
        await Store.DisposeAsync();
        Dispose();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var name = request.RequestUri!.Segments[^1];
        if (Weather.IsDown)
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        }

        if (!request.RequestUri.AbsolutePath.StartsWith("/weather/feed/", StringComparison.Ordinal))
        {
            return Task.FromResult(Instead.TryDequeue(out var instead) ? instead() : Text(Weather.Report(name)!));
        }

        var (xml, tag) = Weather.Feed(name.Replace(".xml", "", StringComparison.Ordinal), "http://weather.test/weather");
        if (request.Headers.IfNoneMatch.Any(t => t.Tag == tag))
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotModified));
        }

        var answer = Text(xml);
        answer.Headers.ETag = new EntityTagHeaderValue(tag);
        return Task.FromResult(answer);
    }

    private static HttpResponseMessage Text(string xml) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(xml)) };

    private WarningRounds Rounds(Database database)
    {
        var settings = new WeatherSettings(Home, TimeSpan.FromSeconds(60));
        return new WarningRounds(database, Live, new WeatherClient(this, settings), Desk, settings, Clock, NullLogger<WarningRounds>.Instance);
    }
}
