using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>The pages for crews and for those who send them out.</summary>
public static class CrewHosting
{
    public static IServiceCollection AddCrews(this IServiceCollection services)
    {
        services.TryAddSingleton(s => s.GetRequiredService<BulkyWasteModule>().Towns);
        services.TryAddSingleton(s => s.GetRequiredService<BulkyWasteModule>().Plans);
        services.AddSingleton(s => s.GetRequiredService<BulkyWasteModule>().Routes);
        services.AddSingleton(s => s.GetRequiredService<BulkyWasteModule>().Crews);
        services.AddSingleton(s => new ConsoleModule(
            "crews",
            "粗大ごみ",
            [
                new("今日の収集（現場）", "crew", Rights.BulkyWasteCrew),
                new("収集の順番と地図", "bulky-waste/routes", Rights.BulkyWasteRoute),
                new("班と車両", "bulky-waste/crews", Rights.BulkyWastePlan),
            ],
            (visit, stop) => Cards(s.GetRequiredService<Database>(), s.GetRequiredService<BulkyTowns>(), visit, stop),
            visit => visit.Town.Services.Any(service => service.Name == RequestLife.Module)));
        return services;
    }

    public static void MapCrews(this RouteGroupBuilder console)
    {
        console.MapDays();
        console.MapCrewPhone();
        console.MapMarks();
        console.MapPins();
        console.MapCrewSetup();
    }

    private static async Task<IReadOnlyList<HomeCard>> Cards(Database database, BulkyTowns towns, Visit visit, CancellationToken stop)
    {
        var days = await database.ReadInTown(visit.TownId, tx => CrewDaySearch.Between(tx, towns.OperatorFor(visit.TownId), visit.Today, visit.Today.AddDays(1), stop), stop);
        var (today, tomorrow) = (days.FirstOrDefault(d => d.Day == visit.Today), days.FirstOrDefault(d => d.Day > visit.Today));
        var list = DayEndpoints.Path(visit.Today, Crew.Others);
        return
        [
            new("今日の収集の残り", today?.Left ?? 0, visit.May(Rights.BulkyWasteRoute) ? list.Split('?')[0] : "crew", Rights.BulkyWasteCrew, Note: today is null ? "今日の収集はありません" : $"全 {today.Stops} 件"),
            new("明日の収集", tomorrow?.Stops ?? 0, $"bulky-waste/days/{CrewWords.Date(visit.Today.AddDays(1))}", Rights.BulkyWasteRoute),
        ];
    }
}
