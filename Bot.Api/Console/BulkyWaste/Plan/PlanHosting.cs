using Bot.Domain.Staff;
using Bot.Infrastructure.Settings;

namespace Bot.Api.Console.BulkyWaste.Plan;

/// <summary>Brings the plan's pages into the console of whoever owns one.</summary>
internal static class PlanHosting
{
    internal static void AddPlanPages(this IServiceCollection services)
    {
        services.AddSingleton<PlanDesk>();
        services.AddSingleton(s => new ConsoleModule(
            "bulky-waste-plan", "粗大ごみの決まり",
            [new("品目と手数料", PlanDesk.Home, Rights.BulkyWastePlan), new("収集日と件数", "bulky-waste/plan/calendar", Rights.BulkyWastePlan)],
            On: visit => PlanDesk.Owns(s.GetRequiredService<LiveRegion>(), visit.TownId)));
    }
}
