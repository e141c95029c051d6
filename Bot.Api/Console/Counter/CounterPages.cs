using Bot.Api.Forms;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Api.Console.Counter;

/// <summary>Walks a form for the counter with the facts of the resident's town, from the same sources as the talk.</summary>
public sealed class CounterPages(TownTalks talks, Faces faces, Database database)
{
    private const int MostRounds = 8;

    /// <summary>The towns for whose residents this member of staff may type: their own, or those that the union serves.</summary>
    public async Task<IReadOnlyList<TownFace>> Towns(Visit visit, CounterService service)
    {
        IReadOnlyList<TownId> towns = visit.Town.Kind == TownKind.Union
            ? await database.ReadInTown(visit.TownId, tx => OperatorSearch.Members(tx, visit.TownId, visit.Stop), visit.Stop)
            : [visit.TownId];
        return [.. towns.Select(t => faces.Find(t.Value)).OfType<TownFace>().Where(f => IsServed(visit, f.Look.Id, service))];
    }

    public async Task<TownFace?> Town(Visit visit, CounterService service, string of) =>
        (await Towns(visit, service)).FirstOrDefault(f => f.Look.Id.Value == of);

    /// <param name="strict">Says what is missing, as before saving.</param>
    public async Task<PageWalk.Drawn> Walk(NpgsqlTransaction tx, TownFace of, CounterService service, Func<string, string> typed, bool strict, DateTimeOffset now, CancellationToken stop)
    {
        var talk = talks[of.Look.Id];
        var page = new OnePage(talk.Forms[service.Form], typed, talk.Words, now);
        return await Settle(tx, talk, known => page.Walk(known, strict), now, stop);
    }

    /// <summary>What a typed word may mean.</summary>
    public async Task<Items<LineOption>> Look(NpgsqlTransaction tx, TownFace of, CounterService service, LinesQuestion question, string text, DateTimeOffset now, CancellationToken stop)
    {
        var talk = talks[of.Look.Id];
        var cache = new FactCache();
        var facts = await cache.Add(Facts.None, talk, Turn(tx, talk, now), question.Needs(Answers.None), stop);
        return new OnePage(talk.Forms[service.Form], _ => "", talk.Words, now).Look(facts, question, text);
    }

    private static async Task<PageWalk.Drawn> Settle(NpgsqlTransaction tx, TownTalk talk, Func<Facts, PageWalk> walk, DateTimeOffset now, CancellationToken stop)
    {
        var (facts, cache) = (Facts.None, new FactCache());
        for (var round = 0; round < MostRounds; round++)
        {
            switch (walk(facts))
            {
                case PageWalk.Drawn drawn:
                    return drawn;
                case PageWalk.Lacking(var needs):
                    facts = await cache.Add(facts, talk, Turn(tx, talk, now), needs, stop);
                    break;
            }
        }

        throw new InvalidOperationException("the page kept asking for facts");
    }

    private static TurnContext Turn(NpgsqlTransaction tx, TownTalk talk, DateTimeOffset now) => new(tx, talk.Town, Citizen: null, "", now);

    private bool IsServed(Visit visit, TownId town, CounterService service) =>
        talks.Find(town) is { } talk && talk.Forms.ContainsKey(service.Form)
        && (visit.Town.Kind != TownKind.Union || talk.Profile.OperatorOf(service.Module) == visit.TownId);
}
