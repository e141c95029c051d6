using Bot.Infrastructure.Postgres;

namespace Bot.Api.Hosting;

/// <summary>Looks once whether the server is fit, and after that whether it answers. A database that is away does not keep the process from starting.</summary>
internal sealed partial class ServerCheck(Database database, ILogger<ServerCheck> log, IHostApplicationLifetime life) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    private volatile bool _isFit;

    /// <summary>What keeps us from working now; <c>null</c> when nothing does.</summary>
    internal async Task<string?> Trouble(CancellationToken stop)
    {
        if (!_isFit)
        {
            return "the database has not been checked yet";
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            return await MigrationSearch.IsCurrent(database, limit.Token) ? null : "the database has another schema than this build: run 'database prepare'";
        }
        catch (Exception trouble) when (DatabaseTrouble.IsOutage(trouble) || trouble is OperationCanceledException)
        {
            return "the database does not answer";
        }
        catch (Npgsql.PostgresException refused)
        {
            return $"the database refuses us ({refused.SqlState}): run 'database prepare'";
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_isFit && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                var report = await ServerChecks.Run(database, stoppingToken);
                foreach (var warning in report.Warnings)
                {
                    Log.Warned(log, warning);
                }

                Log.Fit(log, report.Version);
                _isFit = true;
            }
            catch (UnfitServerException unfit)
            {
                Log.Unfit(log, unfit.Message);
                life.StopApplication();
                return;
            }
            catch (Exception trouble) when (DatabaseTrouble.IsOutage(trouble))
            {
                Log.Away(log, trouble.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "PostgreSQL {Version} is fit")]
        internal static partial void Fit(ILogger log, string version);

        [LoggerMessage(LogLevel.Warning, "PostgreSQL: {Warning}")]
        internal static partial void Warned(ILogger log, string warning);

        [LoggerMessage(LogLevel.Critical, "This database must be put right first: {Fault}")]
        internal static partial void Unfit(ILogger log, string fault);

        [LoggerMessage(LogLevel.Warning, "The database does not answer yet ({Trouble}); trying again")]
        internal static partial void Away(ILogger log, string trouble);
    }
}
