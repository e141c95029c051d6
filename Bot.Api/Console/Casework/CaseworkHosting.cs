using Bot.Api.Console.Lists;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Casework;

/// <summary>Sets up what all services share on the console: notes, desks, letters, calls, views of lists, news.</summary>
public static class CaseworkHosting
{
    /// <summary>A handful of megabytes at most; further readers ask now and then.</summary>
    private const int MostListeners = 500;

    public static IServiceCollection AddCasework(this IServiceCollection services)
    {
        services.AddSingleton<Notes>();
        services.AddSingleton<LetterCodes>();
        services.AddSingleton<LetterDesk>();
        services.AddSingleton<CaseReader>();
        services.AddSingleton<CaseDoor>();
        services.AddSingleton<DeskDoor>();
        services.AddSingleton<LetterDoor>();
        services.AddSingleton<LiveTopics>();
        services.AddSingleton(new LiveSeats(MostListeners));
        services.AddSingleton(new LiveTopic(LiveTopics.Calls, Rights.CallsSee, MarkSearch.Calls));
        services.AddSingleton(new LiveTopic(LiveTopics.Replies, Rights.Home, MarkSearch.Replies));
        services.AddSingleton(s => CallCase.Module(s.GetRequiredService<Database>()));
        services.AddSingleton(s => new ConsoleModule(
            "casework", "対応",
            [new("職員への相談", "calls", Rights.CallsSee), new("住民からの返事", "replies", Rights.Home), new("自分の担当", "mine", Rights.Home)],
            async (visit, stop) => await Cards(visit, s.GetRequiredService<Database>(), [.. s.GetServices<CaseModule>()], stop)));
        return services;
    }

    /// <summary>Maps the pages, and the notes, desks and letters of every service that has registered a <see cref="CaseModule"/>.</summary>
    public static RouteGroupBuilder MapCaseworkPages(this RouteGroupBuilder console)
    {
        console.MapViews();
        console.MapLive();
        console.MapCalls();
        console.MapWaiting();
        foreach (var module in ((IEndpointRouteBuilder)console).ServiceProvider.GetServices<CaseModule>())
        {
            console.MapCasework(module);
        }

        return console;
    }

    private static async Task<IReadOnlyList<HomeCard>> Cards(Visit visit, Database database, CaseModule[] modules, CancellationToken stop)
    {
        var calls = visit.May(Rights.CallsSee) ? await database.ReadInTown(visit.TownId, tx => CallSearch.Count(tx, visit.TownId, stop), stop) : 0;
        var replies = (await WaitingEndpoints.Unread(visit, database, modules)).Count;
        var mine = (await WaitingEndpoints.Desk(visit, database, modules)).Count;
        return
        [
            new HomeCard("職員への相談", calls, "calls", Rights.CallsSee, IsUrgent: true),
            new HomeCard("返事が来ています", replies, "replies", Rights.Home, Note: replies > 0 ? "住民が手紙に返事をしました" : null),
            new HomeCard("自分の担当", mine, "mine", Rights.Home),
        ];
    }
}
