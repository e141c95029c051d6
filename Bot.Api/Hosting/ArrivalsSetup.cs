using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Hosting;

/// <summary>Who watches that every child comes, and whom it tells.</summary>
internal static class ArrivalsSetup
{
    internal static void AddArrivals(this IServiceCollection services, HouseSettings settings)
    {
        services.AddSingleton(s => s.GetRequiredService<SchoolsModule>().Towns);
        services.AddSingleton<AwayToday>(s => ReportedAbsences.Of(s.GetRequiredService<SchoolTowns>()));
        services.AddSingleton<MorningSearch>();
        services.AddSingleton(s => new ArrivalTeller(
            (tx, town, citizen, cause, effects, now, stop) => s.GetRequiredService<Teller>().Tell(tx, town, citizen, cause, effects, now, stop),
            s.GetRequiredService<Sealer>(), settings.PublicBaseUrl));
        services.AddSingleton<ArrivalRound>();
        services.AddSingleton<Bot.Infrastructure.Schools.Roll.LinkRound>();
        if (settings.Does("worker"))
        {
            services.AddHostedService<ArrivalRounds>();
            services.AddHostedService<SlotReminders>();
            services.AddHostedService<LinkRounds>();
        }
    }
}
