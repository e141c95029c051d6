using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>How a town looks in the talk, and where its pages and its desk are.</summary>
/// <param name="Primary">The town's colour as <c>#RRGGBB</c>.</param>
/// <param name="OnPrimary">The colour of letters on it.</param>
/// <param name="Telephone">The number that <c>office</c> stands for.</param>
/// <param name="PublicBase">Where the town's own pages begin: <c>{PublicBaseUrl}/{town}/</c>.</param>
internal sealed record TownLook(string Primary, string OnPrimary, string Telephone, Uri PublicBase)
{
    public static TownLook Of(TownProfile town, Uri publicBaseUrl) => new(
        town.Colours.Primary, town.Colours.OnPrimary, town.Office.Telephone, new Uri($"{publicBaseUrl.AbsoluteUri.TrimEnd('/')}/{town.Id.Value}/"));
}
