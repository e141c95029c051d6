using Bot.Api.Hosting;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Simulator;
using Bot.Simulator.Line;
using Bot.Simulator.Stripe;
using Bot.Tests.House;
using Bot.Tests.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bot.Tests.Story;

/// <summary>The whole house as in production — real webhook, real database, real HTTP clients — with the simulator in LINE's and Stripe's place.</summary>
internal sealed class StoryHost : IAsyncDisposable
{
    private const string LinksKey = "c3RvcnktdGVzdHMtb25seS1zdG9yeS10ZXN0cy1vbmx5IQ==";
    private readonly TestDatabase _database;
    private readonly WebApplication _simulator;
    private readonly Dictionary<string, string?> _settings;
    private WebApplication _bot;

    private StoryHost(TestDatabase database, WebApplication simulator, WebApplication bot, Dictionary<string, string?> settings, Uri botAddress)
    {
        (_database, _simulator, _bot, _settings, BotAddress) = (database, simulator, bot, settings, botAddress);
        SimulatorAddress = Address(simulator);
    }

    public Uri BotAddress { get; }

    public Uri SimulatorAddress { get; }

    public Uri PhoneAddress => new(SimulatorAddress, "/phone");

    public TestDatabase Database => _database;

    public FakeLine Line => _simulator.Services.GetRequiredService<FakeLine>();

    public FakeStripe Stripe => _simulator.Services.GetRequiredService<FakeStripe>();

    public global::Bot.Simulator.Mail.MailBox Mail => _simulator.Services.GetRequiredService<global::Bot.Simulator.Mail.MailBox>();

    public Ledger Ledger => _simulator.Services.GetRequiredService<Ledger>();

    public global::Bot.Simulator.Faults.FaultPlan Faults => _simulator.Services.GetRequiredService<global::Bot.Simulator.Faults.FaultPlan>();

    public IServiceProvider Services => _bot.Services;

    public static string Secret(string town) => $"channel-secret-of-{town}";

    public static string BotUser(string town) => $"U{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(town)).AsSpan(0, 16))}";

    /// <param name="on">A database server of one's own, for tests that stop it.</param>
    public static async Task<StoryHost> Start(ScratchCluster? on = null)
    {
        var database = await TestDatabase.New(on);
        var (port, mailPort) = (FreePort(), FreePort());
        var bot = new Uri($"http://localhost:{port}");
        var simulator = global::Bot.Simulator.Simulator.Build(["--urls", "http://127.0.0.1:0"], settings =>
        {
            // A busy machine is no reason to deliver twice.
            settings.LineWebhooks.Timeout = TimeSpan.FromSeconds(10);
            settings.MailPort = mailPort;
            foreach (var (slug, name) in new[] { ("hoshimi", "星見町"), ("kawabe", "川辺村") })
            {
                settings.Towns.Add(new TownSettings
                {
                    Slug = slug,
                    Name = name,
                    ChannelId = $"20{slug.Length}{slug[0] - 'a':D7}",
                    ChannelSecret = Secret(slug),
                    BotUserId = BotUser(slug),
                    WebhookUrl = new Uri(bot, $"/webhooks/line/{slug}").ToString(),
                    StripeSecretKey = $"sk_test_{slug}",
                    StripeWebhookSecret = $"whsec_{slug}",
                    StripeWebhookUrl = new Uri(bot, $"/webhooks/stripe/{slug}").ToString(),
                });
            }
        });
        await simulator.StartAsync();
        var stand = Address(simulator);
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Bot"] = database.AppConnectionString,
            ["PublicBaseUrl"] = bot.ToString(),
            ["TownsFolder"] = Path.Combine(Sources.Root, "infra", "towns"),
            ["Links:Key"] = LinksKey,
            ["Sealing:Key"] = Convert.ToBase64String(TestDatabase.MasterKey),
            ["Line:ApiBaseUrl"] = new Uri(stand, "/line-api").ToString(),
            ["Line:DataApiBaseUrl"] = new Uri(stand, "/line-data").ToString(),
            ["Stripe:ApiBaseUrl"] = new Uri(stand, "/stripe").ToString(),
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = mailPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Mail:Security"] = "none",
            ["Mail:From"] = "linebot@region.example",
            ["Jma:FeedBaseUrl"] = new Uri(stand, "/weather/feed/").ToString(),
            // tests ask when they want to know
            ["Jma:EverySeconds"] = "3600",
            ["urls"] = $"http://127.0.0.1:{port}",
        };
        foreach (var town in simulator.Services.GetRequiredService<SimulatorSettings>().Towns)
        {
            settings[$"Towns:{town.Slug}:Line:ChannelId"] = town.ChannelId;
            settings[$"Towns:{town.Slug}:Line:ChannelSecret"] = town.ChannelSecret;
            settings[$"Towns:{town.Slug}:Line:BotUserId"] = town.BotUserId;
            settings[$"Towns:{town.Slug}:Stripe:SecretKey"] = town.StripeSecretKey;
            settings[$"Towns:{town.Slug}:Stripe:WebhookSecret"] = town.StripeWebhookSecret;
        }

        await using (var loading = global::Bot.Infrastructure.Postgres.Database.Open(database.AppConnectionString))
        await using (var owner = global::Bot.Infrastructure.Postgres.Database.Open(database.OwnerConnectionString))
        {
            await TownsSetup.Store(owner, loading, TownsSetup.Load(settings["TownsFolder"]!), TimeProvider.System, CancellationToken.None);
        }

        var host = new StoryHost(database, simulator, Build(settings), settings, bot);
        await host._bot.StartAsync();
        return host;
    }

    /// <summary>Sets the town's webhook and rich menus at LINE, as <c>scripts/town publish</c> does.</summary>
    public async Task Publish(string town)
    {
        using var output = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        if (await TownCommand.Run(["publish", town], settings, output, TimeProvider.System, CancellationToken.None) != 0)
        {
            throw new InvalidOperationException(output.ToString());
        }
    }

    /// <summary>A setting that holds from the next start on.</summary>
    public void Set(string name, string value) => _settings[name] = value;

    /// <summary>Ends the bot and starts another on the same database, as an update does.</summary>
    public async Task Restart()
    {
        await _bot.StopAsync();
        await _bot.DisposeAsync();
        _bot = Build(_settings);
        await _bot.StartAsync();
    }

    /// <summary>Waits until something holds; what takes longer than a resident would wait has failed.</summary>
    public static async Task Until(Func<Task<bool>> holds, string what, int seconds = 20)
    {
        for (var end = DateTime.UtcNow.AddSeconds(seconds); ; await Task.Delay(50))
        {
            if (await holds())
            {
                return;
            }

            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException(what);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.StopAsync();
        await _bot.DisposeAsync();
        await _simulator.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static WebApplication Build(Dictionary<string, string?> settings) => global::Bot.Api.Hosting.House.Build([], builder =>
    {
        builder.Environment.EnvironmentName = "Development";
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls(settings["urls"]!);
    });

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
