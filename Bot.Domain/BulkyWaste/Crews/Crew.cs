using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste.Crews;

/// <summary>People with a vehicle who collect in some zones.</summary>
/// <param name="Colour">As <c>#rrggbb</c>; marks the crew on lists and the map, always beside its name.</param>
public sealed record Crew(string Code, string Name, string Vehicle, string Colour, Items<string> Zones)
{
    /// <summary>The code of the crew that nobody has to set up: it goes wherever no other crew does, so that no stop is on no list.</summary>
    public const string Others = "others";

    /// <summary>All crews with the one that takes the zones left over, if any are.</summary>
    public static Items<Crew> Whole(Items<Crew> crews, IEnumerable<string> zones)
    {
        var left = zones.Except(crews.SelectMany(c => c.Zones), StringComparer.Ordinal).ToList();
        return left.Count == 0 && crews.Count > 0
            ? crews
            : [.. crews, new Crew(Others, crews.Count == 0 ? "全地区" : "その他の地区", "", "#595959", [.. left])];
    }
}
