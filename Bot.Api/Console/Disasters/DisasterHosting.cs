using Bot.Domain.Staff;
using Bot.Infrastructure.Disasters;

namespace Bot.Api.Console.Disasters;

/// <summary>The switch for disasters and drills, and the roads that are closed.</summary>
public static class DisasterHosting
{
    public static IServiceCollection AddDisasters(this IServiceCollection services)
    {
        services.AddSingleton<DisasterDesk>();
        services.AddSingleton(new ConsoleModule(
            "disaster",
            "災害",
            [
                new("災害モード", DisasterEndpoints.Path, Rights.DisasterSee),
                new("通行止め", ClosureEndpoints.Path, Rights.DisasterSee),
            ],
            On: visit => visit.Town.OperatorOf("damage-reports") == visit.TownId));
        return services;
    }

    public static void MapDisasters(this RouteGroupBuilder console)
    {
        console.MapDisasterSwitch();
        console.MapClosures();
    }
}
