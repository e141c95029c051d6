using Bot.Api.Console.Casework;
using Bot.Api.Console.DamageReports.Field;
using Bot.Api.Console.Lists;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.DamageReports;

/// <summary>The pages on which staff work on damage reports.</summary>
public static class DamageDeskHosting
{
    public static IServiceCollection AddDamageDesk(this IServiceCollection services)
    {
        services.AddSingleton<CasePages>();
        services.AddSingleton<RoutingPages>();
        services.AddSingleton(new LiveTopic(BoardEndpoints.Topic, Rights.DamageReportsSee, BoardSearch.Mark));
        services.AddSingleton(new DrillEnd(DamageTable.EndDrill));
        services.AddSingleton(s => new ReporterPart(s.GetRequiredService<DamageReportsModule>().Towns, s.GetRequiredService<Sealer>()).Part);
        services.AddSingleton(s => DamageCase.Module(s.GetRequiredService<Database>(), s.GetRequiredService<DamageReportsModule>().Towns));
        services.AddSingleton(s => new ConsoleModule(
            "damage-desk",
            "道路などの通報",
            [new("通報", CaseLists.Path, Rights.DamageReportsSee), new("現場", FieldEndpoints.Path, Rights.DamageReportsField), new("通報の統計", FigureEndpoints.Path, Rights.NumbersSee), new("通報の振り分け", RoutingEndpoints.Path, Rights.DamageReportsPlan)],
            (visit, stop) => Cards(s.GetRequiredService<Database>(), visit, stop),
            visit => visit.Town.Services.Any(service => service.Name == DamageReportsModule.Name)));
        services.AddSingleton(new ConsoleModule(
            "disaster-desk",
            "災害",
            [new("災害の状況", BoardEndpoints.Path, Rights.DamageReportsSee), new("消防団など", ResponderEndpoints.Path, Rights.DisasterSee)],
            On: visit => visit.Town.Services.Any(service => service.Name == DamageReportsModule.Name)));
        return services;
    }

    /// <summary>The page for keys stands with the town's settings, so it is added behind them.</summary>
    public static IServiceCollection AddOpen311Keys(this IServiceCollection services) => services.AddSingleton(new ConsoleModule(
        "open311", "町の設定", [new("通報の受け口（Open311）", KeyEndpoints.Path, Rights.DamageReportsKeys)], On: visit => visit.Town.Services.Any(service => service.Name == DamageReportsModule.Name)));

    public static void MapDamageDesk(this RouteGroupBuilder console)
    {
        console.MapCaseList();
        console.MapCases();
        console.MapMoves();
        console.MapSplits();
        console.MapWork();
        console.MapField();
        console.MapPictures();
        console.MapFigures();
        console.MapRouting();
        console.MapPublication();
        console.MapKeys();
        console.MapBoard();
        console.MapResponders();
    }

    private static async Task<IReadOnlyList<HomeCard>> Cards(Database database, Visit visit, CancellationToken stop)
    {
        if (!visit.May(Rights.DamageReportsSee))
        {
            return [];
        }

        var fresh = await database.ReadInTown(visit.TownId, tx => CaseListSearch.Page(tx, visit.TownId, new CaseFilter { States = ["new"] }, 0, 1, stop), stop);
        return [new HomeCard("未確認の通報", fresh.Total, $"{CaseLists.Path}?state=new", Rights.DamageReportsSee, IsUrgent: true, Note: "内容を確認する")];
    }
}
