using System.Text.Json.Nodes;
using Bot.Api.Console.Settings;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.BulkyWaste.Plan;

/// <summary>The plan of whoever collects, for its owner's staff.</summary>
public sealed class PlanDesk(Database database, ChangeDesk changes, ChangeAnswer answer, LiveRegion live, BulkyTowns towns)
{
    public const string Home = "bulky-waste/plan";
    public const string Log = "bulky-waste/plan/history";

    /// <summary>Whether the town or union owns a plan; only the owner's staff edit it.</summary>
    public static bool Owns(LiveRegion live, TownId town) => live.Folder.Waste.ContainsKey(town);

    public bool Owns(Visit visit) => Owns(live, visit.TownId);

    public Region Region => live.Now;

    /// <summary>What the folder says of the plan.</summary>
    public CollectionPlan Folder(Visit visit) => live.Folder.Waste[visit.TownId].ToPlan();

    public Task<IReadOnlyDictionary<string, JsonNode?>> Pieces(Visit visit) =>
        database.ReadInTown(visit.TownId, tx => changes.Read(tx, visit.TownId, PlanPieces.Prefix, visit.Stop), visit.Stop);

    public Task<IReadOnlyDictionary<DateOnly, DayTaken>> Taken(Visit visit, string zone, DateOnly first, DateOnly last) =>
        database.ReadInTown(visit.TownId, tx => DayTable.Between(tx, visit.TownId, zone, first, last, visit.Stop), visit.Stop);

    public CollectionCalendar Calendar(Visit visit, CollectionPlan plan) => towns.Calendar(visit.TownId, plan);

    public Task<IResult> Make(Visit visit, string what, string back, Func<Items<Fault>, string?, IResult> refuse, params ReadOnlySpan<(string Piece, JsonNode? Value)> pieces)
    {
        var wished = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (piece, value) in pieces)
        {
            wished[piece] = value;
        }

        return answer.Make(visit, Rights.BulkyWastePlanChange, what, wished, back, Log, refuse);
    }

    public Task<IResult> Make(Visit visit, string what, string back, Func<Items<Fault>, string?, IResult> refuse, IReadOnlyDictionary<string, JsonNode?> pieces) =>
        answer.Make(visit, Rights.BulkyWastePlanChange, what, pieces, back, Log, refuse);
}
