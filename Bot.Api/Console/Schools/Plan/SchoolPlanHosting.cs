using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;

namespace Bot.Api.Console.Schools.Plan;

/// <summary>The page on which the board of education sets its schools.</summary>
public static class SchoolPlanHosting
{
    public static IServiceCollection AddSchoolPlan(this IServiceCollection services) => services.AddSingleton(new ConsoleModule(
        "school-plan", "学校・園", [new("学校・園の設定", SchoolPlanEndpoints.Path, Rights.SchoolPlanChange)],
        On: visit => visit.Town.Services.Any(service => service.Name == SchoolsModule.Name)));
}
