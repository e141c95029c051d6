using Bot.Api.Console.Casework;
using Bot.Api.Console.Lists;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>The pages on which staff work on requests.</summary>
public static class DeskHosting
{
    public static IServiceCollection AddBulkyDesk(this IServiceCollection services)
    {
        services.AddSingleton<RequestPages>();
        services.AddSingleton<RequestLists>();
        services.AddSingleton(s => new RequesterPart(s.GetRequiredService<BulkyWasteModule>().Towns).Part);
        services.AddSingleton(s => BulkyCase.Module(s.GetRequiredService<Database>(), s.GetRequiredService<BulkyWasteModule>().Towns));
        services.AddSingleton(new LiveTopic(RequestLife.Module, Rights.BulkyWasteSee, RequestListSearch.Mark));
        services.AddSingleton(s => new ConsoleModule(
            "bulky-desk",
            "粗大ごみ",
            [
                new("申し込み", "bulky-waste", Rights.BulkyWasteSee),
                new("収納と返金", "bulky-waste/accounts", Rights.Accounts),
                new("統計", "bulky-waste/statistics", Rights.NumbersSee),
            ],
            (visit, stop) => Cards(s.GetRequiredService<Database>(), visit, stop),
            visit => visit.Town.Services.Any(service => service.Name == RequestLife.Module)));
        return services;
    }

    public static void MapBulkyDesk(this RouteGroupBuilder console)
    {
        console.MapRequestList();
        console.MapRequests();
        console.MapRequestActions();
        console.MapRequestChanges();
        console.MapAccounts();
        console.MapStatistics();
    }

    private static async Task<IReadOnlyList<HomeCard>> Cards(Database database, Visit visit, CancellationToken stop)
    {
        if (!visit.May(Rights.BulkyWasteSee))
        {
            return [];
        }

        var counts = await database.ReadInTown(visit.TownId, tx => RequestListSearch.Counts(tx, visit.TownId, stop), stop);
        return
        [
            Card("checking", isUrgent: true, "品目と手数料を決める"),
            Card("left", isUrgent: true, "連絡または収集日の変更"),
            Card("top-up", isUrgent: false, "期限切れは対応を決める"),
            Card("unpaid", isUrgent: false, null),
        ];

        HomeCard Card(string tab, bool isUrgent, string? note) =>
            new(BulkyShown.Tabs[tab], counts[tab], $"bulky-waste?tab={tab}", Rights.BulkyWasteSee, IsUrgent: isUrgent, Note: note);
    }
}
