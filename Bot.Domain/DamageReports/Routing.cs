using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Finds who sees to a report, by the town's own data, and says why.</summary>
public static class Routing
{
    /// <param name="point">Where it is; <c>null</c> when nobody knows.</param>
    /// <returns><c>null</c> for a place outside the region.</returns>
    public static Route? Find(DamagePlan plan, DamageKind kind, GeoPoint? point)
    {
        if (point is not { } place)
        {
            return ByRules(plan, kind, [], RoadOwner.Town, [new RouteReason(RouteStep.NoPlace)]);
        }

        switch (Where(plan, place))
        {
            case null:
                return null;
            case { Step: RouteStep.InNeighbour } there:
                return new Route(new RouteTarget.OtherTown(new TownId(there.Of)), RoadOwner.Town, [there]);
            case var here:
                var areas = plan.Areas.Where(a => a.Role != AreaRole.Town && a.Shape.Contains(place)).ToList();
                var road = areas.Find(a => a.Role == AreaRole.Road);
                var own = plan.Areas.Where(a => a.Role == AreaRole.Town && a.Shape.Contains(place));
                return ByRules(
                    plan, kind, [.. areas.Concat(own).Select(a => a.Code)], road?.Owner ?? RoadOwner.Town,
                    [
                        here,
                        .. road is null ? [] : (RouteReason[])[new RouteReason(RouteStep.OnRoad, road.Code)],
                        .. areas.Where(a => a.Role == AreaRole.District).Select(a => new RouteReason(RouteStep.InDistrict, a.Code)),
                    ]);
        }
    }

    /// <summary>In which town of the region a place lies; the town's own border counts before its neighbours'. <c>null</c> outside the region.</summary>
    public static RouteReason? Where(DamagePlan plan, GeoPoint point)
    {
        var borders = plan.Areas.Where(a => a.Role == AreaRole.Town);
        if (borders.FirstOrDefault(a => a.Shape.Contains(point)) is { } own)
        {
            return new RouteReason(RouteStep.InTown, own.Code);
        }

        return plan.Neighbours.FirstOrDefault(n => n.Shapes.Any(s => s.Contains(point))) is { } there ? new RouteReason(RouteStep.InNeighbour, there.Town.Value)
            : borders.Any() ? null
            : new RouteReason(RouteStep.NoBorder);
    }

    private static Route ByRules(DamagePlan plan, DamageKind kind, Items<string> areas, RoadOwner owner, Items<RouteReason> found)
    {
        foreach (var rule in plan.Rules)
        {
            if ((rule.Kind is null || rule.Kind == kind.Code)
                && (rule.Group is null || rule.Group == kind.Group)
                && (rule.Area is null || areas.Contains(rule.Area, StringComparer.Ordinal))
                && (rule.Owner is null || rule.Owner == owner))
            {
                return To(rule.Target, new RouteReason(RouteStep.Rule, rule.Line.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return kind.Department is { } ofKind ? To(new RouteTarget.Department(ofKind), new RouteReason(RouteStep.OfKind, kind.Code))
            : plan.GroupOf(kind)?.Department is { } ofGroup ? To(new RouteTarget.Department(ofGroup), new RouteReason(RouteStep.OfGroup, kind.Group))
            : To(new RouteTarget.Department(plan.Department), new RouteReason(RouteStep.OfTown));

        Route To(RouteTarget target, RouteReason why) => new(target, owner, [.. found, why]);
    }
}
