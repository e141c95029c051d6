using System.Globalization;
using Bot.Api.Console.Settings;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Schools.Plan;

/// <summary>What the board of education sets for its schools: until when absences are told, on which days there is school, and the holidays.</summary>
internal static class SchoolPlanEndpoints
{
    public const string Path = "schools/plan";
    private const string Weekdays = "日月火水木金土";

    public static void MapSchoolPlan(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", (Visit visit, SettingsDesk desk, Database database) => Page(visit, desk, database, [], null)).Needs(Rights.SchoolPlanChange);
        console.MapPost($"/{Path}/school", Change).Needs(Rights.SchoolPlanChange);
        console.MapPost($"/{Path}/breaks", AddBreak).Needs(Rights.SchoolPlanChange);
        console.MapPost($"/{Path}/breaks/remove", RemoveBreak).Needs(Rights.SchoolPlanChange);
        console.MapPost($"/{Path}/{{id:guid}}/undo", (Visit visit, Guid id, ChangeAnswer answer) =>
            answer.Undo(visit, Rights.SchoolPlanChange, TownPieces.Schools, id, Path)).Needs(Rights.SchoolPlanChange);
    }

    public static string Days(Items<DayOfWeek> days) => string.Concat(days.Select(d => Weekdays[(int)d]));

    public static string Machine(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<IResult> Page(Visit visit, SettingsDesk desk, Database database, Items<Fault> faults, string? note)
    {
        if ((await desk.Town(visit)).Schools is not { } schools)
        {
            return visit.NotFound();
        }

        var stored = await database.ReadInTown(visit.TownId, tx => SettingTable.All(tx, visit.TownId, visit.Stop), visit.Stop);
        var parameters = new { Schools = schools, Mark = PieceJson.Mark(stored.GetValueOrDefault(TownPieces.Schools)), Faults = faults, Note = note };
        return faults.Count > 0 || note is not null ? visit.Refuse<SchoolPlanPage>(parameters) : visit.Page<SchoolPlanPage>(parameters);
    }

    private static async Task<IResult> Change(Visit visit, SettingsDesk desk, Database database, ChangeAnswer answer)
    {
        if ((await desk.Town(visit)).Schools is not { } schools || schools.Schools.FirstOrDefault(s => s.Code == visit.Field("school")) is not { } school)
        {
            return visit.NotFound();
        }

        Items<DayOfWeek> days = [.. visit.Fields("day").Where(d => d.Length == 1 && Weekdays.Contains(d, StringComparison.Ordinal)).Select(d => (DayOfWeek)Weekdays.IndexOf(d, StringComparison.Ordinal)).Distinct()];
        if (!TimeOnly.TryParseExact(visit.Field("cutoff"), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var cutOff))
        {
            return await Page(visit, desk, database, [new Fault("schools.csv", null, "cutoff", "受付の時刻を入れてください（例 08:15）。")], null);
        }

        if (days.Count == 0)
        {
            return await Page(visit, desk, database, [new Fault("schools.csv", null, "day", "授業・保育のある曜日を1つ以上選んでください。")], null);
        }

        var changed = school with { Telephone = visit.Field("telephone"), CutOff = cutOff, Days = days, ReasonInTalk = visit.Field("reason") == "yes" };
        return await Make(visit, desk, database, answer, $"{school.Name.Ja}の設定を変更", schools with { Schools = [.. schools.Schools.Select(s => s == school ? changed : s)] });
    }

    private static async Task<IResult> AddBreak(Visit visit, SettingsDesk desk, Database database, ChangeAnswer answer)
    {
        if ((await desk.Town(visit)).Schools is not { } schools)
        {
            return visit.NotFound();
        }

        var code = visit.Field("school");
        if (code.Length > 0 && schools.Schools.All(s => s.Code != code))
        {
            return visit.NotFound();
        }

        if (Day(visit, "first") is not { } first || (visit.Field("last").Length > 0 && Day(visit, "last") is null))
        {
            return await Page(visit, desk, database, [new Fault("breaks.csv", null, "date", "休みの最初の日と最後の日を入れてください。")], null);
        }

        var last = Day(visit, "last") ?? first;
        if (last < first)
        {
            return await Page(visit, desk, database, [new Fault("breaks.csv", null, "date", "最後の日が最初の日より前です。")], null);
        }

        var made = new SchoolBreakRow(code.Length == 0 ? null : code, first, last, new LocalText(visit.Field("ja"), visit.Field("easy"), visit.Field("en")));
        return await Make(visit, desk, database, answer, $"{Shown.Day(first)}からの休みを加える", schools with { Breaks = [.. schools.Breaks.Append(made).OrderBy(b => b.First)] });
    }

    private static async Task<IResult> RemoveBreak(Visit visit, SettingsDesk desk, Database database, ChangeAnswer answer)
    {
        var (school, first) = (visit.Field("school"), Day(visit, "first"));
        return (await desk.Town(visit)).Schools is { } schools && schools.Breaks.FirstOrDefault(b => (b.School ?? "") == school && b.First == first) is { } gone
            ? await Make(visit, desk, database, answer, $"{Shown.Day(gone.First)}からの休みをやめる", schools with { Breaks = [.. schools.Breaks.Where(b => b != gone)] })
            : visit.NotFound();
    }

    private static Task<IResult> Make(Visit visit, SettingsDesk desk, Database database, ChangeAnswer answer, string what, SchoolFiles wished) => answer.Make(
        visit, Rights.SchoolPlanChange, what, new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal) { [TownPieces.Schools] = PieceJson.Write(wished) }, Path, Path,
        (faults, note) => Results.Extensions.Later(() => Page(visit, desk, database, faults, note)));

    private static DateOnly? Day(Visit visit, string field) =>
        DateOnly.TryParseExact(visit.Field(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
