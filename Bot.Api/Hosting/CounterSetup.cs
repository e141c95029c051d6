using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Payments;
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
        services.AddSingleton(s => new BulkyWasteCounter(s.GetRequiredService<BulkyWasteModule>().Towns, s.GetRequiredService<Adoptions>()));
        services.AddSingleton(s => s.GetRequiredService<BulkyWasteCounter>().Service);
        services.AddSingleton<CounterDesk>();
    }
}
