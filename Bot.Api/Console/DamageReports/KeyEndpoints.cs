using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports.Open311;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports;

/// <summary>The keys with which programs of others report by Open311: made, shown once, taken back.</summary>
internal static class KeyEndpoints
{
    public const string Path = $"{CaseLists.Path}/keys";

    public static void MapKeys(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", async (Visit visit, Database database) => await Page(visit, database, null, null)).Needs(Rights.DamageReportsKeys);
        console.MapPost($"/{Path}", Make).Needs(Rights.DamageReportsKeys);
        console.MapPost($"/{Path}/{{id:guid}}/revoke", Revoke).Needs(Rights.DamageReportsKeys);
    }

    private static async Task<IResult> Make(Visit visit, Database database)
    {
        var (title, report, update) = (visit.Field("title"), visit.Has("report"), visit.Has("update"));
        var wrong = title.Length is 0 or > Open311Key.LongestTitle ? $"だれの鍵かを、{Open311Key.LongestTitle}文字までで書いてください。"
            : !report && !update ? "この鍵でできることを、1つ以上選んでください。"
            : null;
        if (wrong is not null || !Guid.TryParseExact(visit.Field("id"), "n", out var id))
        {
            return await Page(visit, database, wrong ?? "画面が古くなっています。もう一度入れてください。", null);
        }

        var key = Open311Key.Fresh();
        var isNew = await database.InTown(
            visit.TownId, tx => Open311KeyTable.Add(tx, visit.TownId, id, Open311Key.Hash(key), title, report, update, visit.Actor, visit.Now, visit.Stop), visit.Stop);
        return isNew ? await Page(visit, database, null, key) : visit.Go(Path, "この鍵はもう作りました。控えていないときは、取り消して作り直してください。");
    }

    private static async Task<IResult> Revoke(Visit visit, Guid id, Database database) =>
        await database.InTown(visit.TownId, tx => Open311KeyTable.Revoke(tx, visit.TownId, id, visit.Actor, visit.Now, visit.Stop), visit.Stop) is { } key
            ? visit.Go(Path, $"「{key.Title}」の鍵を取り消しました。もう使えません。")
            : visit.NotFound();

    /// <param name="fresh">A key that was made just now; it is never shown again.</param>
    private static async Task<IResult> Page(Visit visit, Database database, string? wrong, string? fresh)
    {
        var keys = await database.ReadInTown(visit.TownId, tx => Open311KeyTable.All(tx, visit.TownId, visit.Stop), visit.Stop);
        var parameters = new { Keys = (Items<Open311Key>)[.. keys], Wrong = wrong, Fresh = fresh };
        return wrong is null ? visit.Page<KeysPage>(parameters) : visit.Refuse<KeysPage>(parameters);
    }
}
