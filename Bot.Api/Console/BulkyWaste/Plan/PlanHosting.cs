using System.Text.Json.Nodes;
using Bot.Api.Console.Settings;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.BulkyWaste.Plan;

/// <summary>Brings the plan's pages into the console of whoever owns one.</summary>
internal static class PlanHosting
{
    internal static void AddPlanPages(this IServiceCollection services)
    {
        services.AddSingleton<PlanDesk>();
        services.AddSingleton(s => new FolderPart(
            PlanPieces.Prefix, Rights.BulkyWastePlanChange, visit => Files(visit, s.GetRequiredService<PlanDesk>()),
            (visit, archive) => Pieces(visit, archive, s.GetRequiredService<PlanDesk>())));
        services.AddSingleton(s => new ConsoleModule(
            "bulky-waste-plan", "粗大ごみの決まり",
            [new("品目と手数料", PlanDesk.Home, Rights.BulkyWastePlan), new("収集日と件数", "bulky-waste/plan/calendar", Rights.BulkyWastePlan)],
            On: visit => PlanDesk.Owns(s.GetRequiredService<LiveRegion>(), visit.TownId)));
    }

    private static async Task<IReadOnlyDictionary<string, string>> Files(Visit visit, PlanDesk desk) => desk.Owns(visit)
        ? PlanToFiles.Write(visit.TownId, PlanPieces.ToPlan(await desk.Pieces(visit)))
        : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The plan of an archive over the present one; of another operator's the catalogue alone. The figures of single days stay.</summary>
    private static async Task<Loaded<IReadOnlyDictionary<string, JsonNode?>>> Pieces(Visit visit, ArchivedTown archive, PlanDesk desk)
    {
        if (!desk.Owns(visit) || !archive.Files.Keys.Any(f => f.Contains("/bulky-waste/", StringComparison.Ordinal)))
        {
            return new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(new Dictionary<string, JsonNode?>(StringComparer.Ordinal));
        }

        var loaded = BulkyWasteFiles.Load(archive.Town, archive.Files);
        if (loaded is not Loaded<BulkyWasteFiles>.Good(var files))
        {
            return new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Bad(((Loaded<BulkyWasteFiles>.Bad)loaded).Faults);
        }

        var was = await desk.Pieces(visit);
        var present = PlanPieces.ToPlan(was);
        return new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(Changed(was, archive.Town == visit.TownId
            ? PlanMerge.Over(present, files.ToPlan(), visit.Today)
            : PlanMerge.CatalogueOver(present, files.ToPlan(), visit.Today)));
    }

    /// <summary>The pieces by which the plan differs; an article that stays keeps its place in the list.</summary>
    internal static Dictionary<string, JsonNode?> Changed(IReadOnlyDictionary<string, JsonNode?> was, CollectionPlan plan)
    {
        var next = PlanPieces.Of(plan, was);
        return was.Keys.Concat(next.Keys).Distinct(StringComparer.Ordinal)
            .Where(k => PlanPieces.KindOf(k) != "day" && !PieceJson.Same(was.GetValueOrDefault(k), next.GetValueOrDefault(k)))
            .ToDictionary(k => k, k => next.GetValueOrDefault(k), StringComparer.Ordinal);
    }
}
