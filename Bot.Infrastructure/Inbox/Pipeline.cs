using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Processes;
using Bot.Infrastructure.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Inbox;

/// <summary>Puts the queues and their loops together for a host.</summary>
public static class Pipeline
{
    /// <summary>
    /// The host also registers <see cref="Sealer"/>, <see cref="TakeTurns"/>, <see cref="Apology"/>, and by kind and by module
    /// <c>IReadOnlyDictionary&lt;string, OutboxHandler&gt;</c> and <c>IReadOnlyDictionary&lt;string, AlarmHandler&gt;</c>.
    /// </summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services, string connectionString, ProcessRoles roles = ProcessRoles.All)
    {
        var (worker, sender) = (roles.HasFlag(ProcessRoles.Worker), roles.HasFlag(ProcessRoles.Sender));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(FailPoints.None);
        services.TryAddSingleton(new LaneRoom());
        services.AddSingleton(s =>
        {
            // Not at once: the pulse wants to know the time, and the time comes from the database.
            var pulse = new Lazy<Pulse>(s.GetRequiredService<Pulse>);
            return Database.Open(connectionString, isAway: () => pulse.Value.IsLost);
        });
        // A pool of its own: whatever else is busy, what comes in can be kept.
        services.AddKeyedSingleton("inbox", (_, _) => Database.Open(connectionString, connections: 16));
        services.AddKeyedSingleton("pulse", (_, _) => Database.Open(connectionString, connections: 1));
        services.TryAddSingleton<DatabaseClock>();
        services.AddSingleton(s => new Pulse(roles, s.GetRequiredService<TimeProvider>()));

        services.AddSingleton(s => new InboxQueue(worker ? Math.Max(2, Environment.ProcessorCount) : 0, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new InboxWriter(
            s.GetRequiredKeyedService<Database>("inbox"), s.GetRequiredService<InboxQueue>(), s.GetRequiredService<Sealer>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<FailPoints>()));

        services.AddSingleton(s => new OutboxHands(
            s.GetRequiredService<Pulse>(), sender ? [.. s.GetRequiredService<IReadOnlyDictionary<string, OutboxHandler>>().Keys] : [],
            s.GetRequiredService<LaneRoom>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OutboxDoorbell>();
        services.AddSingleton<OutboxMarks>();
        services.AddSingleton<OutboxSweeper>();

        services.AddSingleton<TurnTaker>();
        services.AddSingleton<Attempts>();
        services.AddSingleton(s => new Parking(
            s.GetRequiredService<Database>(), s.GetRequiredService<DatabaseClock>(), s.GetRequiredService<InboxQueue>(),
            s.GetRequiredService<OutboxHands>(), s.GetRequiredService<Apology>(), s.GetRequiredService<Sealer>()));

        // Stopped in the reverse order: first nothing new is taken up, then the sender gives back what it holds, last of all the heart stops.
        services.AddSingleton(s => new Heartbeat(
            s.GetRequiredKeyedService<Database>("pulse"), s.GetRequiredService<Pulse>(), s.GetRequiredService<OutboxHands>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Heartbeat>>()));
        services.AddHostedService(s => s.GetRequiredService<Heartbeat>());
        if (sender)
        {
            services.AddSingleton<OutboxTakeover>();
            services.AddHostedService(s => s.GetRequiredService<OutboxTakeover>());
            services.AddHostedService<OutboxSender>();
            services.AddHostedService(s => s.GetRequiredService<OutboxSweeper>());
        }

        if (worker)
        {
            services.AddHostedService<Retention>();
            services.AddHostedService<AlarmClock>();
            services.AddHostedService<InboxWorker>();
            services.AddHostedService<InboxSweeper>();
            services.AddHostedService<InboxLookout>();
        }

        return services;
    }
}
