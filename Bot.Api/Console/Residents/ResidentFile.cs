using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Residents;

/// <summary>All that is held about one person: that of one request or report, and of all others of the same LINE account.</summary>
/// <param name="Held">Lists of named values by their title.</param>
/// <param name="Hinders">Why it cannot be erased now.</param>
public sealed record ResidentFile(IReadOnlyList<PersonHit> Hits, JsonObject Held, string? Hinders, IReadOnlyList<string> Stays)
{
    /// <summary>By service, of those that hold anything; none when nobody has that id. What staff typed stands alone.</summary>
    public static async Task<IReadOnlyList<(PersonPart Part, IReadOnlyList<PersonHit> Hits)>> Gather(
        NpgsqlTransaction tx, TownId town, Guid id, IEnumerable<PersonPart> parts, CancellationToken stop)
    {
        var every = parts.ToList();
        PersonHit? asked = null;
        foreach (var part in every)
        {
            asked ??= (await part.Of(tx, town, [id], [], stop)).SingleOrDefault();
        }

        var all = new List<(PersonPart, IReadOnlyList<PersonHit>)>();
        foreach (var part in asked is null ? [] : every)
        {
            if (await part.Of(tx, town, [id], asked!.Citizen is { } citizen ? [citizen.Value] : [], stop) is { Count: > 0 } hits)
            {
                all.Add((part, hits));
            }
        }

        return all;
    }

    public static async Task<ResidentFile> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyList<(PersonPart Part, IReadOnlyList<PersonHit> Hits)> all, CancellationToken stop)
    {
        var held = new JsonObject();
        foreach (var (part, hits) in all)
        {
            foreach (var (title, list) in (await part.Held(tx, town, hits, stop)).ToList())
            {
                held[title] ??= new JsonArray();
                foreach (var item in list!.AsArray())
                {
                    held[title]!.AsArray().Add(item!.DeepClone());
                }
            }
        }

        held["LINEでの入力"] = await PersonTalkTable.Held(tx, sealer, town, Citizens(all), stop);
        return new ResidentFile([.. all.SelectMany(a => a.Hits)], held, await WhyNot(tx, town, all, stop), [.. all.Select(a => a.Part.Stays)]);
    }

    /// <summary>Locks what would be erased; why it cannot be, or <c>null</c>.</summary>
    public static async Task<string?> WhyNot(NpgsqlTransaction tx, TownId town, IReadOnlyList<(PersonPart Part, IReadOnlyList<PersonHit> Hits)> all, CancellationToken stop)
    {
        foreach (var (part, hits) in all)
        {
            if (await part.Hinders(tx, town, hits, stop) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    public static IReadOnlyList<string> Citizens(IReadOnlyList<(PersonPart Part, IReadOnlyList<PersonHit> Hits)> all) =>
        [.. all.SelectMany(a => a.Hits).Select(h => h.Citizen?.Value).OfType<string>().Distinct(StringComparer.Ordinal)];
}
