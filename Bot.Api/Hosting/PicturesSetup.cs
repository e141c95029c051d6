using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Photos;

namespace Bot.Api.Hosting;

/// <summary>The tool that pictures go through, and the look at the start whether it is there.</summary>
internal static class PicturesSetup
{
    internal static void AddPictures(this IServiceCollection services, IConfiguration settings)
    {
        var limits = new PictureToolSettings();
        services.AddSingleton(limits with { Command = settings["Pictures:Command"] ?? limits.Command, Wrap = settings["Pictures:Wrap"] ?? limits.Wrap });
        services.AddSingleton<PictureTool>();
        services.AddSingleton<PictureCleaner>();
        services.AddSingleton<PictureVeil>();
        services.AddSingleton(s => new PhotoAddresses(s.GetRequiredService<LinksKey>().For("photo-address")));
        services.AddSingleton<PictureProbe>();
        services.AddSingleton<PictureCheck>();
        services.AddHostedService(s => s.GetRequiredService<PictureCheck>());
    }
}

/// <summary>
/// Says at the start, in the log and in <c>/health/ready</c>, whether pictures can be read, and what to install if not. All else works without them, so the
/// start goes on; pictures in LINE are asked for again until it is put right.
/// </summary>
internal sealed partial class PictureCheck(PictureProbe probe, ILogger<PictureCheck> log) : BackgroundService
{
    private volatile string? _trouble;

    /// <summary><c>null</c> when all is well, or has not been looked at yet.</summary>
    internal string? Trouble => _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await probe.Look(stoppingToken) is var found)
            {
                if (found.Trouble is null)
                {
                    _trouble = null;
                    Log.Fit(log, found.Wrapped ? "shut off from network and files" : "under limits, but not shut off from the network: bubblewrap is missing or this machine refuses it");
                    return;
                }

                if (_trouble != found.Trouble)
                {
                    Log.Unfit(log, _trouble = found.Trouble);
                }

                // Whoever reads it may install what is missing while we run.
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Pictures are read by libvips, {How}")]
        internal static partial void Fit(ILogger log, string how);

        [LoggerMessage(LogLevel.Error, "{Trouble}")]
        internal static partial void Unfit(ILogger log, string trouble);
    }
}
