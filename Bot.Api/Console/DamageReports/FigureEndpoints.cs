using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports;

/// <summary>Numbers of damage reports for a period, as a page and as a file. They name nobody and no place.</summary>
internal static class FigureEndpoints
{
    public const string Path = $"{CaseLists.Path}/figures";

    private const int MostDays = 1100;

    public static void MapFigures(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", Show).Needs(Rights.NumbersSee);
        console.MapGet($"/{Path}/export.csv", Export).Needs(Rights.NumbersSee);
    }

    private static async Task<IResult> Show(Visit visit, Database database, DamageReportsModule service) =>
        await Read(visit, database, service) is { } figures ? visit.Page<FiguresPage>(new { Figures = figures }) : visit.NotFound();

    private static async Task<IResult> Export(Visit visit, Database database, DamageReportsModule service)
    {
        if (await Read(visit, database, service) is not { } figures)
        {
            return visit.NotFound();
        }

        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row(
            [
                "区分", "名前", "件数", "最初の対応あり", "最初の対応まで・中央値（時間）", "最初の対応まで・90%（時間）", "完了", "完了まで・中央値（日）", "完了まで・90%（日）", "通報", "加わった通報", "返事", "役に立った", "役に立った割合（%）",
            ], visit.Stop);
            foreach (var line in figures.Lines)
            {
                await file.Row(
                [
                    line.Of switch { FigureOf.Kind => "種類", FigureOf.Department => "受け持ち", _ => "全体" }, figures.Name(line), line.Cases, line.Answered,
                    CsvCell.Tenths(line.AnswerMedian?.TotalHours), CsvCell.Tenths(line.AnswerMost?.TotalHours), line.Done, CsvCell.Tenths(line.DoneMedian?.TotalDays),
                    CsvCell.Tenths(line.DoneMost?.TotalDays), line.Reports, line.Joined, .. Rated(figures.RatingOf(line)),
                ], visit.Stop);
            }

            foreach (var (of, name, rating) in figures.RatedAlone)
            {
                await file.Row([of == FigureOf.Kind ? "種類" : "受け持ち", name, 0, 0, CsvCell.Empty, CsvCell.Empty, 0, CsvCell.Empty, CsvCell.Empty, 0, 0, .. Rated(rating)], visit.Stop);
            }

            foreach (var channel in figures.Channels)
            {
                await file.Row(["受付の方法", Figures.Channel(channel.Channel), CsvCell.Empty, CsvCell.Empty, CsvCell.Empty, CsvCell.Empty, CsvCell.Empty, CsvCell.Empty, CsvCell.Empty, channel.Reports, CsvCell.Empty, CsvCell.Empty, CsvCell.Empty, CsvCell.Empty], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"damage-figures-{figures.From:yyyyMMdd}-{figures.To:yyyyMMdd}.csv");
    }

    private static async Task<Figures?> Read(Visit visit, Database database, DamageReportsModule service)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan)
        {
            return null;
        }

        var (from, to, wrong) = Span(visit);
        var (first, before) = (JapanTime.At(from, TimeOnly.MinValue), JapanTime.At(to.AddDays(1), TimeOnly.MinValue));
        var (lines, channels, ratings, offices) = await database.ReadInTown(visit.TownId, async tx => (
            await FiguresSearch.Lines(tx, visit.TownId, first, before, visit.Stop),
            await FiguresSearch.Channels(tx, visit.TownId, first, before, visit.Stop),
            await RatingSearch.Shares(tx, visit.TownId, first, before, visit.Stop),
            await ColleagueSearch.Offices(tx, visit.TownId, visit.Stop)), visit.Stop);
        return new Figures(from, to, wrong, lines, channels, ratings, plan, offices, service.Towns);
    }

    /// <summary>How many said anything, how many of them that it helped, and what share that is.</summary>
    private static CsvCell[] Rated(RatingShare rating) =>
        [rating.All, rating.Helped, rating.All == 0 ? CsvCell.Empty : CsvCell.Tenths(100 * rating.Share)];

    /// <summary>The last thirty days, unless another span was asked for.</summary>
    private static (DateOnly From, DateOnly To, bool IsWrong) Span(Visit visit)
    {
        var usual = visit.Today.AddDays(-29);
        if (visit.Query("from").Length + visit.Query("to").Length == 0)
        {
            return (usual, visit.Today, false);
        }

        return Day(visit.Query("from")) is { } from && Day(visit.Query("to")) is { } to && to >= from && to.DayNumber - from.DayNumber <= MostDays
            ? (from, to, false)
            : (usual, visit.Today, true);
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200 ? day : null;
}

/// <summary>The numbers of a period, with the names that its lines are called by.</summary>
/// <param name="IsWrong">The span that was asked for is none; another is shown.</param>
public sealed record Figures(
    DateOnly From, DateOnly To, bool IsWrong, IReadOnlyList<Figure> Lines, IReadOnlyList<ChannelFigure> Channels, IReadOnlyList<RatingShare> Ratings, DamagePlan Plan, IReadOnlyList<Section> Offices, DamageTowns Towns)
{
    public Figure? All => Lines.FirstOrDefault(l => l is { Of: FigureOf.All, Cases: > 0 });

    public string Name(Figure line) => line.Of switch
    {
        FigureOf.Kind => DamageShown.Kind(Plan, line.Key),
        FigureOf.Department when RouteTarget.Parse(line.Key) is { } other => Towns.NameOf(Plan.Town, other).Ja,
        FigureOf.Department => Offices.FirstOrDefault(o => o.Code == line.Key)?.Name ?? line.Key,
        _ => "全体",
    };

    /// <summary>What was said in the period, whenever the cases were opened. What another sees to has no line of its own: what is said of it counts for its kind alone.</summary>
    public RatingShare RatingOf(Figure line) => RatingShare.Sum(line.Key, null, Ratings.Where(r => line.Of switch
    {
        FigureOf.Kind => r.Kind == line.Key,
        FigureOf.Department => r.Department == line.Key,
        _ => true,
    }));

    /// <summary>Kinds and departments of which something was said, the most answers first.</summary>
    public IReadOnlyList<(FigureOf Of, string Name, RatingShare Rating)> Rated =>
    [
        .. Ratings.GroupBy(r => r.Kind, StringComparer.Ordinal).Select(g => RatingShare.Sum(g.Key, null, g)).OrderByDescending(r => r.All)
            .Select(r => (FigureOf.Kind, DamageShown.Kind(Plan, r.Kind), r)),
        .. Ratings.Where(r => r.Department is not null).GroupBy(r => r.Department!, StringComparer.Ordinal).Select(g => RatingShare.Sum("", g.Key, g)).OrderByDescending(r => r.All)
            .Select(r => (FigureOf.Department, Offices.FirstOrDefault(o => o.Code == r.Department)?.Name ?? r.Department!, r)),
    ];

    /// <summary>Those of which nothing was opened in the period.</summary>
    public IEnumerable<(FigureOf Of, string Name, RatingShare Rating)> RatedAlone =>
        Rated.Where(r => !Lines.Any(l => l.Of == r.Of && l.Key == (r.Of == FigureOf.Kind ? r.Rating.Kind : r.Rating.Department)));

    public static string Channel(string code) => code switch
    {
        "line" => "LINE",
        "phone" => "電話",
        "counter" => "窓口",
        "fax" => "FAX",
        "region" => "ほかの町から",
        _ => code,
    };

    /// <summary>Hours up to two days, then days.</summary>
    public static string Time(TimeSpan? time) => time switch
    {
        null => "－",
        { TotalHours: < 1 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalMinutes:0}分"),
        { TotalHours: < 48 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalHours:0.0}時間"),
        { } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalDays:#,##0.0}日"),
    };

    public static string Share(int part, int of) => of == 0 ? "－" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / of:0}%");
}
