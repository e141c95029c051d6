using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>A rich menu as the folder holds it: LINE's own object, and the picture.</summary>
/// <param name="Name">Such as <c>main.ja-easy</c>: what it is, and for which language.</param>
/// <param name="Json">LINE's rich menu object as it is sent, but for its name.</param>
/// <param name="Picture">The path of the PNG.</param>
/// <param name="ContentHash">Changes when the object or the picture does.</param>
public sealed record RichMenu(string Name, Language Language, string Json, string Picture, string ContentHash);
