using Bot.Api.Console;
using Bot.Api.Console.Counter;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Forms;
using Bot.Domain.Staff;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Towns;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bot.Api.Hosting;

/// <summary>Puts the counter together: which services staff may type for, and how residents take over what was typed.</summary>
internal static class CounterSetup
{
    internal static void AddCounter(this IServiceCollection services)
    {
        services.TryAddSingleton<CashDesk>();
        services.AddSingleton(s => new SlipCodes(s.GetRequiredService<LinksKey>().For("slip-code")));
        services.AddSingleton<Adoptions>();
        services.AddSingleton(s => new BulkyWasteCounter(s.GetRequiredService<BulkyWasteModule>().Towns));
        services.AddSingleton(s => s.GetRequiredService<BulkyWasteCounter>().Service);
        services.AddSingleton(s => new DamageCounter(s.GetRequiredService<DamageReportsModule>().Towns, s.GetRequiredService<Sealer>()).Service);
        services.AddSingleton<AdoptDesk>();
        services.AddSingleton<CounterDesk>();
        services.AddSingleton<CounterPages>();
        services.AddSingleton(new ConsoleModule(
            "counter", "粗大ごみ", [new("受け付け（窓口・電話）", "counter/bulky-waste", Rights.BulkyWasteCounter)],
            On: visit => visit.Town.Kind == TownKind.Union || visit.Town.OperatorOf("bulky-waste") is not null));
        services.AddSingleton(new ConsoleModule(
            "counter-damage", "道路などの通報", [new("通報の受け付け（窓口・電話）", "counter/damage-reports", Rights.DamageReportsCounter)],
            On: visit => visit.Town.OperatorOf(DamageReportsModule.Name) is not null));
    }

    internal static void MapCounters(this RouteGroupBuilder console)
    {
        foreach (var service in ((IEndpointRouteBuilder)console).ServiceProvider.GetServices<CounterService>())
        {
            console.MapCounter(service);
        }
    }
}
