using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
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
        services.AddSingleton(s => new ConsoleModule(
            "school-roll", "学校・園", [new("名簿と登録用紙", RollEndpoints.Path, Rights.SchoolSee)],
            (visit, stop) => Cards(s.GetRequiredService<Database>(), s.GetRequiredService<SchoolDoor>(), visit, stop), visit => visit.Town.OperatorOf(SchoolsModule.Name) is not null));
        return services;
    }

    private static async Task<IReadOnlyList<HomeCard>> Cards(Database database, SchoolDoor door, Visit visit, CancellationToken stop)
    {
        var schools = door.Of(visit, Rights.SchoolSee);
        if (schools.Count == 0)
        {
            return [];
        }

        var news = await database.ReadInTown(visit.TownId, tx => RollNewsSearch.Of(tx, visit.TownId, [.. schools.Select(s => s.Code)], visit.Now, stop), stop);
        return
        [
            .. schools.SelectMany(s => (HomeCard[])
            [
                new($"新しい保護者の登録（{s.Name.Ja}）", news[s.Code].Fresh, $"{RollEndpoints.Path}/{s.Code}", Rights.SchoolSee, Note: "名簿を開いて確かめる"),
                new($"止まった登録コード（{s.Name.Ja}）", news[s.Code].Locked, $"{RollEndpoints.Path}/{s.Code}", Rights.SchoolSee, IsUrgent: news[s.Code].Locked > 0, Note: "登録用紙を作り直す"),
            ]),
        ];
    }

    public static void MapSchoolRoll(this RouteGroupBuilder console)
    {
        console.MapRoll();
        console.MapRollChild();
        console.MapRollImport();
    }
}
