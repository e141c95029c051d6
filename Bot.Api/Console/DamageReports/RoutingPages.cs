using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Route = Bot.Domain.DamageReports.Route;

namespace Bot.Api.Console.DamageReports;

/// <summary>The routing of a town as its page shows it.</summary>
/// <param name="Mark">Of the stored piece, by which it is noticed that somebody was quicker.</param>
public sealed record RoutingView(DamageFiles Files, DamagePlan Plan, string Mark, IReadOnlyList<Section> Offices, DamageTowns Towns)
{
    public string NameOf(RouteTarget target) => target is RouteTarget.Department(var code)
        ? Offices.FirstOrDefault(o => o.Code == code)?.Name ?? $"{code}（職員画面に未登録）"
        : Towns.NameOf(Plan.Town, target).Ja;

    /// <summary>All to which a line may send: departments that the console or the town's data name, neighbours that have the service, offices.</summary>
    public IReadOnlyList<RouteTarget> Targets =>
    [
        .. Offices.Select(o => o.Code).Concat(Files.Groups.Select(g => g.Department)).Concat(Files.Kinds.Select(k => k.Department).OfType<string>())
            .Concat(Plan.Rules.Select(r => r.Target).OfType<RouteTarget.Department>().Select(d => d.Code)).Distinct(StringComparer.Ordinal).Select(c => (RouteTarget)new RouteTarget.Department(c)),
        .. Plan.Offices.Select(o => new RouteTarget.Outside(o.Code)),
        .. Plan.Neighbours.Select(n => new RouteTarget.OtherTown(n.Town)),
    ];
}

/// <summary>What the routing makes of one place.</summary>
/// <param name="Route"><c>null</c> for a place outside the region.</param>
public sealed record RoutingTry(DamageKind Kind, GeoPoint Point, Route? Route);

/// <summary>A case that other rules would have sent elsewhere.</summary>
public sealed record Rerouted(StoredCase Case, Route? Was, Route? Would);

/// <summary>How the cases of the last days would have been routed by other rules.</summary>
public sealed record RoutingPreview(int Looked, IReadOnlyList<Rerouted> Changed);

/// <summary>Reads a town's routing from the database, tries it, and compares it with another.</summary>
internal sealed class RoutingPages(Database database, LiveRegion live, DamageReportsModule service)
{
    public const int Days = 90;

    private const int MostLooked = 20_000;

    /// <summary><c>null</c> when the town has no such service.</summary>
    public async Task<RoutingView?> Now(Visit visit)
    {
        if (service.Towns.Find(visit.TownId) is null)
        {
            return null;
        }

        var (pieces, offices) = await database.ReadInTown(
            visit.TownId, async tx => (await SettingTable.All(tx, visit.TownId, visit.Stop), await ColleagueSearch.Offices(tx, visit.TownId, visit.Stop)), visit.Stop);
        var town = TownPieces.Over(live.Folder.Find(visit.TownId)!, pieces);
        return new RoutingView(town.Damage!, PlanFromFiles.Of(town, live.Now), PieceJson.Mark(pieces.GetValueOrDefault(TownPieces.Damage)), offices, service.Towns);
    }

    /// <summary>The same town by other rules.</summary>
    public DamagePlan Plan(Visit visit, DamageFiles files) => PlanFromFiles.Of(live.Now.Find(visit.TownId)! with { Damage = files }, live.Now);

    /// <summary>The place that the address asks about; <c>null</c> when it asks about none.</summary>
    public static (RoutingTry? Try, bool IsWrong) Asked(Visit visit, DamagePlan plan)
    {
        if (visit.Query("lat").Length + visit.Query("long").Length + visit.Query("of").Length == 0)
        {
            return (null, false);
        }

        return plan.Kind(visit.Query("of")) is { } kind && Degrees(visit.Query("lat"), 90) is { } latitude && Degrees(visit.Query("long"), 180) is { } longitude
            && new GeoPoint(latitude, longitude) is var point
            ? (new RoutingTry(kind, point, Routing.Find(plan, kind, point)), false)
            : (null, true);
    }

    public async Task<RoutingPreview> Compare(Visit visit, DamagePlan now, DamagePlan wished)
    {
        var list = await database.ReadInTown(
            visit.TownId,
            tx => CaseListSearch.Page(tx, visit.TownId, new CaseFilter { States = [], From = visit.Now.AddDays(-Days), Order = CaseOrder.Newest }, 0, MostLooked, visit.Stop),
            visit.Stop);
        var changed = list.Cases.Select(c => new Rerouted(c, Find(now, c), Find(wished, c))).Where(c => c.Was?.Target != c.Would?.Target).ToList();
        return new RoutingPreview(list.Cases.Count, changed);
    }

    private static Route? Find(DamagePlan plan, StoredCase stored) => plan.Kind(stored.Kind) is { } kind ? Routing.Find(plan, kind, stored.Point) : null;

    private static double? Degrees(string typed, double most) =>
        double.TryParse(JapaneseText.Normal(typed), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;
}
