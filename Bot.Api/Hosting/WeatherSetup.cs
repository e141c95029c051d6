using System.Globalization;
using Bot.Infrastructure.Disasters;

namespace Bot.Api.Hosting;

/// <summary>The line to the weather agency, for houses that are told where its feeds lie.</summary>
internal static class WeatherSetup
{
    private const string Address = "Jma:FeedBaseUrl";
    private const string Pause = "Jma:EverySeconds";

    internal static void AddWeather(this IServiceCollection services, IConfiguration configuration, HouseSettings settings)
    {
        var weather = From(configuration, settings.IsDevelopment);
        services.AddSingleton(weather);
        services.AddHttpClient(WeatherClient.HttpClientName)
            .ConfigureHttpClient(static client => client.DefaultRequestHeaders.UserAgent.ParseAdd("LineBot/1.0"))
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), AutomaticDecompression = System.Net.DecompressionMethods.GZip,
            })
            .RemoveAllLoggers();
        services.AddSingleton<WeatherClient>();
        services.AddSingleton<WarningDesk>();
        services.AddSingleton<WarningRounds>();
        if (weather.FeedBaseUrl is not null && settings.Does("worker"))
        {
            services.AddHostedService<WarningLoop>();
        }
    }

    private static WeatherSettings From(IConfiguration configuration, bool isDevelopment)
    {
        var seconds = int.TryParse(configuration[Pause], NumberStyles.None, CultureInfo.InvariantCulture, out var set) && isDevelopment ? Math.Max(1, set) : 60;
        if (configuration[Address] is not { Length: > 0 } text)
        {
            return new WeatherSettings(null, TimeSpan.FromSeconds(seconds));
        }

        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (isDevelopment && address.Scheme == Uri.UriSchemeHttp))
            ? new WeatherSettings(address, TimeSpan.FromSeconds(seconds))
            : throw new InvalidOperationException("The bot cannot start:\nJma__FeedBaseUrl must be an address with https");
    }
}

/// <summary>Asks every minute, twenty seconds after it began: the agency renews its feeds at the full minute. Whatever happens, the house goes on.</summary>
internal sealed partial class WarningLoop(WarningRounds rounds, WeatherSettings settings, TimeProvider clock, ILogger<WarningLoop> log) : BackgroundService
{
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await rounds.Go(stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.Failed(log, trouble);
            }

            var past = TimeSpan.FromTicks((clock.GetUtcNow() - Behind).Ticks % settings.Every.Ticks);
            await Task.Delay(settings.Every - past, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The round for warnings failed; the next one comes in a minute")]
        internal static partial void Failed(ILogger log, Exception trouble);
    }
}
