using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Console.StaffMessages;

/// <summary>The pages on which a department says what its staff are told, and sees what was sent.</summary>
public static class StaffMessagesHosting
{
    public static IServiceCollection AddStaffMessagePages(this IServiceCollection services)
    {
        services.AddSingleton<NoticePages>();
        services.AddSingleton(s => new ConsoleModule(
            "staff-messages",
            "町の設定",
            [new("職員への通知", NoticePages.Path, Rights.StaffMessagesSee)],
            (visit, stop) => Cards(s.GetRequiredService<Database>(), visit, stop)));
        return services;
    }

    public static void MapStaffMessages(this RouteGroupBuilder console)
    {
        console.MapNotices();
        console.MapOnCall();
        console.MapSent();
        console.MapNoticeChannels();
    }

    /// <summary>Shown only when something did not arrive: otherwise it is nobody's work.</summary>
    private static async Task<IReadOnlyList<HomeCard>> Cards(Database database, Visit visit, CancellationToken stop)
    {
        if (!visit.May(Rights.StaffMessagesSee))
        {
            return [];
        }

        var failed = await database.ReadInTown(visit.TownId, tx => StaffMessageTable.Failed(tx, visit.TownId, stop), stop);
        return failed.Count == 0
            ? []
            : [new HomeCard("届かなかった職員への通知", failed.Values.Sum(), NoticePages.Path, Rights.StaffMessagesSee, IsUrgent: true, Note: "宛先を確かめて送り直す")];
    }
}
