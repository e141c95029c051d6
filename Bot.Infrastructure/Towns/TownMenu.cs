using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Towns;

/// <summary>A rich menu as the town's folder holds it: LINE's own object, and the picture.</summary>
/// <param name="Name">Such as <c>main.ja-easy</c>: what it is, and for which language.</param>
/// <param name="Picture">The path of the PNG.</param>
/// <param name="ContentHash">Changes when the object or the picture does.</param>
public sealed record TownMenu(string Name, Language Language, RichMenu Menu, string Picture, string ContentHash)
{
    /// <summary>What begins the names of all menus of a town at LINE.</summary>
    public static string PrefixAtLine(TownId town) => $"{town}/";

    /// <summary>What the menu is called at LINE; only we see it. The hash tells whether it is the one of today's folder.</summary>
    public string NameAtLine(TownId town) => $"{PrefixAtLine(town)}{Name}#{ContentHash}";

    private const string InDisaster = "disaster.";

    /// <summary>Whether it is shown while a disaster or a drill goes on.</summary>
    public bool IsForDisaster => Name.StartsWith(InDisaster, StringComparison.Ordinal);

    /// <summary>The menu that a resident of this language sees at this moment.</summary>
    public static string NameFor(Language language, TownProfile town)
    {
        var usual = NameFor(language);
        var other = InDisaster + usual[(usual.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return town.Disaster is not null && town.RichMenus.Any(m => m.Name == other) ? other : usual;
    }

    /// <summary>The menu that a resident with this language sees: those without a drawing of their own see the English one.</summary>
    public static string NameFor(Language language) => $"main.{(Language.Complete.Contains(language) ? language : Language.English).Tag}";
}
