using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Bot.Api.Console.Settings;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.BulkyWaste.Plan;

/// <summary>The catalogue: articles with their fees through time, what is not collected, and the files for a spreadsheet.</summary>
internal static class ArticleEndpoints
{
    public static void MapPlan(this RouteGroupBuilder console)
    {
        console.MapGet("/bulky-waste/plan", List).Needs(Rights.BulkyWastePlan);
        console.MapGet("/bulky-waste/plan/article/{code}", One).Needs(Rights.BulkyWastePlan);
        console.MapPost("/bulky-waste/plan/article/{code}/fee", NewFee).Needs(Rights.BulkyWastePlanChange);
        console.MapPost("/bulky-waste/plan/article/{code}/words", NewWords).Needs(Rights.BulkyWastePlanChange);
        console.MapPost("/bulky-waste/plan/article/{code}/retire", Retire).Needs(Rights.BulkyWastePlanChange);
        console.MapPost("/bulky-waste/plan/articles", Add).Needs(Rights.BulkyWastePlanChange);
        console.MapGet("/bulky-waste/plan/files/{name}", Export).Needs(Rights.BulkyWastePlan);
        console.MapGet("/bulky-waste/plan/history", (Visit visit, PlanDesk desk, Database database, StaffNames names) => desk.Owns(visit)
            ? SettingsEndpoints.History(visit, database, names, PlanPieces.Prefix, PlanDesk.Log, PlanDesk.Home, visit.May(Rights.BulkyWastePlanChange))
            : Task.FromResult(visit.NotFound())).Needs(Rights.BulkyWastePlan);
        console.MapPost("/bulky-waste/plan/history/{id:guid}/undo", (Visit visit, Guid id, ChangeAnswer answer) =>
            answer.Undo(visit, Rights.BulkyWastePlanChange, PlanPieces.Prefix, id, PlanDesk.Log)).Needs(Rights.BulkyWastePlanChange);
    }

    private static Task<IResult> List(Visit visit, PlanDesk desk) => Listed(visit, desk, [], null);

    private static async Task<IResult> Listed(Visit visit, PlanDesk desk, Items<Fault> faults, string? note)
    {
        if (!desk.Owns(visit))
        {
            return visit.NotFound();
        }

        var plan = PlanPieces.ToPlan(await desk.Pieces(visit));
        var parameters = new { Plan = plan, Search = visit.Query("q"), Faults = faults, Note = note };
        return faults.Count > 0 || note is not null ? visit.Refuse<PlanPage>(parameters) : visit.Page<PlanPage>(parameters);
    }

    private static async Task<IResult> One(Visit visit, string code, PlanDesk desk) =>
        await Read(visit, code, desk) is { } piece ? Page(visit, piece, await Categories(visit, desk), [], null) : visit.NotFound();

    private static async Task<IResult> NewFee(Visit visit, string code, PlanDesk desk)
    {
        if (await Read(visit, code, desk) is not { } piece)
        {
            return visit.NotFound();
        }

        var categories = await Categories(visit, desk);
        var (fee, from) = (Number(visit.Field("fee")), Date(visit.Field("from")));
        if (fee is null || from is null || from <= visit.Today)
        {
            Items<Fault> missing =
            [
                .. fee is null ? [new Fault("", null, "fee", "金額を数字で入れてください。")] : Array.Empty<Fault>(),
                .. from is null || from <= visit.Today ? [new Fault("", null, "from", "あすより後の日を入れてください。きょうまでの手数料は変えられません。")] : Array.Empty<Fault>(),
            ];
            return Page(visit, piece, categories, missing, null);
        }

        var size = visit.Field("size") is { Length: > 0 } s ? s : null;
        var times = new ArticleTimes(piece.Rows);
        if (times.NewFee(size, new Yen(fee.Value), from.Value) is not { } next)
        {
            return Page(visit, piece, categories, [new Fault("", null, "from", "この日には、この品目（大きさ）を集めていません。")], null);
        }

        var article = times.On(from.Value);
        return await desk.Make(
            visit, $"{article.NameWith(size).Ja}の手数料を {Shown.Day(from.Value)}の収集から {Shown.Money(new Yen(fee.Value))} に変更", $"bulky-waste/plan/article/{code}",
            (faults, note) => Page(visit, piece, categories, [.. faults.Select(f => f.Column is "fee_yen" or "size.fee_yen" ? f with { Column = "fee" } : f)], note),
            (PlanPieces.Article(code), PlanPieces.Write(piece.Place, next)));
    }

    private static async Task<IResult> NewWords(Visit visit, string code, PlanDesk desk)
    {
        if (await Read(visit, code, desk) is not { } piece)
        {
            return visit.NotFound();
        }

        var categories = await Categories(visit, desk);
        if (Number(visit.Field("limit")) is not { } limit)
        {
            return Page(visit, piece, categories, [new Fault("", null, "limit", "数を入れてください。")], null);
        }

        var times = new ArticleTimes(piece.Rows).Since(visit.Today, a => Worded(visit, a) with { Limit = limit });
        return await desk.Make(
            visit, $"{times.On(visit.Today).Name.Ja}の呼び方・注意書きなどを変更", $"bulky-waste/plan/article/{code}",
            (faults, note) => Page(visit, piece, categories, faults, note), (PlanPieces.Article(code), PlanPieces.Write(piece.Place, times)));
    }

    private static async Task<IResult> Retire(Visit visit, string code, PlanDesk desk)
    {
        if (await Read(visit, code, desk) is not { } piece)
        {
            return visit.NotFound();
        }

        var categories = await Categories(visit, desk);
        if (Date(visit.Field("last")) is not { } last || last < visit.Today)
        {
            return Page(visit, piece, categories, [new Fault("", null, "last", "きょうか、きょうより後の日を入れてください。")], null);
        }

        var times = new ArticleTimes(piece.Rows);
        return await desk.Make(
            visit, $"{times.On(visit.Today).Name.Ja}の収集を {Shown.Day(last)}で終える", $"bulky-waste/plan/article/{code}",
            (faults, note) => Page(visit, piece, categories, faults, note),
            (PlanPieces.Article(code), times.Until(last) is { } ended ? PlanPieces.Write(piece.Place, ended) : null));
    }

    private static async Task<IResult> Add(Visit visit, PlanDesk desk)
    {
        if (!desk.Owns(visit))
        {
            return visit.NotFound();
        }

        var (pieces, code) = (await desk.Pieces(visit), visit.Field("code"));
        var again = (Items<Fault> faults, string? note) => Results.Extensions.Later(() => Listed(visit, desk, faults, note));
        if (pieces.ContainsKey(PlanPieces.Article(code)))
        {
            return again([new Fault("", null, "code", $"「{code}」はもう使われています。別の番号にしてください。")], null);
        }

        if (Number(visit.Field("fee")) is not { } fee || Date(visit.Field("from")) is not { } from || Number(visit.Field("limit")) is not { } limit)
        {
            return again([], "手数料・1回の上限・初日を入れてください。");
        }

        var empty = new Article { Code = code, Name = new(""), Kana = "", Synonyms = [], Category = "", Limit = limit, Fee = new Yen(fee), Valid = new(from) };
        var place = pieces.Where(p => p.Value is not null && PlanPieces.KindOf(p.Key) == "article").Max(p => p.Value!["Place"]!.GetValue<int>()) + 1;
        return await desk.Make(
            visit, $"{visit.Field("ja")}を加える", PlanDesk.Home, again, (PlanPieces.Article(code), PlanPieces.Write(place, new ArticleTimes([Worded(visit, empty)]))));
    }

    /// <summary>The catalogue as the folder's files, with the mark by which Excel knows UTF-8; the folder reads them back unchanged.</summary>
    private static async Task<IResult> Export(Visit visit, string name, PlanDesk desk)
    {
        var file = $"{visit.TownId.Value}/bulky-waste/{name}";
        return desk.Owns(visit) && PlanToFiles.Write(visit.TownId, PlanPieces.ToPlan(await desk.Pieces(visit))).TryGetValue(file, out var text)
            ? TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], name.EndsWith(".csv", StringComparison.Ordinal) ? "text/csv; charset=utf-8" : "application/json", name)
            : visit.NotFound();
    }

    private static Article Worded(Visit visit, Article article) => article with
    {
        Name = new LocalText(visit.Field("ja"), visit.Field("easy"), visit.Field("en")),
        Kana = visit.Field("kana"),
        Synonyms = [.. visit.Field("synonyms").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Category = visit.Field("category"),
        Note = visit.Field("note_ja").Length + visit.Field("note_easy").Length + visit.Field("note_en").Length == 0
            ? null
            : new LocalText(visit.Field("note_ja"), visit.Field("note_easy"), visit.Field("note_en")),
    };

    private static IResult Page(Visit visit, ArticlePiece piece, Items<Category> categories, Items<Fault> faults, string? note)
    {
        JsonNode stored = PieceJson.Write(piece);
        var parameters = new
        {
            Article = new ArticleTimes(piece.Rows), Categories = categories, Piece = PlanPieces.Article(piece.Rows[0].Code), Mark = PieceJson.Mark(stored), Faults = faults, Note = note,
        };
        return faults.Count > 0 || note is not null ? visit.Refuse<ArticlePage>(parameters) : visit.Page<ArticlePage>(parameters);
    }

    private static async Task<ArticlePiece?> Read(Visit visit, string code, PlanDesk desk) =>
        desk.Owns(visit) && (await desk.Pieces(visit)).GetValueOrDefault(PlanPieces.Article(code)) is { } piece ? PieceJson.Read<ArticlePiece>(piece) : null;

    private static async Task<Items<Category>> Categories(Visit visit, PlanDesk desk) =>
        PieceJson.Read<Items<Category>>((await desk.Pieces(visit))[PlanPieces.Categories]!);

    internal static int? Number(string text) =>
        int.TryParse(JapaneseText.Normal(text).Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
