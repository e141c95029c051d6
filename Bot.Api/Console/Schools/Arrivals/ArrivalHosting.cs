using Bot.Api.Console.Lists;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Arrivals;

namespace Bot.Api.Console.Schools.Arrivals;

/// <summary>The pages on which a school sees and notes who has come.</summary>
public static class ArrivalHosting
{
    public const string Topic = "arrivals";

    public static IServiceCollection AddArrivalPages(this IServiceCollection services)
    {
        services.AddSingleton<ArrivalPages>();
        services.AddSingleton(new LiveTopic(Topic, Rights.SchoolSee, ArrivalMarkSearch.Mark));
        services.AddSingleton(s => new ConsoleModule(
            "arrivals", "学校・園", [new("登園の確認", ArrivalPages.Index, Rights.SchoolBus)],
            (visit, stop) => Cards(s.GetRequiredService<Database>(), s.GetRequiredService<SchoolDoor>(), visit, stop),
            visit => visit.Town.Services.Any(service => service.Name == SchoolsModule.Name)));
        return services;
    }

    public static void MapArrivals(this RouteGroupBuilder console)
    {
        console.MapBoard();
        console.MapBus();
        console.MapArrivalRules();
    }

    private static async Task<IReadOnlyList<HomeCard>> Cards(Database database, SchoolDoor door, Visit visit, CancellationToken stop)
    {
        var cards = new List<HomeCard>();
        foreach (var school in door.Of(visit, Rights.SchoolSee))
        {
            var steps = await database.ReadInTown(visit.TownId, tx => ArrivalStepTable.Of(tx, visit.TownId, school.Code, visit.Today, Guid.Empty, stop), stop);
            var open = steps.GroupBy(s => s.Subject, StringComparer.Ordinal).Count(g => g.Any(s => s.Step is AlarmStep.Staff or AlarmStep.Guardian or AlarmStep.Head && s.Episode == g.Count(c => c.Step == AlarmStep.Cleared)));
            cards.Add(new HomeCard($"登園が確認できない子（{school.Name.Ja}）", open, ArrivalPages.Board(school.Code), Rights.SchoolSee, "人", IsUrgent: open > 0, Note: "登園の確認を開く"));
        }

        return cards;
    }
}
