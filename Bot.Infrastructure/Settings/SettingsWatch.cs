using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Settings;

/// <summary>Looks whether staff have changed something, in whichever process, and shows it to the whole house.</summary>
public sealed class SettingsWatch(Database database, LiveRegion live) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<TownId, int> _seen = [];

    /// <summary>One small statement when nothing has changed.</summary>
    /// <returns>The towns that changed.</returns>
    public async Task<IReadOnlyList<TownId>> Look(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var versions = await SettingTable.Versions(database, stop);
            var changed = live.Folder.Towns.Select(t => t.Id).Where(t => versions.GetValueOrDefault(t) != _seen.GetValueOrDefault(t)).ToList();
            var fresh = new Dictionary<TownId, TownProfile>();
            foreach (var town in changed)
            {
                var pieces = await database.ReadInTown(town, tx => SettingTable.All(tx, town, stop), stop);
                fresh[town] = TownPieces.Over(live.Folder.Find(town)!, pieces);
            }

            if (fresh.Count > 0)
            {
                live.Show(live.Now with { Towns = [.. live.Now.Towns.Select(t => fresh.GetValueOrDefault(t.Id, t))] });
            }

            foreach (var town in changed)
            {
                _seen[town] = versions.GetValueOrDefault(town);
            }

            return changed;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}

/// <summary>Keeps watching. The first look comes before the house takes any work; a database that is away is asked again.</summary>
public sealed partial class SettingsWatchLoop(SettingsWatch watch, TimeProvider clock, ILogger<SettingsWatchLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(FirstPatience);
        await Look(limit.Token);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Look(stoppingToken);
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            foreach (var town in await watch.Look(stop))
            {
                Log.Changed(log, town.Value);
            }
        }
        catch (OperationCanceledException)
        {
            // stopping, or a database that does not answer at the start
        }
        catch (Exception trouble) when (trouble is Npgsql.NpgsqlException or JsonException or TimeoutException || DatabaseTrouble.IsOutage(trouble))
        {
            Log.Stumbled(log, trouble.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Town} has new settings")]
        internal static partial void Changed(ILogger log, string town);

        [LoggerMessage(LogLevel.Warning, "The settings could not be looked up ({Trouble}); the last ones hold")]
        internal static partial void Stumbled(ILogger log, string trouble);
    }
}
