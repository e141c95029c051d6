using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Lists;

/// <summary>The saved views of one list, as its reader has them.</summary>
/// <param name="Path">The list's path below the town's console.</param>
public sealed record ListViews(string Path, IReadOnlyList<SavedView> Views)
{
    public static async Task<ListViews> Of(Visit visit, Database database, string path) =>
        new(path, await database.ReadInTown(visit.TownId, tx => SavedViewTable.Of(tx, visit.Staff, path, visit.Stop), visit.Stop));

    /// <summary>Where the list opens when nothing was asked for; <c>null</c> when something was, or there is no usual view.</summary>
    public IResult? Usual(Visit visit) =>
        !visit.Http.Request.QueryString.HasValue && Views.FirstOrDefault(v => v.IsDefault) is { Query.Length: > 0 } view ? visit.Go($"{Path}?{view.Query}") : null;
}
