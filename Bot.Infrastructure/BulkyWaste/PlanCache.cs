using System.Collections.Concurrent;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A plan ready for use: the catalogue indexed for searching, the calendar with its holidays.</summary>
public sealed record ReadyPlan(int Version, CollectionPlan Plan, Catalogue Catalogue, CollectionCalendar Calendar)
{
    public CollectionZone? Zone(string code) => Plan.Zones.FirstOrDefault(z => z.Code == code);
}

/// <summary>Keeps plans in memory and asks the table only for the version.</summary>
public sealed class PlanCache(BulkyTowns towns)
{
    private readonly ConcurrentDictionary<TownId, (ReadyPlan Plan, Region From)> _plans = new();

    /// <exception cref="InvalidOperationException">The operator's files were never loaded.</exception>
    public async Task<ReadyPlan> Of(NpgsqlTransaction tx, TownId @operator, CancellationToken stop)
    {
        var version = await PlanTable.Version(tx, @operator, stop) ?? throw new InvalidOperationException($"the catalogue of {@operator} was never loaded");
        var region = towns.Region;
        if (_plans.TryGetValue(@operator, out var known) && known.Plan.Version == version)
        {
            // The plan is the same; only the closings of the office may be others.
            return ReferenceEquals(known.From, region) ? known.Plan : Keep(known.Plan with { Calendar = towns.Calendar(@operator, known.Plan.Plan) });
        }

        var plan = await PlanTable.Read(tx, @operator, stop);
        return Keep(new ReadyPlan(version, plan, plan.ToCatalogue(), towns.Calendar(@operator, plan)));

        ReadyPlan Keep(ReadyPlan ready)
        {
            _plans[@operator] = (ready, region);
            return ready;
        }
    }
}
