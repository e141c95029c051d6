using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>出席簿: the month of each class, to look at, print and take away.</summary>
internal static class MonthEndpoints
{
    public static void MapMonths(this RouteGroupBuilder console)
    {
        console.MapGet("/schools/{school}/month", Month).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/month.csv", Export).Needs(Rights.SchoolExport);
    }

    private static async Task<IResult> Month(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer) =>
        door.Find(visit, school) is { } ours
            ? visit.Page<MonthPage>(new { View = await Seen(visit, ours, database, sealer, "month") })
            : visit.NotFound();

    private static async Task<IResult> Export(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer)
    {
        if (door.Find(visit, school) is not { } ours)
        {
            return visit.NotFound();
        }

        var view = await Seen(visit, ours, database, sealer, "month-export");
        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row([.. ((CsvCell[])["組", "番号", "氏名"]), .. view.Days.Select(d => (CsvCell)$"{d.Day}日"), "欠席", "出席停止", "遅刻", "早退"], visit.Stop);
            // 支援措置のある子は書き出しに出さない: a file leaves the house.
            foreach (var row in view.Rows.Where(r => !r.Pupil.Child.IsProtected))
            {
                await file.Row(
                [
                    row.Pupil.Class.Title, $"{row.Pupil.Seat}", row.Pupil.Child.Person.Name, .. view.Days.Select(d => (CsvCell)view.Sign(row, d)),
                    .. MonthView.Counted.Select(k => (CsvCell)view.Count(row, k)),
                ], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"attendance-{view.First:yyyyMM}.csv");
    }

    private static Task<MonthView> Seen(Visit visit, School school, Database database, Sealer sealer, string what) => database.InTown(visit.TownId, async tx =>
    {
        var first = DateOnly.TryParseExact($"{visit.Query("month")}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)
            ? asked
            : new DateOnly(visit.Today.Year, visit.Today.Month, 1);
        var last = first.AddMonths(1).AddDays(-1);
        var decided = await SchoolDayTable.Of(tx, visit.TownId, school.Code, first, last, visit.Stop);
        var members = await PupilSearch.Within(tx, sealer, visit.TownId, school.Code, first, last, visit.Stop);
        var all = await AbsenceSearch.OfSchool(tx, sealer, visit.TownId, school.Code, new DaySpan(first, last), visit.Stop);
        await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"schools.see/{what}", [], $"{school.Code} {first:yyyy-MM}"), visit.Now, visit.Stop);
        var days = Enumerable.Range(0, last.Day).Select(first.AddDays).Where(d => school.Calendar.IsOpen(d, decided)).ToList();
        return MonthView.Of(school, first, days, members, all.Select(a => a.Absence));
    }, visit.Stop);
}
