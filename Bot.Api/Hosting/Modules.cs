using Bot.Domain.Kernel;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.StaffMessages;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>Which services this house has, and what each brings: forms and desks, handlers of alarms and of news about payments; and who does which kind of outgoing row.</summary>
internal static class Modules
{
    internal static void AddModules(this IServiceCollection services, HouseSettings settings)
    {
        // The teller knows the talks, and the talks know the modules: so a module asks for the teller when it has something to tell.
        services.AddSingleton(s => new BulkyWasteModule(
            s.GetRequiredService<LiveRegion>(), s.GetRequiredService<PaymentDesk>(),
            (tx, town, citizen, cause, effects, now, stop) => s.GetRequiredService<Teller>().Tell(tx, town, citizen, cause, effects, now, stop),
            Teller.Speaks, s.GetRequiredService<Sealer>(), s.GetRequiredService<BlindIndex>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new DamageReportsModule(
            s.GetRequiredService<LiveRegion>(),
            (tx, town, citizen, cause, effects, now, stop) => s.GetRequiredService<Teller>().Tell(tx, town, citizen, cause, effects, now, stop),
            Teller.Speaks, s.GetRequiredService<Sealer>(), s.GetRequiredService<PhotoAddresses>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new SchoolsModule(
            s.GetRequiredService<LiveRegion>(),
            (tx, town, citizen, cause, effects, now, stop) => s.GetRequiredService<Teller>().Tell(tx, town, citizen, cause, effects, now, stop),
            s.GetRequiredService<Sealer>(), s.GetRequiredService<LinkCodes>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new LinkCodes(s.GetRequiredService<LinksKey>().For("school-link")));
        services.AddSingleton<IReadOnlyList<Module>>(s =>
        [
            s.GetRequiredService<BulkyWasteModule>().Module, s.GetRequiredService<AdoptDesk>().Module, s.GetRequiredService<DamageReportsModule>().Module,
            s.GetRequiredService<SchoolsModule>().Module,
        ]);
        services.AddSingleton<IReadOnlyDictionary<string, AlarmHandler>>(s => new Dictionary<string, AlarmHandler>(StringComparer.Ordinal)
        {
            [BulkyWasteModule.Name] = s.GetRequiredService<BulkyWasteModule>().Alarms,
        });
        services.AddSingleton<IReadOnlyDictionary<string, PaymentSettled>>(s => new Dictionary<string, PaymentSettled>(StringComparer.Ordinal)
        {
            [BulkyWasteModule.Name] = s.GetRequiredService<BulkyWasteModule>().Payments,
        });
        services.AddSingleton(s => new ChangeDesk(
            [new NoticeShelf(s.GetRequiredService<MailState>().Settings, s.GetRequiredService<TimeProvider>()).Shelf, new DepartmentShelf(s.GetRequiredService<LiveRegion>(), s.GetRequiredService<TimeProvider>()).Shelf, new TownShelf(s.GetRequiredService<LiveRegion>()).Shelf, new PlanShelf(s.GetRequiredService<LiveRegion>()).Shelf], s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new PhotoHandOver(
            s.GetRequiredService<Database>(), s.GetRequiredService<Sealer>(), (bytes, stop) => s.GetRequiredService<PictureCleaner>().Clean(bytes, stop), s.GetRequiredService<TimeProvider>()));
        if (settings.Does("worker"))
        {
            services.AddHostedService<ParcelRounds>();
        }

        services.AddSingleton<Arrivals>();
        services.AddSingleton(Handlers);
    }

    internal static Task Store(Database database, Region region, TimeProvider clock, CancellationToken stop) =>
        CatalogueLoader.LoadAll(database, region, JapanTime.Day(clock.GetUtcNow()), stop);

    private static IReadOnlyDictionary<string, OutboxHandler> Handlers(IServiceProvider services)
    {
        // Arrivals need the inbox, and the inbox's queues need these handlers: so they are asked for when the first one arrives.
        var line = LineHandlers.All(
            services.GetRequiredService<LineClient>(), services.GetRequiredService<LineChannels>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<PictureCleaner>(),
            (job, language, stop) => services.GetRequiredService<Arrivals>().Take(job, language, stop),
            (picture, arrival, stop) => services.GetRequiredService<Arrivals>().Take(picture, arrival, stop));
        return new Dictionary<string, OutboxHandler>(line.Concat(StaffMessagesSetup.Handlers(services)), StringComparer.Ordinal)
        {
            ["stripe.checkout"] = (job, stop) => services.GetRequiredService<CheckoutHandler>().Handle(job, stop),
            ["stripe.refund"] = (job, stop) => services.GetRequiredService<RefundHandler>().Handle(job, stop),
            ["stripe.expire"] = (job, stop) => services.GetRequiredService<ExpireHandler>().Handle(job, stop),
        };
    }
}
