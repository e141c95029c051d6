using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Privacy;
using Bot.Infrastructure.Schools.Roll;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools;

/// <summary>The roll of a school: its children, their sheets and guardians.</summary>
public static class RollHosting
{
    public static IServiceCollection AddSchoolRoll(this IServiceCollection services)
    {
        services.AddSingleton(s => new SchoolDoor(s.GetRequiredService<SchoolsModule>().Towns));
        services.AddSingleton<RollImport>();
        services.AddSingleton(s => new GuardianPart(s.GetRequiredService<SchoolsModule>().Towns, s.GetRequiredService<Sealer>()).Part);
        services.AddSingleton(s => new ChildPart(s.GetRequiredService<SchoolsModule>().Towns, s.GetRequiredService<Sealer>(), s.GetRequiredService<TimeProvider>()).Part);
        services.AddSingleton(new ConsoleModule(
            "school-roll", "学校・園", [new("名簿と登録用紙", RollEndpoints.Path, Rights.SchoolSee)], On: visit => visit.Town.OperatorOf(SchoolsModule.Name) is not null));
        return services;
    }

    public static void MapSchoolRoll(this RouteGroupBuilder console)
    {
        console.MapRoll();
        console.MapRollChild();
        console.MapRollImport();
    }
}
