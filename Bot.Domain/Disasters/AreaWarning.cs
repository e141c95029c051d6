namespace Bot.Domain.Disasters;

/// <summary>What a town decides about separately. The names are stored.</summary>
public enum WarningKind
{
    /// <summary>特別警報: the highest level.</summary>
    Special,

    /// <summary>Landslides are likely (level 4).</summary>
    Landslide,

    /// <summary>Level 4 of heavy rain or a storm surge.</summary>
    Danger,

    /// <summary>A river is about to flood, or does (level 4 and 5).</summary>
    Flood,

    /// <summary>Any other warning (level 3).</summary>
    Warning,

    /// <summary>An earthquake, by the intensity in the town.</summary>
    Quake,
}

/// <summary>What a warning does. The names are stored.</summary>
public enum WarningAct
{
    /// <summary>It is shown to staff, and that is all.</summary>
    Off,

    /// <summary>It asks for disaster mode; a member of staff agrees.</summary>
    Propose,

    /// <summary>Disaster mode begins at once.</summary>
    Switch,
}

/// <summary>What a report says of one municipality.</summary>
/// <param name="Area">The code of the municipality, of seven digits.</param>
/// <param name="Name">As the weather agency says it.</param>
/// <param name="Level">The warning level, 3 to 5; of an earthquake the intensity, see <see cref="Intensity"/>. The greater the worse, among warnings of one kind.</param>
public sealed record AreaWarning(string Area, WarningKind Kind, string Code, string Name, int Level)
{
    /// <summary>A kind of the agency's tables; <c>null</c> for what is less than a warning.</summary>
    public static AreaWarning? Of(string type, string area, string code, string name) =>
        type.StartsWith("VPWW", StringComparison.Ordinal) ? Weather(area, code, name)
        : type.StartsWith("VXKO", StringComparison.Ordinal) ? Flood(area, code, name)
        : Intensity.Rank(name) is var rank and > 0 ? new AreaWarning(area, WarningKind.Quake, $"{rank}", name, rank)
        : null;

    private static AreaWarning? Weather(string area, string code, string name) => code switch
    {
        "32" or "33" or "35" or "36" or "37" or "38" or "39" => new AreaWarning(area, WarningKind.Special, code, name, 5),
        "49" => new AreaWarning(area, WarningKind.Landslide, code, name, 4),
        "43" or "48" => new AreaWarning(area, WarningKind.Danger, code, name, 4),
        "02" or "03" or "05" or "06" or "07" or "08" or "09" => new AreaWarning(area, WarningKind.Warning, code, name, 3),
        _ => null,
    };

    private static AreaWarning? Flood(string area, string code, string name) => code is ['5', _] ? new AreaWarning(area, WarningKind.Flood, code, name, 5)
        : code is ['4', _] ? new AreaWarning(area, WarningKind.Flood, code, name, 4)
        : code is ['3', _] ? new AreaWarning(area, WarningKind.Warning, code, name, 3)
        : null;
}
