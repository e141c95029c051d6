using System.Globalization;
using System.Security.Cryptography;
using Bot.Simulator;
using Bot.Simulator.Faults;
using Bot.Simulator.Line;
using Bot.Simulator.Stripe;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Bot.Chaos.Ground;

/// <summary>
/// Everything that runs: a durable database, two processes of the bot on it, and, in this process, which is never killed,
/// the stand-ins of LINE and Stripe. What these have accepted is the truth that the checker goes by.
/// </summary>
public sealed class Site : IAsyncDisposable
{
    /// <summary>The towns that residents write to.</summary>
    public static readonly IReadOnlyList<string> Towns = ["hoshimi", "kawabe"];

    private readonly Leash _leash;
    private readonly WebApplication _simulator;
    private readonly LogFile _command;

    private Site(SiteOptions options, Leash leash, PostgresCluster postgres, WebApplication simulator)
    {
        (Options, _leash, Postgres, _simulator) = (options, leash, postgres, simulator);
        _command = new LogFile(Path.Combine(options.Folder, "commands.log"));
    }

    public SiteOptions Options { get; }

    public PostgresCluster Postgres { get; }

    public IReadOnlyList<BotProcess> Bots { get; private set; } = [];

    public FakeLine Line => _simulator.Services.GetRequiredService<FakeLine>();

    public FakeStripe Stripe => _simulator.Services.GetRequiredService<FakeStripe>();

    public Ledger Ledger => _simulator.Services.GetRequiredService<Ledger>();

    public FaultPlan Faults => _simulator.Services.GetRequiredService<FaultPlan>();

    /// <summary>The settings that every bot gets, by the names of environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = new Dictionary<string, string>();

    /// <summary>A superuser's connection to the bot's own database.</summary>
    public string Admin => new Npgsql.NpgsqlConnectionStringBuilder(Postgres.Admin) { Database = "linebot" }.ConnectionString;

    /// <summary>Starts the database, prepares it, and starts the stand-ins. The bots are made, not started.</summary>
    public static async Task<Site> Build(SiteOptions options)
    {
        Directory.CreateDirectory(options.Folder);
        var leash = new Leash();
        var postgres = await PostgresCluster.Start(leash, options.ClusterParent, options.PostgresSettings);
        var ports = Enumerable.Range(0, options.Bots).Select(_ => Ports.Free()).ToArray();
        var simulator = Simulator.Simulator.Build(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"], settings =>
        {
            settings.StripeWebhooks.Timeout = TimeSpan.FromSeconds(2);
            settings.StripeWebhooks.RedeliveryDelay = TimeSpan.FromMilliseconds(200);
            settings.StripeWebhooks.MaxRedeliveries = 30;
            settings.StripeWebhooks.DuplicateRate = 0.3;
            foreach (var (slug, name) in new[] { ("hoshimi", "星見町"), ("kawabe", "川辺村") })
            {
                settings.Towns.Add(new TownSettings
                {
                    Slug = slug,
                    Name = name,
                    ChannelId = $"20{slug.Length.ToString(CultureInfo.InvariantCulture)}{(slug[0] - 'a').ToString("D7", CultureInfo.InvariantCulture)}",
                    ChannelSecret = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(slug))),
                    StripeSecretKey = $"sk_test_{slug}",
                    StripeWebhookSecret = $"whsec_{slug}",
                    StripeWebhookUrl = $"http://127.0.0.1:{ports[0].ToString(CultureInfo.InvariantCulture)}/webhooks/stripe/{slug}",
                });
            }
        });
        await simulator.StartAsync();
        var site = new Site(options, leash, postgres, simulator);
        try
        {
            await site.Prepare(ports);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts all bots and waits until they can work.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot.</exception>
    public async Task StartBots()
    {
        foreach (var bot in Bots)
        {
            bot.Start();
        }

        foreach (var bot in Bots)
        {
            if (!await bot.Ready(TimeSpan.FromSeconds(60)))
            {
                bot.Log.Flush();
                throw new InvalidOperationException($"{bot.Name} did not become ready, see {bot.Log.Path}");
            }
        }
    }

    /// <summary>Another process of the bot on the same database, made and not started.</summary>
    /// <param name="dll">Another build, such as the release before; null for the one under test.</param>
    public BotProcess NewBot(string name, string? dll = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var bot = Make(name, Ports.Free(), dll ?? Options.BotDll, more);
        Bots = [.. Bots, bot];
        return bot;
    }

    /// <summary>Runs one of the bot's commands, such as <c>talks replay hoshimi</c>, to its end.</summary>
    public Task Command(params string[] words) => BotProcess.Command(Options.BotDll, Content, Settings, _command, words);

    /// <summary>Where Stripe delivers from now on; real deliveries reach any process behind the town's address.</summary>
    public void PointStripeAt(BotProcess bot)
    {
        foreach (var town in _simulator.Services.GetRequiredService<SimulatorSettings>().Towns)
        {
            town.StripeWebhookUrl = new Uri(bot.Address, $"/webhooks/stripe/{town.Slug}").ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in Bots)
        {
            await bot.Kill();
            bot.Dispose();
            bot.Log.Dispose();
        }

        await _simulator.DisposeAsync();
        if (File.Exists(Postgres.Log))
        {
            File.Copy(Postgres.Log, Path.Combine(Options.Folder, "postgres.log"), overwrite: true);
        }

        Postgres.Dispose();
        _command.Dispose();
        _leash.Dispose();
    }

    private async Task Prepare(int[] ports)
    {
        var towns = TownFolders.Copy(Path.Combine(Options.Root, "infra", "towns"), Path.Combine(Postgres.Folder, "towns"));
        var stand = new Uri(_simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["DOTNET_TieredPGO"] = "0",
            ["ConnectionStrings__Bot"] = Postgres.As("linebot_app", "linebot"),
            ["ConnectionStrings__Owner"] = Postgres.As("linebot_owner", "linebot"),
            ["PublicBaseUrl"] = "http://localhost:8080",
            ["TownsFolder"] = towns,
            ["Links__Key"] = Convert.ToBase64String(SHA256.HashData("links"u8)),
            ["Sealing__Key"] = Convert.ToBase64String(SHA256.HashData("sealing"u8)),
            ["Line__ApiBaseUrl"] = new Uri(stand, "/line-api").ToString(),
            ["Line__DataApiBaseUrl"] = new Uri(stand, "/line-data").ToString(),
            ["Stripe__ApiBaseUrl"] = new Uri(stand, "/stripe").ToString(),
        };
        foreach (var town in _simulator.Services.GetRequiredService<SimulatorSettings>().Towns)
        {
            settings[$"Towns__{town.Slug}__Line__ChannelId"] = town.ChannelId;
            settings[$"Towns__{town.Slug}__Line__ChannelSecret"] = town.ChannelSecret;
            settings[$"Towns__{town.Slug}__Line__BotUserId"] = town.BotUserId;
            settings[$"Towns__{town.Slug}__Stripe__SecretKey"] = town.StripeSecretKey!;
            settings[$"Towns__{town.Slug}__Stripe__WebhookSecret"] = town.StripeWebhookSecret!;
        }

        await BotProcess.Command(Options.BotDll, Content, new Dictionary<string, string>(settings) { ["ConnectionStrings__Admin"] = Postgres.Admin }, _command, "database", "prepare");
        foreach (var (name, value) in Options.BotSettings(settings))
        {
            settings[name] = value;
        }

        Settings = settings;
        Bots = [.. ports.Select((port, i) => Make($"bot{(i + 1).ToString(CultureInfo.InvariantCulture)}", port, Options.BotDll, more: null))];
    }

    private string Content => Path.Combine(Options.Root, "Bot.Api");

    private BotProcess Make(string name, int port, string dll, IReadOnlyDictionary<string, string>? more) => new(
        _leash, dll, Content, name, port,
        more is null ? Settings : Settings.Concat(more).GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Last().Value),
        new LogFile(Path.Combine(Options.Folder, $"{name}.log")));
}
