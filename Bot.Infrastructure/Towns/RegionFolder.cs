using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>All towns and unions that one installation serves.</summary>
public sealed record Region
{
    public required Items<TownProfile> Towns { get; init; }

    public required NationalHolidays Holidays { get; init; }

    /// <summary>By operator: the union, or a town that collects by itself.</summary>
    public required IReadOnlyDictionary<TownId, BulkyWasteFiles> Waste { get; init; }

    public TownProfile? Find(TownId id) => Towns.FirstOrDefault(t => t.Id == id);
}

/// <summary>Reads the folder of all towns, and checks what one town says of another.</summary>
public static class RegionFolder
{
    /// <param name="path">For example <c>infra/towns</c>.</param>
    public static Loaded<Region> Load(string path)
    {
        var root = Path.GetFullPath(path);
        var faults = new FaultList(root);
        var folders = Directory.Exists(root) ? Directory.GetDirectories(root).Order(StringComparer.Ordinal).ToList() : [];
        if (folders.Count == 0)
        {
            faults.Add(root, null, null, "町のフォルダーがありません。");
        }

        var towns = folders.Select(f => TownFolder.Read(f, faults)).OfType<TownProfile>().ToList();
        var operators = towns.SelectMany(t => t.Services).Where(s => s.Name == "bulky-waste").Select(s => s.Operator).Distinct();
        var region = new Region
        {
            Towns = [.. towns],
            Holidays = NationalHolidays.Read(root, faults),
            Waste = operators
                .Where(o => towns.Exists(t => t.Id == o))
                .ToDictionary(o => o, o => BulkyWasteFiles.Read(Path.Combine(root, o.Value), faults)),
        };
        foreach (var town in towns)
        {
            Operators(root, town, region, faults);
            Zones(root, town, region, faults);
            DamageTargets(root, town, region, faults);
            DepartmentFile.Check(Path.Combine(root, town.Id.Value), town, faults);
        }

        return faults.Give(region);
    }

    private static void Operators(string root, TownProfile town, Region region, FaultList faults)
    {
        var file = Path.Combine(root, town.Id.Value, "town.json");
        foreach (var service in town.Services.Where(s => s.Operator != town.Id))
        {
            var union = region.Find(service.Operator);
            if (union is not { Kind: TownKind.Union } || !union.Members.Contains(town.Id) || union.Services.All(s => s.Name != service.Name))
            {
                faults.Add(file, null, "services",
                    $"「{service.Operator}」の town.json に、members として「{town.Id}」、services として「{service.Name}」がありません。");
            }
        }

        foreach (var member in town.Members.Where(m => region.Find(m) is not { Kind: TownKind.Town }))
        {
            faults.Add(file, null, "members", $"「{member}」という町のフォルダーがありません。");
        }
    }

    private static void DamageTargets(string root, TownProfile town, Region region, FaultList faults)
    {
        foreach (var rule in town.Damage?.Routing ?? [])
        {
            if (rule.Target.Split(':', 2) is ["town", var other] && (other == town.Id.Value || region.Towns.All(t => t.Id.Value != other || t.Kind != TownKind.Town)))
            {
                faults.Add(Path.Combine(root, town.Id.Value, DamageFiles.Service, "routing.csv"), rule.Line, "target", $"「{other}」というほかの町のフォルダーがありません。");
            }
        }
    }

    private static void Zones(string root, TownProfile town, Region region, FaultList faults)
    {
        if (town.OperatorOf("bulky-waste") is not { } id || !region.Waste.TryGetValue(id, out var files))
        {
            return;
        }

        foreach (var area in town.Areas.Where(a => !files.Zones.Any(z => z.Code == a.Zone && z.Town == town.Id)))
        {
            faults.Add(Path.Combine(root, town.Id.Value, "areas.csv"), null, "zone",
                $"「{area.Name.Ja}」の収集地区「{area.Zone}」が、{id} の zones.csv に「{town.Id}」の地区としてありません。");
        }
    }
}
