using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Bot.Infrastructure.Sealing;

/// <summary>Gives a host its seals.</summary>
public static class SealingSetup
{
    public static IServiceCollection AddSealing(this IServiceCollection services, string connectionString, MasterKeys master)
    {
        services.AddKeyedSingleton("keys", (_, _) => Database.Open(connectionString, connections: 2));
        services.AddSingleton(s => new TownKeys(s.GetRequiredKeyedService<Database>("keys"), master, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Sealer>();
        services.AddSingleton<BlindIndex>();
        services.AddHostedService<KeyWatch>();
        return services;
    }
}
