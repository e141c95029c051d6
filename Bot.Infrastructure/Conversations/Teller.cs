using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Conversations;

/// <summary>What <see cref="Teller.Tell"/> does, for services that are put together before there are talks.</summary>
public delegate Task<OutboxRow> Telling(
    NpgsqlTransaction tx, TownId town, CitizenId citizen, string cause, Items<Effect> effects, DateTimeOffset now, CancellationToken stop);

/// <summary>What <see cref="Teller.Speaks"/> does.</summary>
public delegate Task<Language> Speaking(NpgsqlTransaction tx, TownId town, CitizenId citizen, CancellationToken stop);

/// <summary>Tells a resident something outside a turn: a payment arrived, a collection is tomorrow. In the language that the resident speaks with us.</summary>
public sealed class Teller(TownTalks talks, Renderer renderer)
{
    /// <summary>The row that says it; its id follows from the cause, so telling twice tells once. The caller adds it to the outbox.</summary>
    /// <param name="cause">Unique within the town for this news, such as <c>payment/{id}/paid</c>.</param>
    /// <exception cref="ArgumentException">There is nothing to say in the effects.</exception>
    public async Task<OutboxRow> Tell(
        NpgsqlTransaction tx, TownId town, CitizenId citizen, string cause, Items<Effect> effects, DateTimeOffset now, CancellationToken stop)
    {
        var talk = talks[town];
        var language = await SpokenTable.Of(tx, town, citizen, stop);
        var body = renderer.Render(effects, talk.Words, language, talk.Profile, _ => throw new InvalidOperationException("a page opens only in a turn"))
            ?? throw new ArgumentException("nothing to say", nameof(effects));
        return new OutboxRow(NamedGuid.From($"{town.Value}/{cause}", "messages"), citizen, Lane.Notice, LineKinds.Messages, body, ReplyToken: null, ReplyUntil: null, now);
    }

    /// <summary>The language in which we speak with a resident; Japanese for one who has not chosen.</summary>
    public static Task<Language> Speaks(NpgsqlTransaction tx, TownId town, CitizenId citizen, CancellationToken stop) => SpokenTable.Of(tx, town, citizen, stop);
}
