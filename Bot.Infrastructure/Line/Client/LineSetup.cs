using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Line.Client;

/// <summary>Puts the LINE client and the towns' channels into the services.</summary>
public static class LineSetup
{
    public static IServiceCollection AddLine(this IServiceCollection services, IConfiguration settings) =>
        services.AddSingleton(LineChannels.From(settings)).AddLineClient(LineSettings.From(settings));

    public static IServiceCollection AddLineClient(this IServiceCollection services, LineSettings settings)
    {
        Wire(services, LineWire.Api);
        Wire(services, LineWire.Data);
        return services
            .AddSingleton(settings)
            .AddSingleton(s => new LineTokens(s.GetRequiredService<IHttpClientFactory>(), settings, Clock(s), s.GetRequiredService<ILogger<LineTokens>>()))
            .AddSingleton(_ => new LineRates(settings))
            .AddSingleton(s => new LineWire(
                s.GetRequiredService<IHttpClientFactory>(), settings, s.GetRequiredService<LineTokens>(), s.GetRequiredService<LineRates>(), Clock(s),
                s.GetRequiredService<ILogger<LineWire>>()))
            .AddSingleton(s => new LineClient(s.GetRequiredService<LineWire>(), Clock(s)));
    }

    private static TimeProvider Clock(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    private static void Wire(IServiceCollection services, string name) =>
        services.AddHttpClient(name)
            .ConfigureHttpClient(client =>
            {
                // The pipelines in front keep the time, each try for itself.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("LineBot/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                // A redirect would carry the channel token to wherever it points.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            // The factory's own loggers write addresses, and user ids stand in them.
            .RemoveAllLoggers();
}
