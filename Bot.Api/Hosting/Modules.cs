using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>Which services this house has, and what each brings: forms and desks, handlers of alarms and of news about payments.</summary>
internal static class Modules
{
    internal static void AddModules(this IServiceCollection services)
    {
        services.AddSingleton<IReadOnlyList<Module>>(_ => []);
        services.AddSingleton<IReadOnlyDictionary<string, AlarmHandler>>(_ => new Dictionary<string, AlarmHandler>(StringComparer.Ordinal));
        services.AddSingleton<IReadOnlyDictionary<string, PaymentSettled>>(_ => new Dictionary<string, PaymentSettled>(StringComparer.Ordinal));
        services.AddSingleton<IReadOnlyDictionary<string, OutboxHandler>>(_ => new Dictionary<string, OutboxHandler>(StringComparer.Ordinal));
    }

    internal static Task Store(Database database, Region region, TimeProvider clock, CancellationToken stop) => Task.CompletedTask;
}
