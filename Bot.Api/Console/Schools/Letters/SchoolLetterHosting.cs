using Bot.Api.Console.Schools.Groups;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Letters;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>The pages on which schools write to guardians.</summary>
public static class SchoolLetterHosting
{
    public static IServiceCollection AddSchoolLetters(this IServiceCollection services)
    {
        services.AddSingleton<SchoolLetterDesk>();
        services.AddSingleton<LetterUploads>();
        return services.AddSingleton(new ConsoleModule(
            "school-letters", "学校・園", [new("保護者へのお知らせ", "school-letters", Rights.SchoolSee), new("クラブとバス", "school-groups", Rights.SchoolSee)],
            On: visit => visit.Town.Services.Any(service => service.Name == SchoolsModule.Name)));
    }

    public static void MapSchoolLetters(this RouteGroupBuilder console)
    {
        SchoolLetterEndpoints.Map(console);
        console.MapLetterFiles();
        console.MapGroups();
    }
}
