using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>Which services this house has, and what each brings: forms and desks, handlers of alarms and of news about payments; and who does which kind of outgoing row.</summary>
internal static class Modules
{
    internal static void AddModules(this IServiceCollection services)
    {
        services.AddSingleton<IReadOnlyList<Module>>(_ => []);
        services.AddSingleton<IReadOnlyDictionary<string, AlarmHandler>>(_ => new Dictionary<string, AlarmHandler>(StringComparer.Ordinal));
        services.AddSingleton<IReadOnlyDictionary<string, PaymentSettled>>(_ => new Dictionary<string, PaymentSettled>(StringComparer.Ordinal));
        services.AddSingleton<Arrivals>();
        services.AddSingleton(Handlers);
    }

    internal static Task Store(Database database, Region region, TimeProvider clock, CancellationToken stop) => Task.CompletedTask;

    private static IReadOnlyDictionary<string, OutboxHandler> Handlers(IServiceProvider services)
    {
        // Arrivals need the inbox, and the inbox's queues need these handlers: so they are asked for when the first one arrives.
        var line = LineHandlers.All(
            services.GetRequiredService<LineClient>(), services.GetRequiredService<LineChannels>(), services.GetRequiredService<TimeProvider>(),
            (job, language, stop) => services.GetRequiredService<Arrivals>().Take(job, language, stop),
            (job, message, arrival, stop) => services.GetRequiredService<Arrivals>().Take(job, message, arrival, stop));
        return new Dictionary<string, OutboxHandler>(line, StringComparer.Ordinal)
        {
            ["stripe.checkout"] = (job, stop) => services.GetRequiredService<CheckoutHandler>().Handle(job, stop),
            ["stripe.refund"] = (job, stop) => services.GetRequiredService<RefundHandler>().Handle(job, stop),
            ["stripe.expire"] = (job, stop) => services.GetRequiredService<ExpireHandler>().Handle(job, stop),
        };
    }
}
