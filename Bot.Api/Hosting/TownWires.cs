using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Stripe;

namespace Bot.Api.Hosting;

/// <summary>The clients that the town commands talk through, made without the rest of the house.</summary>
internal sealed class TownWires : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TownWires(IConfiguration settings, TimeProvider clock)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(clock).AddLineClient(LineSettings.From(settings));
        services.AddHttpClient(StripeClient.HttpClientName).RemoveAllLoggers();
        services.AddSingleton(StripeSettings.From(settings)).AddSingleton<StripeRetry>().AddSingleton<StripeClient>();
        _services = services.BuildServiceProvider();
    }

    public LineClient Line => _services.GetRequiredService<LineClient>();

    public StripeClient Stripe => _services.GetRequiredService<StripeClient>();

    /// <summary>Where LINE is to send this town's events; <c>null</c>, with a word to the clerk, when the settings do not say.</summary>
    public static Uri? Webhook(IConfiguration settings, TownId town, TownReport report)
    {
        if (!Uri.TryCreate(settings["PublicBaseUrl"], UriKind.Absolute, out var home))
        {
            report.Bad("このシステムの住所が設定されていません。", "PublicBaseUrl に https:// で始まる住所を入れてください。");
            return null;
        }

        if (home.Scheme != Uri.UriSchemeHttps && LineSettings.From(settings).ApiBaseUrl.Host == "api.line.me")
        {
            report.Bad($"このシステムの住所（{home}）が https ではありません。", "LINEは https の住所にしか送りません。PublicBaseUrl を直してください。");
            return null;
        }

        return new Uri($"{home.AbsoluteUri.TrimEnd('/')}/webhooks/line/{town}");
    }

    /// <summary>The town's channel; <c>null</c>, with a word to the clerk, when the settings do not tell it whole.</summary>
    public static LineChannel? Channel(IConfiguration settings, TownId town, TownReport report)
    {
        try
        {
            if (LineChannels.From(settings).Of(town) is { } channel)
            {
                return channel;
            }
        }
        catch (ArgumentException)
        {
            // half told: the same advice as for nothing told; the exception may not be shown, it could quote a secret
        }

        report.Bad(
            "LINEの設定が足りません。",
            $"Towns__{town}__Line__ChannelId、…__ChannelSecret、…__BotUserId の三つを入れてください（値はLINE Developersコンソールにあります）。");
        return null;
    }

    public static StripeAccount? Account(IConfiguration settings, TownId town, TownReport report)
    {
        try
        {
            if (StripeAccounts.From(settings).Of(town) is { } account)
            {
                return account;
            }
        }
        catch (ArgumentException)
        {
            // as above
        }

        report.Bad(
            "Stripeの設定が足りません。",
            $"Towns__{town}__Stripe__SecretKey と …__WebhookSecret を入れてください（値はStripeのダッシュボードにあります）。");
        return null;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
