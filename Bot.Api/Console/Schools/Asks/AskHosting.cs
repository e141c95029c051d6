using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>The pages on which schools ask guardians something, and count what they say.</summary>
public static class AskHosting
{
    public static IServiceCollection AddSchoolAsks(this IServiceCollection services)
    {
        services.AddSingleton<SurveyDesk>();
        services.AddSingleton<SlotTeller>();
        services.AddSingleton<SlotDesk>();
        services.AddSingleton<LetterAsking>();
        services.AddSingleton<AskPages>();
        return services.AddSingleton(new ConsoleModule(
            "school-asks", "学校・園", [new("アンケート・面談", AskEndpoints.Index, Rights.SchoolSee), new("写真などの同意", ConsentEndpoints.Index, Rights.SchoolSee)],
            On: visit => visit.Town.Services.Any(service => service.Name == SchoolsModule.Name)));
    }

    public static void MapSchoolAsks(this RouteGroupBuilder console)
    {
        console.MapAsks();
        console.MapSurveys();
        console.MapSlotPlans();
        console.MapTimetables();
        console.MapConsents();
    }
}
