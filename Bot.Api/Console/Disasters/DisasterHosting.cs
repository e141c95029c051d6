using Bot.Domain.Staff;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Disasters;

/// <summary>The switch for disasters and drills, and the roads that are closed.</summary>
public static class DisasterHosting
{
    public static IServiceCollection AddDisasters(this IServiceCollection services)
    {
        services.AddSingleton<DisasterDesk>();
        services.AddSingleton(s => new ConsoleModule(
            "disaster",
            "災害",
            [
                new("災害モード", DisasterEndpoints.Path, Rights.DisasterSee),
                new("警報", WarningEndpoints.Path, Rights.DisasterSee),
                new("通行止め", ClosureEndpoints.Path, Rights.DisasterSee),
            ],
            (visit, stop) => Cards(s.GetRequiredService<Database>(), visit, stop),
            On: visit => visit.Town.OperatorOf("damage-reports") == visit.TownId));
        return services;
    }

    public static void MapDisasters(this RouteGroupBuilder console)
    {
        console.MapDisasterSwitch();
        console.MapWarnings();
        console.MapClosures();
    }

    /// <summary>What waits for somebody who may switch: to agree to what a warning or a colleague asks for, and to end what its warnings no longer call for.</summary>
    private static async Task<IReadOnlyList<HomeCard>> Cards(Database database, Visit visit, CancellationToken stop)
    {
        if (!visit.May(Rights.DisasterSwitch))
        {
            return [];
        }

        return await database.ReadInTown(visit.TownId, async tx => (await DisasterTable.Latest(tx, visit.TownId, 1, stop)).FirstOrDefault(m => m.EndedAt is null) switch
        {
            { Waits: true } mode => (IReadOnlyList<HomeCard>)[new HomeCard(mode.IsDrill ? "訓練の承認待ち" : "災害モードの承認待ち", 1, DisasterEndpoints.Path, Rights.DisasterSwitch, IsUrgent: true, Note: "理由を確かめて承認する")],
            { IsDrill: false } mode when await WarningTable.Over(tx, visit.TownId, mode.Id, stop) is not null =>
                [new HomeCard("警報が終わった災害モード", 1, DisasterEndpoints.Path, Rights.DisasterSwitch, IsUrgent: true, Note: "終わりにするか決める")],
            _ => [],
        }, stop);
    }
}
