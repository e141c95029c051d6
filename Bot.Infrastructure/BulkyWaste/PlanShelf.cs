using System.Text;
using System.Text.Json.Nodes;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>The plan of whoever collects as a shelf of pieces, held to the same rules as the files of the folder.</summary>
public sealed class PlanShelf(LiveRegion live)
{
    public Shelf Shelf => new(PlanPieces.Prefix, PlanPieceTable.Read, Check, Write);

    /// <summary>What is wrong with a plan, named by piece, row and field. Rows count from 0 within the piece.</summary>
    public static Items<Fault> Faults(TownId @operator, CollectionPlan plan)
    {
        var files = PlanToFiles.Write(@operator, plan).ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal);
        return BulkyWasteFiles.Load(@operator, files) is Loaded<BulkyWasteFiles>.Bad bad ? [.. bad.Faults.Select(f => Named(f, plan))] : [];
    }

    private async Task<Items<Fault>> Check(NpgsqlTransaction tx, TownId @operator, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        var present = await PlanPieceTable.Read(tx, @operator, stop);
        var next = present.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, piece) in pieces)
        {
            next[name] = piece;
        }

        var plan = PlanPieces.ToPlan(next);
        var faults = Faults(@operator, plan);
        var more = pieces.SelectMany(p => Formulas(p.Key, p.Value)).Concat(Homeless(@operator, plan)).Concat(Days(pieces, plan)).ToList();
        return [.. faults.Count == 0 ? faults : FaultSet.New(faults, Faults(@operator, PlanPieces.ToPlan(present))), .. more];
    }

    private static async Task Write(NpgsqlTransaction tx, TownId @operator, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        foreach (var (name, piece) in pieces)
        {
            switch (PlanPieces.KindOf(name))
            {
                case "rules":
                    // The writer counts the plan's version; Touch below counts once more, which harms nobody.
                    await PlanWriterTable.Rules(tx, @operator, CatalogueLoader.ByStaff, PieceJson.Read<CollectionRules>(piece!), stop);
                    break;
                case "categories":
                    await PlanPieceTable.Categories(tx, @operator, PieceJson.Read<Items<Category>>(piece!), stop);
                    break;
                case "spots":
                    await PlanPieceTable.Spots(tx, @operator, PieceJson.Read<Items<Spot>>(piece!), stop);
                    break;
                case "article":
                    await PlanPieceTable.Article(tx, @operator, PlanPieces.CodeOf(name), Maybe<ArticlePiece>(piece), stop);
                    break;
                case "excluded":
                    await PlanPieceTable.Excluded(tx, @operator, PlanPieces.CodeOf(name), Maybe<ExcludedPiece>(piece), stop);
                    break;
                case "zone":
                    await PlanPieceTable.Zone(tx, @operator, PlanPieces.CodeOf(name), Maybe<ZonePiece>(piece), stop);
                    break;
                case "closure":
                    await PlanPieceTable.Closure(tx, @operator, Maybe<Closure>(piece) ?? ClosureOf(name), piece is not null, stop);
                    break;
                case "extra" when PlanPieces.DayOf(name) is var (day, zone):
                    await PlanPieceTable.Extra(tx, @operator, day, zone, Maybe<ExtraDay>(piece), stop);
                    break;
                case "day" when PlanPieces.DayOf(name) is var (day, zone):
                    await PlanPieceTable.Day(tx, @operator, day, zone, Maybe<DayPiece>(piece)?.Capacity, stop);
                    break;
                default:
                    throw new InvalidOperationException($"no plan has a piece {name}");
            }
        }

        await PlanPieceTable.Touch(tx, @operator, stop);
    }

    /// <summary>Areas of towns whose zone would be gone: their residents could choose no day.</summary>
    private IEnumerable<Fault> Homeless(TownId @operator, CollectionPlan plan) =>
        from town in live.Now.Towns
        where town.OperatorOf(RequestLife.Module) == @operator
        from area in town.Areas
        where !plan.Zones.Any(z => z.Code == area.Zone && z.Town == town.Id)
        select new Fault(PlanPieces.Zone(area.Zone), null, "code", $"{town.Name.Ja}の「{area.Name.Ja}」がこの収集地区「{area.Zone}」を使っています。");

    private static IEnumerable<Fault> Days(IReadOnlyDictionary<string, JsonNode?> pieces, CollectionPlan plan) =>
        from piece in pieces
        where PlanPieces.KindOf(piece.Key) == "day" && piece.Value is not null
        where PieceJson.Read<DayPiece>(piece.Value).Capacity is < 0 or > 1000 || plan.Zones.All(z => z.Code != PlanPieces.DayOf(piece.Key).Zone)
        select new Fault(piece.Key, null, "capacity", "0 から 1000 までの数を書いてください。");

    /// <summary>Texts that a spreadsheet would take for a formula: what is exported must come back unchanged and do nothing on the way.</summary>
    private static IEnumerable<Fault> Formulas(string name, JsonNode? piece) => piece switch
    {
        JsonObject o => o.SelectMany(p => Formulas(name, p.Value)),
        JsonArray a => a.SelectMany(v => Formulas(name, v)),
        JsonValue v when v.TryGetValue<string>(out var text) && text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal) =>
            [new Fault(name, null, null, $"「{text}」は使えません。= + - @ で始まる言葉は、Excel で開くと計算式になります。")],
        _ => [],
    };

    /// <summary>From the file and line of the folder to the piece and the row within it.</summary>
    private static Fault Named(Fault fault, CollectionPlan plan)
    {
        var at = fault.Line - 2 ?? -1;
        var sizes = PlanToFiles.SizesOf(plan.Articles);
        return Path.GetFileName(fault.File) switch
        {
            "items.csv" when At(plan.Articles, at) is { } a => fault with { File = PlanPieces.Article(a.Code), Line = plan.Articles.Take(at).Count(x => x.Code == a.Code) },
            "sizes.csv" when at >= 0 && at < sizes.Count => fault with
            {
                File = PlanPieces.Article(sizes[at].Article), Line = sizes.Take(at).Count(x => x.Article == sizes[at].Article), Column = $"size.{fault.Column}",
            },
            "excluded.csv" when At(plan.Excluded, at) is { } e => fault with { File = PlanPieces.Excluded(e.Code), Line = 0 },
            "zones.csv" when At(plan.Zones, at) is { } z => fault with { File = PlanPieces.Zone(z.Code), Line = 0 },
            "calendar.csv" when At(plan.Closures, at) is { } c => fault with { File = PlanPieces.Closure(c), Line = 0 },
            "calendar.csv" when At(plan.ExtraDays, at - plan.Closures.Count) is { } x => fault with { File = PlanPieces.Extra(x.Day, x.Zone), Line = 0 },
            "categories.csv" => fault with { File = PlanPieces.Categories, Line = at },
            "spots.csv" => fault with { File = PlanPieces.Spots, Line = at },
            "rules.json" => fault with { File = PlanPieces.Rules, Line = null },
            _ => fault,
        };
    }

    private static T? At<T>(Items<T> items, int at)
        where T : class => at >= 0 && at < items.Count ? items[at] : null;

    private static T? Maybe<T>(JsonNode? piece)
        where T : class => piece is null ? null : PieceJson.Read<T>(piece);

    private static Closure ClosureOf(string name)
    {
        var parts = name.Split('/');
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return new Closure(DateOnly.ParseExact(parts[2], "yyyy-MM-dd", culture), DateOnly.ParseExact(parts[3], "yyyy-MM-dd", culture), parts[4] is { Length: > 0 } zone ? zone : null, new LocalText(""));
    }
}
