using Bot.Api.Console.Lists;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>The pages on which schools see who is away.</summary>
public static class SheetHosting
{
    public static IServiceCollection AddSchoolSheets(this IServiceCollection services)
    {
        services.AddSingleton<ReplyDesk>();
        services.AddSingleton(new LiveTopic(SheetEndpoints.Topic, Rights.SchoolSee, AbsenceSearch.Mark));
        services.AddSingleton(new ConsoleModule(
            "school-sheets",
            "学校・園",
            [new("今日の欠席", SheetEndpoints.Path, Rights.SchoolSee), new("欠席の人数", "schools/numbers", Rights.SchoolNumbers)],
            On: visit => visit.Town.Services.Any(service => service.Name == SchoolsModule.Name)));
        return services;
    }

    public static void MapSchoolSheets(this RouteGroupBuilder console)
    {
        console.MapSheets();
        console.MapReplies();
        console.MapMonths();
    }
}
