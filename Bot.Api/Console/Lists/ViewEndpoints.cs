using System.Text.RegularExpressions;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Lists;

/// <summary>Keeping, naming and dropping views of lists. They hold conditions and no data, so home's right is enough.</summary>
public static partial class ViewEndpoints
{
    public static void MapViews(this RouteGroupBuilder console)
    {
        console.MapPost("/views/add", Add).Needs(Rights.Home);
        console.MapPost("/views/{id:guid}/rename", Rename).Needs(Rights.Home);
        console.MapPost("/views/{id:guid}/remove", Remove).Needs(Rights.Home);
        console.MapPost("/views/{id:guid}/default", Default).Needs(Rights.Home);
    }

    private static async Task<IResult> Add(Visit visit, Database database)
    {
        var (name, query) = (Name(visit), visit.Field("query"));
        if (Page(visit) is not { } page || !QueryShape.IsMatch(query) || !Guid.TryParse(visit.Field("id"), out var id))
        {
            return visit.NotFound();
        }

        if (name.Length == 0)
        {
            return visit.Go(Back(page, query), "名前が空のため、保存していません。名前を入力してください。");
        }

        var department = visit.Has("shared") && visit.Staff.Posts.Count > 0 ? visit.Staff.Posts[0].Department : null;
        var kept = await database.InTown(visit.TownId, tx => SavedViewTable.Add(tx, visit.Staff, page, id, department, name, query, visit.Now, visit.Stop), visit.Stop);
        return visit.Go(Back(page, query), kept ? $"「{name}」を保存しました。" : $"保存できるのは{SavedViewTable.MostOfOne}個までです。使わないものを消してください。", kept ? $"views/{id:n}/remove" : null);
    }

    private static async Task<IResult> Rename(Visit visit, Guid id, Database database)
    {
        var name = Name(visit);
        return Page(visit) is { } page
            ? name.Length == 0 ? visit.Go(page, "名前が空のため、変えていません。")
            : await database.InTown(visit.TownId, tx => SavedViewTable.Rename(tx, visit.Staff, id, name, visit.Stop), visit.Stop) ? visit.Go(page, $"名前を「{name}」に変えました。")
            : visit.NotFound()
            : visit.NotFound();
    }

    private static async Task<IResult> Remove(Visit visit, Guid id, Database database) =>
        await database.InTown(visit.TownId, tx => SavedViewTable.Remove(tx, visit.Staff, id, visit.Stop), visit.Stop)
            ? visit.Go(Page(visit) ?? "", "保存した表示を消しました。")
            : visit.NotFound();

    private static async Task<IResult> Default(Visit visit, Guid id, Database database)
    {
        if (Page(visit) is not { } page)
        {
            return visit.NotFound();
        }

        var off = visit.Field("off") == "1";
        await database.InTown(visit.TownId, tx => SavedViewTable.SetDefault(tx, visit.Staff, page, off ? null : id, visit.Stop), visit.Stop);
        return visit.Go(page + ListQuery.All, off ? "最初の表示を元に戻しました。" : "次に開いたときから、この表示で始まります。");
    }

    private static string Back(string page, string query) => page + (query.Length > 0 ? $"?{query}" : ListQuery.All);

    private static string Name(Visit visit) => visit.Field("name") is { Length: <= 60 } name ? name : visit.Field("name")[..60];

    /// <summary>Only a path of the console, so that nobody is led elsewhere.</summary>
    private static string? Page(Visit visit) => visit.Field("page") is var page && PageShape.IsMatch(page) ? page : null;

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}(/[a-z0-9-]{1,40}){0,3}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageShape { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9%=&._~-]{0,2000}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueryShape { get; }
}
