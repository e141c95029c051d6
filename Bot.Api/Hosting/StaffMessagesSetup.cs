using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Hosting;

/// <summary>Messages to staff: what they tell of, how they go out, and the round that finds what is to be told.</summary>
internal static class StaffMessagesSetup
{
    internal static void AddStaffMessages(this IServiceCollection services, IConfiguration configuration, HouseSettings settings)
    {
        var mail = MailSettings.Of(configuration);
        HookWire.Add(services, new HookWire(settings.IsDevelopment && configuration["StaffHooks:AllowLoopback"] is "true"));
        services.AddSingleton(new MailState(mail));
        services.AddSingleton<ToldStory>();
        services.AddSingleton(s => new StaffMail(mail, s.GetRequiredService<ToldStory>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StaffLine>();
        services.AddSingleton<StaffGroups>();
        services.AddSingleton<StaffHooks>();
        services.AddSingleton(s => new StaffMessageDesk(
            [
                new WaitingCaseSearch(s.GetRequiredService<DamageReportsModule>().Towns).Of,
                (tx, town, stop) => RollNewsSearch.Waiting(tx, s.GetRequiredService<SchoolsModule>().Towns, town, s.GetRequiredService<TimeProvider>().GetUtcNow(), stop),
            ],
            s.GetRequiredService<LiveRegion>(), settings.PublicBaseUrl, s.GetRequiredService<TimeProvider>()));
        if (settings.Does("worker"))
        {
            services.AddHostedService<StaffMessageRounds>();
        }
    }

    internal static IEnumerable<KeyValuePair<string, OutboxHandler>> Handlers(IServiceProvider services) =>
    [
        new(StaffKinds.Mail, services.GetRequiredService<StaffMail>().Send),
        new(StaffKinds.Line, services.GetRequiredService<StaffLine>().Send),
        new(StaffKinds.Hook, services.GetRequiredService<StaffHooks>().Send),
    ];
}
