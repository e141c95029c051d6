using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>A town's folder <c>damage-reports</c> as neutral rows: what may be reported, where what lies, who sees to it.</summary>
public sealed record DamageFiles
{
    public const string Service = "damage-reports";

    public required Items<DamageGroupRow> Groups { get; init; }

    public required Items<DamageKindRow> Kinds { get; init; }

    public required Items<DamageAreaRow> Areas { get; init; }

    public required Items<DamageOfficeRow> Offices { get; init; }

    public required Items<DamageRoutingRow> Routing { get; init; }

    /// <summary>What the public is told; <c>null</c> when nothing is.</summary>
    public DamagePublicationRow? Publication { get; init; }

    /// <summary>Places that residents name; what staff stored before there were any has none.</summary>
    public Items<DamageLandmarkRow> Landmarks { get; init; } = [];

    /// <summary>Reads the folder of a town that has the service, or that has it ready.</summary>
    internal static DamageFiles? Read(string townFolder, TownProfile town, FaultList faults)
    {
        var folder = Path.Combine(townFolder, Service);
        if (town.OperatorOf(Service) is null && faults.Bytes(Path.Combine(folder, "kinds.csv")) is null)
        {
            return null;
        }

        var groups = DamageKindFiles.Groups(folder, faults);
        var kinds = DamageKindFiles.Kinds(folder, groups, faults);
        var areas = DamageAreaFile.Read(folder, faults);
        var offices = DamageRoutingFiles.Offices(folder, faults);
        return new DamageFiles
        {
            Groups = groups,
            Kinds = kinds,
            Areas = areas,
            Offices = offices,
            Routing = DamageRoutingFiles.Rules(folder, groups, kinds, areas, offices, faults),
            Publication = DamagePublicationFiles.Read(folder, kinds, faults),
            Landmarks = DamageLandmarkFile.Read(folder, faults),
        };
    }

    internal static void Once(CsvRow row, string code, IEnumerable<string> before)
    {
        if (before.Contains(code, StringComparer.Ordinal))
        {
            row.Fault("code", $"「{code}」が二度あります。別の番号にしてください。");
        }
    }
}

/// <param name="Radius">Metres; <c>null</c> for the usual.</param>
public sealed record DamageGroupRow(string Code, LocalText Name, int? Radius, string Department);

public sealed record DamageKindRow
{
    public required string Code { get; init; }

    public required string Group { get; init; }

    public required LocalText Name { get; init; }

    public required int Severity { get; init; }

    public int? Radius { get; init; }

    public string? Department { get; init; }

    public bool DisasterOnly { get; init; }

    public LocalText? Hint { get; init; }
}

/// <param name="Role"><c>town</c>, <c>district</c> or <c>road</c>.</param>
/// <param name="Owner">Of a road: <c>prefecture</c> or <c>state</c>.</param>
public sealed record DamageAreaRow(string Code, LocalText Name, string Role, string? Owner, Items<DamagePolygonRow> Polygons);

/// <param name="Rings">The first is the border, the others are holes; the last corner is joined to the first.</param>
public sealed record DamagePolygonRow(Items<Items<GeoPoint>> Rings);

/// <param name="Owner"><c>prefecture</c> or <c>state</c>.</param>
public sealed record DamageOfficeRow(string Code, string Owner, LocalText Name, string Telephone);

/// <param name="Line">Of the file.</param>
/// <param name="Owner"><c>town</c>, <c>prefecture</c> or <c>state</c>.</param>
/// <param name="Target">Such as <c>department:construction</c>.</param>
public sealed record DamageRoutingRow(int Line, string? Kind, string? Group, string? Area, string? Owner, string Target);

/// <param name="Aliases">What people call it beside its name.</param>
public sealed record DamageLandmarkRow(string Code, LocalText Name, string Kana, Items<string> Aliases, GeoPoint Point);
