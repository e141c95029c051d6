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

    /// <summary>The menu that a resident with this language sees: those without a drawing of their own see the English one.</summary>
    public static string NameFor(Language language) => $"main.{(Language.Complete.Contains(language) ? language : Language.English).Tag}";
}
