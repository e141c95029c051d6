using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bot.Infrastructure.Postgres;

/// <summary>
/// The hour of the house is that of the database. A machine whose own clock is wrong then drops nothing as too old, believes no old signature,
/// and neither sends early nor hides a row from its neighbours. Only the hour: how long something takes is still measured here.
/// </summary>
public sealed class DatabaseTime(DatabaseClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.Now;
}

/// <summary>Sets the clock of a host.</summary>
public static class DatabaseTimeSetup
{
    /// <summary>Goes by the database's clock, unless a test has brought its own. Comes before whatever would otherwise go by the machine's.</summary>
    public static IServiceCollection AddDatabaseTime(this IServiceCollection services)
    {
        if (services.All(s => s.ServiceType != typeof(TimeProvider)))
        {
            services.AddSingleton(s => new DatabaseClock(s.GetRequiredService<Database>(), TimeProvider.System));
            services.AddSingleton<TimeProvider, DatabaseTime>();
        }

        return services;
    }
}
