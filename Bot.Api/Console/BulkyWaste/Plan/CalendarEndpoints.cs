using System.Globalization;
using Bot.Api.Console.Settings;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.BulkyWaste.Plan;

/// <summary>A day of a zone's month.</summary>
/// <param name="Capacity"><c>null</c> when nothing is collected.</param>
/// <param name="Set">The figure that staff set over the plan.</param>
public sealed record MonthDay(DateOnly Date, int? Capacity, int? Set, int Taken, string? Holiday, string? Closed);

/// <summary>When is collected, and how much fits: a month of a zone, single days, closures and extra days.</summary>
internal static class CalendarEndpoints
{
    private const string Here = "bulky-waste/plan/calendar";

    public static void MapPlanCalendar(this RouteGroupBuilder console)
    {
        console.MapGet("/bulky-waste/plan/calendar", (Visit visit, PlanDesk desk) => Page(visit, desk, [], null, null)).Needs(Rights.BulkyWastePlan);
        console.MapPost("/bulky-waste/plan/day", Day).Needs(Rights.BulkyWastePlanChange);
        console.MapPost("/bulky-waste/plan/zone", Zone).Needs(Rights.BulkyWastePlanChange);
        console.MapPost("/bulky-waste/plan/closures", AddClosure).Needs(Rights.BulkyWastePlanChange);
        console.MapPost("/bulky-waste/plan/extra", AddExtra).Needs(Rights.BulkyWastePlanChange);
        console.MapPost("/bulky-waste/plan/remove", Remove).Needs(Rights.BulkyWastePlanChange);
    }

    private static async Task<IResult> Page(Visit visit, PlanDesk desk, Items<Fault> faults, string? note, (DateOnly Day, int Capacity, int Taken)? ask)
    {
        if (!desk.Owns(visit))
        {
            return visit.NotFound();
        }

        var pieces = await desk.Pieces(visit);
        var plan = PlanPieces.ToPlan(pieces);
        var asked = visit.Has("zone") ? visit.Field("zone") : visit.Query("zone");
        if ((plan.Zones.FirstOrDefault(z => z.Code == asked) ?? (plan.Zones.Count > 0 ? plan.Zones[0] : null)) is not { } zone)
        {
            return visit.NotFound();
        }

        var month = DateOnly.TryParseExact(visit.Query("month") + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            && first.Year is > 2000 and < 2200 ? first
            : ask is { } a ? new DateOnly(a.Day.Year, a.Day.Month, 1) : new DateOnly(visit.Today.Year, visit.Today.Month, 1);
        var last = month.AddMonths(1).AddDays(-1);
        var taken = await desk.Taken(visit, zone.Code, month, last);
        var calendar = desk.Calendar(visit, plan);
        var days = Enumerable.Range(0, last.Day).Select(i => month.AddDays(i)).Select(d => new MonthDay(
            d, calendar.On(zone, d)?.Capacity, taken.GetValueOrDefault(d)?.Capacity, taken.GetValueOrDefault(d)?.Taken ?? 0,
            desk.Region.Holidays.Days.GetValueOrDefault(d)?.Ja,
            plan.Closures.FirstOrDefault(c => c.From <= d && d <= c.To && (c.Zone is null || c.Zone == zone.Code))?.Reason.Ja)).ToList();
        var parameters = new { Plan = plan, Zone = zone, Month = month, Days = days, Ask = ask, Faults = faults, Note = note };
        return faults.Count > 0 || note is not null || ask is not null ? visit.Refuse<CalendarPage>(parameters) : visit.Page<CalendarPage>(parameters);
    }

    private static async Task<IResult> Day(Visit visit, PlanDesk desk)
    {
        var zone = visit.Field("zone");
        if (ArticleEndpoints.Date(visit.Field("day")) is not { } day)
        {
            return await Page(visit, desk, [new Fault("", null, "day", "日を入れてください。")], null, null);
        }

        var text = visit.Field("capacity");
        if (text.Length > 0 && ArticleEndpoints.Number(text) is null)
        {
            return await Page(visit, desk, [new Fault("", null, "capacity", "数を入れるか、空にして地区の件数に戻してください。")], null, null);
        }

        var capacity = ArticleEndpoints.Number(text);
        var taken = desk.Owns(visit) ? (await desk.Taken(visit, zone, day, day)).GetValueOrDefault(day)?.Taken ?? 0 : 0;
        if (capacity < taken && visit.Field("sure") != "yes")
        {
            return await Page(visit, desk, [], null, (day, capacity.Value, taken));
        }

        return await Make(
            visit, desk, capacity is { } c ? $"{Shown.Day(day)}の件数を {c} 件に変更" : $"{Shown.Day(day)}の件数を地区の件数に戻す",
            PlanPieces.Day(zone, day), capacity is { } value ? PieceJson.Write(new DayPiece(value)) : null);
    }

    private static async Task<IResult> Zone(Visit visit, PlanDesk desk)
    {
        if (!desk.Owns(visit) || (await desk.Pieces(visit)).GetValueOrDefault(PlanPieces.Zone(visit.Field("zone"))) is not { } stored)
        {
            return visit.NotFound();
        }

        var piece = PieceJson.Read<ZonePiece>(stored);
        if (ArticleEndpoints.Number(visit.Field("zone-capacity")) is not { } capacity || Weekdays(visit.Field("days")) is not { } days)
        {
            return await Page(visit, desk, [new Fault("", null, "days", "収集日は「木」（毎週）か「木1 木3」（第1と第3）のように、件数は数で書いてください。")], null, null);
        }

        return await Make(
            visit, desk, $"{piece.Zone.Name.Ja}の収集日と件数を変更", PlanPieces.Zone(piece.Zone.Code),
            PieceJson.Write(piece with { Zone = piece.Zone with { Capacity = capacity, Days = days } }));
    }

    private static async Task<IResult> AddClosure(Visit visit, PlanDesk desk)
    {
        var from = ArticleEndpoints.Date(visit.Field("from"));
        if (from is null)
        {
            return await Page(visit, desk, [new Fault("", null, "from", "最初の日を入れてください。")], null, null);
        }

        var zone = visit.Field("where") is { Length: > 0 } where ? where : null;
        var closure = new Closure(from.Value, ArticleEndpoints.Date(visit.Field("to")) ?? from.Value, zone, Reason(visit));
        return await Make(visit, desk, $"{Shown.Day(closure.From)}から{Shown.Day(closure.To)}まで収集を休む", PlanPieces.Closure(closure), PieceJson.Write(closure));
    }

    private static async Task<IResult> AddExtra(Visit visit, PlanDesk desk)
    {
        if (ArticleEndpoints.Date(visit.Field("date")) is not { } day)
        {
            return await Page(visit, desk, [new Fault("", null, "date", "日を入れてください。")], null, null);
        }

        var extra = new ExtraDay(day, visit.Field("zone"), ArticleEndpoints.Number(visit.Field("extra-capacity")), Reason(visit));
        return await Make(visit, desk, $"{Shown.Day(day)}に臨時の収集", PlanPieces.Extra(day, extra.Zone), PieceJson.Write(extra));
    }

    /// <summary>Takes a closure or an extra day away; the page names the piece.</summary>
    private static async Task<IResult> Remove(Visit visit, PlanDesk desk)
    {
        var piece = visit.Field("remove");
        return desk.Owns(visit) && (await desk.Pieces(visit)).ContainsKey(piece) && PlanPieces.KindOf(piece) is "closure" or "extra"
            ? await Make(visit, desk, PlanPieces.KindOf(piece) == "closure" ? "収集の休みを取りやめる" : "臨時の収集を取りやめる", piece, null)
            : visit.NotFound();
    }

    private static Task<IResult> Make(Visit visit, PlanDesk desk, string what, string piece, System.Text.Json.Nodes.JsonNode? value) => !desk.Owns(visit)
        ? Task.FromResult(visit.NotFound())
        : desk.Make(
            visit, what, $"{Here}?zone={Uri.EscapeDataString(visit.Field("zone"))}&month={Uri.EscapeDataString(visit.Field("month"))}",
            (faults, note) => Results.Extensions.Later(() => Page(visit, desk, faults, note, null)), (piece, value));

    private static LocalText Reason(Visit visit) => new(visit.Field("ja"), visit.Field("easy"), visit.Field("en"));

    private static Items<CollectionWeekday>? Weekdays(string text)
    {
        var days = new List<CollectionWeekday>();
        foreach (var word in text.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries).Select(JapaneseText.Normal))
        {
            var weekday = "日月火水木金土".IndexOf(word[0], StringComparison.Ordinal);
            int? nth = word.Length == 2 && word[1] is >= '1' and <= '5' ? word[1] - '0' : null;
            if (weekday < 0 || word.Length > (nth is null ? 1 : 2))
            {
                return null;
            }

            days.Add(new CollectionWeekday((DayOfWeek)weekday, nth));
        }

        return days.Count == 0 ? null : [.. days];
    }
}
