using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Turns what a town's folder says into the plan that the service works by.</summary>
public static class PlanFromFiles
{
    /// <summary>The group whose department sees to what nothing else is said of.</summary>
    private const string Rest = "other";

    /// <param name="town">One with the service.</param>
    public static DamagePlan Of(TownProfile town, Region region)
    {
        var files = town.Damage!;
        return new DamagePlan
        {
            Town = town.Id,
            TownName = town.Name,
            IsDisaster = town.Disaster is not null,
            IsWarned = town.Warned is not null,
            IsDrill = town.Disaster is { IsDrill: true },
            Groups = [.. files.Groups.Select(g => new KindGroup(g.Code, g.Name, g.Radius, g.Department))],
            Kinds = [.. files.Kinds.Select(ToKind)],
            Areas = [.. files.Areas.Select(ToArea)],
            Rules = [.. files.Routing.Select(r => new RoutingRule(r.Line, r.Kind, r.Group, r.Area, r.Owner is { } owner ? ToOwner(owner) : null, RouteTarget.Parse(r.Target)!))],
            Offices = [.. files.Offices.Select(o => new OutsideOffice(o.Code, ToOwner(o.Owner), o.Name, o.Telephone))],
            Neighbours =
            [
                .. region.Towns.Where(t => t.Id != town.Id && t.Damage is not null)
                    .Select(t => new Neighbour(t.Id, t.Name, [.. t.Damage!.Areas.Where(a => a.Role == "town").Select(ToShape)])),
            ],
            Landmarks =
            [
                .. town.Areas.Where(a => a.Point is not null).Select(a => new Landmark($"{Landmark.Area}{a.Code}", a.Name, a.Kana, a.Point!.Value)),
                .. files.Landmarks.Select(l => new Landmark($"mark:{l.Code}", l.Name, l.Kana, l.Point, l.Aliases)),
            ],
            Department = (files.Groups.FirstOrDefault(g => g.Code == Rest) ?? files.Groups[0]).Department,
            Publication = files.Publication is { } told ? ToPublication(told) : null,
        };
    }

    private static Publication ToPublication(DamagePublicationRow told) => new(
        [
            .. told.Kinds.Select(k => new PublicationRule(
                k.Kind,
                k.Publish switch { "at-once" => PublishWhen.AtOnce, "after-look" => PublishWhen.AfterLook, _ => PublishWhen.Never },
                k.Place switch { "exact" => PlaceShown.Exact, "near" => PlaceShown.Near, _ => PlaceShown.District })),
        ],
        told.ClosedDays,
        new Licence(told.Licence, told.LicenceUrl));

    internal static RoadOwner ToOwner(string text) => text switch
    {
        "state" => RoadOwner.State,
        "prefecture" => RoadOwner.Prefecture,
        _ => RoadOwner.Town,
    };

    private static DamageKind ToKind(DamageKindRow kind) => new()
    {
        Code = kind.Code,
        Name = kind.Name,
        Group = kind.Group,
        Radius = kind.Radius,
        Department = kind.Department,
        Hint = kind.Hint,
        Severity = kind.Severity,
        DisasterOnly = kind.DisasterOnly,
    };

    private static DamageArea ToArea(DamageAreaRow area) => new(
        area.Code,
        area.Name,
        area.Role switch
        {
            "road" => AreaRole.Road,
            "district" => AreaRole.District,
            _ => AreaRole.Town,
        },
        ToShape(area),
        ToOwner(area.Owner ?? "town"));

    private static GeoShape ToShape(DamageAreaRow area) =>
        new([.. area.Polygons.Select(p => new GeoPolygon(new GeoRing(p.Rings[0]), [.. p.Rings.Skip(1).Select(r => new GeoRing(r))]))]);
}
