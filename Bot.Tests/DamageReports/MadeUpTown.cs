using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Tests.DamageReports;

/// <summary>A town of rectangles that may overlap, with rules made at random, and a reading of them that is too simple to be wrong.</summary>
internal sealed class MadeUpTown
{
    private readonly List<(string Code, AreaRole Role, RoadOwner Owner, int Left, int Bottom, int Right, int Top)> _boxes = [];
    private (int Left, int Bottom, int Right, int Top) _neighbour;

    public DamagePlan Plan { get; private set; } = null!;

    public static GeoPoint At(double x, double y) => new(36 + y / 1024, 138 + x / 1024);

    public static MadeUpTown Of(Random dice)
    {
        var town = new MadeUpTown();
        if (dice.Next(5) > 0)
        {
            town._boxes.Add(("own", AreaRole.Town, RoadOwner.Town, 0, 0, 12, 20));
        }

        for (var n = 0; n < 6; n++)
        {
            var (left, bottom) = (dice.Next(0, 18), dice.Next(0, 18));
            var road = dice.Next(2) == 0;
            town._boxes.Add((
                $"a{n}", road ? AreaRole.Road : AreaRole.District, road ? (RoadOwner)dice.Next(3) : RoadOwner.Town, left, bottom, left + dice.Next(1, 6), bottom + dice.Next(1, 6)));
        }

        town._neighbour = (12, 0, 20, 20);
        string?[] kinds = [null, "k0", "k1", "k2"], groups = [null, null, "g0", "g1"];
        RouteTarget[] targets = [new RouteTarget.Department("d0"), new RouteTarget.Department("d1"), new RouteTarget.Outside("o1"), new RouteTarget.OtherTown(new TownId("third"))];
        town.Plan = new DamagePlan
        {
            Town = new TownId("own"),
            TownName = new LocalText("町"),
            Groups = [new KindGroup("g0", new LocalText("g0"), null, "of-g0"), new KindGroup("g1", new LocalText("g1"), null, null)],
            Kinds =
            [
                .. Enumerable.Range(0, 4).Select(n => new DamageKind { Code = $"k{n}", Name = new LocalText("k"), Group = $"g{n % 2}", Severity = 1, Department = n == 3 ? "of-k3" : null }),
            ],
            Areas = [.. town._boxes.Select(b => new DamageArea(b.Code, new LocalText(b.Code), b.Role, Shape(b.Left, b.Bottom, b.Right, b.Top), b.Owner))],
            Rules =
            [
                .. Enumerable.Range(2, 6).Select(line => new RoutingRule(
                    line, kinds[dice.Next(4)], groups[dice.Next(4)], dice.Next(2) == 0 ? null : town._boxes[dice.Next(town._boxes.Count)].Code,
                    dice.Next(3) == 0 ? (RoadOwner)dice.Next(3) : null, targets[dice.Next(4)])).Where(r => r.Kind is not null || r.Area is not null || r.Owner is not null),
            ],
            Offices = [],
            Neighbours = [new Neighbour(new TownId("next"), new LocalText("隣"), [Shape(12, 0, 20, 20)])],
            Landmarks = [],
            Department = "rest",
        };
        return town;
    }

    /// <summary>Right and top edges belong to what lies beyond them.</summary>
    public string Naive(DamageKind kind, GeoPoint point)
    {
        var (x, y) = ((point.Longitude - 138) * 1024, (point.Latitude - 36) * 1024);
        bool In(int left, int bottom, int right, int top) => x >= left && x < right && y >= bottom && y < top;
        var inside = _boxes.Where(b => In(b.Left, b.Bottom, b.Right, b.Top)).ToList();
        var own = _boxes.Exists(b => b.Role == AreaRole.Town);
        if (!inside.Exists(b => b.Role == AreaRole.Town))
        {
            if (In(_neighbour.Left, _neighbour.Bottom, _neighbour.Right, _neighbour.Top))
            {
                return "town:next";
            }

            if (own)
            {
                return "nobody";
            }
        }

        var owner = inside.Where(b => b.Role == AreaRole.Road).Select(b => (RoadOwner?)b.Owner).FirstOrDefault() ?? RoadOwner.Town;
        foreach (var rule in Plan.Rules)
        {
            var fits = (rule.Kind ?? kind.Code) == kind.Code && (rule.Group ?? kind.Group) == kind.Group && (rule.Owner ?? owner) == owner
                && (rule.Area is null || inside.Exists(b => b.Code == rule.Area));
            if (fits)
            {
                return rule.Target.Text;
            }
        }

        return kind.Code == "k3" ? "department:of-k3" : kind.Group == "g0" ? "department:of-g0" : "department:rest";
    }

    private static GeoShape Shape(int left, int bottom, int right, int top) =>
        new([new GeoPolygon(new GeoRing([At(left, bottom), At(right, bottom), At(right, top), At(left, top)]))]);
}
