namespace Bot.Infrastructure.Line.Rendering;

/// <summary>How a town looks in the talk, and where its pages and its desk are.</summary>
/// <param name="Primary">The town's colour as <c>#RRGGBB</c>.</param>
/// <param name="OnPrimary">The colour of letters on it.</param>
/// <param name="Telephone">The number that <c>office</c> stands for.</param>
/// <param name="PublicBase">Where the town's own pages begin: <c>{PublicBaseUrl}/{town}/</c>.</param>
public sealed record TownLook(string Primary, string OnPrimary, string Telephone, Uri PublicBase);
