using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;

namespace Bot.Api.Hosting;

/// <summary>Joins the pipeline to the core: who takes the turns, who says sorry, who speaks.</summary>
internal static class TalksSetup
{
    internal static void AddTalks(this IServiceCollection services, HouseSettings settings)
    {
        services.AddSingleton(new Renderer(settings.PublicBaseUrl));
        services.AddSingleton<EffectWriter>();
        services.AddSingleton<Teller>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton(s => Poison.Taste(s.GetRequiredService<TurnRunner>().Take, s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<Apology>(s => (town, parked) => Apologise(s.GetRequiredService<TownTalks>()[town], s.GetRequiredService<Renderer>(), parked, s.GetRequiredService<TimeProvider>().GetUtcNow()));
    }

    /// <summary>The one neutral message that a resident gets whose talk had to be put aside.</summary>
    private static OutboxRow? Apologise(TownTalk talk, Renderer renderer, PendingTurns parked, DateTimeOffset now)
    {
        var language = parked.Was.Language is { } tag ? new Language(tag) : Language.Japanese;
        var cause = $"{talk.Town.Value}/{parked.Citizen.Value}/parked/{parked.Was.TurnNo}";
        return renderer.Render([new Effect.Say(Words.Of("apology"))], talk.Words, language, talk.Profile, _ => "") is { } body
            ? new OutboxRow(NamedGuid.From(cause, "messages"), parked.Citizen, Lane.Reply, LineKinds.Messages, body, ReplyToken: null, ReplyUntil: null, now)
            : null;
    }
}
