using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>Today's sheet of a school: what came, marks that it was seen, what came by telephone, whether there is school at all.</summary>
internal static class SheetEndpoints
{
    public const string Path = "schools/today";
    public const string Topic = "school-absences";
    public const int LongestRemark = 200;

    public static void MapSheets(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", Mine).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/today", Sheet).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/wall", Wall).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/today/seen", See).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/today/phone", Phone).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/today/close", Close).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/today/close/undo", Undo).Needs(Rights.SchoolChange);
        console.MapGet("/schools/numbers", Numbers).Needs(Rights.SchoolNumbers);
    }

    public static string Of(School school) => $"schools/{school.Code}/today";

    private static IResult Mine(Visit visit, SchoolDoor door) => door.Of(visit) switch
    {
        [var only] => visit.Go(Of(only)),
        var several => visit.Page<SchoolsPage>(new { Schools = several, Title = "今日の欠席", Of = (Func<School, string>)Of }),
    };

    private static Task<IResult> Sheet(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer) =>
        In(visit, school, door, s => Page(visit, s, database, sealer, null));

    private static Task<IResult> Wall(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer) =>
        In(visit, school, door, async s => visit.Page<WallPage>(new { View = await Seen(visit, s, database, sealer, "wall") }));

    private static async Task<IResult> Page(Visit visit, School school, Database database, Sealer sealer, string? wrong, bool asks = false)
    {
        var with = new { View = await Seen(visit, school, database, sealer, "sheet"), Wrong = wrong, Asks = asks };
        return wrong is null ? visit.Page<SheetPage>(with) : visit.Refuse<SheetPage>(with);
    }

    private static Task<SheetView> Seen(Visit visit, School school, Database database, Sealer sealer, string what) => database.InTown(visit.TownId, async tx =>
    {
        var view = await SheetView.Of(tx, sealer, visit.TownId, school, SheetShown.Day(visit.Query("day")) ?? visit.Today, visit.Stop);
        await AuditTable.Add(
            tx, visit.TownId, visit.Actor,
            new AuditEntry($"schools.see/{what}", [.. view.Classes.SelectMany(c => c.Lines).Select(l => SchoolRoomDesk.Subject(l.Absence))], school.Code), visit.Now, visit.Stop);
        return view;
    }, visit.Stop);

    private static Task<IResult> See(Visit visit, string school, SchoolDoor door, SchoolsModule schools, Database database) => In(visit, school, door, async s =>
    {
        var ids = visit.Fields("id").Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty).ToList();
        var seen = await database.InTown(visit.TownId, tx => schools.Absences.Room.See(tx, visit.TownId, s, ids, visit.Actor, visit.Stop), visit.Stop);
        return visit.Go(Of(s), seen > 0 ? $"{seen}件を確認しました。保護者に知らせました。" : "すでに確認されたか、保護者が取り消しました。");
    });

    private static Task<IResult> Phone(Visit visit, string school, SchoolDoor door, SchoolsModule schools, Database database, Sealer sealer) => In(visit, school, door, async s =>
    {
        var (first, remark, reason) = (SheetShown.Day(visit.Field("first")), visit.Field("remark"), visit.Field("reason"));
        var last = visit.Field("last").Length == 0 ? first : SheetShown.Day(visit.Field("last"));
        var pupil = Guid.TryParse(visit.Field("child"), out var child)
            ? await database.InTown(visit.TownId, tx => PupilSearch.Of(tx, sealer, visit.TownId, new ChildId(child), visit.Today, visit.Stop), visit.Stop)
            : null;
        if (pupil?.Child.School != s.Code || AbsenceNames.Kind(visit.Field("kind")) is not { } kind || first is not { } from || last is not { } to || to < from || !Guid.TryParse(visit.Field("entry"), out var entry))
        {
            return await Page(visit, s, database, sealer, "子ども、連絡の種類、日を選んでください。最後の日は最初の日よりあとにしてください。");
        }

        if (remark.Length > LongestRemark || (reason.Length > 0 && !AbsenceReason.Codes.Contains(reason)))
        {
            return await Page(visit, s, database, sealer, $"備考は{LongestRemark}文字までです。");
        }

        if (visit.Field("sure") != "yes" && await Doubt(visit, s, database, new DaySpan(from, to)) is { } doubt)
        {
            return await Page(visit, s, database, sealer, doubt, asks: true);
        }

        var hour = kind == AbsenceKind.Late && TimeOnly.TryParseExact(visit.Field("hour"), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var told) ? told : (TimeOnly?)null;
        var story = new AbsenceStory(reason.Length > 0 ? reason : null, remark.Length > 0 ? remark : null);
        await database.InTown(visit.TownId, tx => schools.Absences.Room.Phone(tx, visit.TownId, s, entry, pupil.Child.Id, kind, new DaySpan(from, to), hour, story, visit.Actor, visit.Stop), visit.Stop);
        return visit.Go(Of(s), "電話の連絡を入れました。");
    });

    /// <summary>What staff may well mean, but are asked about once: days that are over, and days without school.</summary>
    private static async Task<string?> Doubt(Visit visit, School school, Database database, DaySpan days)
    {
        if (days.Count > AbsenceRules.Ahead)
        {
            return $"{SheetShown.Days(days)}の連絡です。{days.Count}日間で、まちがいありませんか。";
        }

        var decided = await database.ReadInTown(visit.TownId, tx => SchoolDayTable.Of(tx, visit.TownId, school.Code, days.First, days.Last, visit.Stop), visit.Stop);
        var closed = AbsenceRules.Closed(school, decided, days);
        return string.Concat(
            days.First < visit.Today ? $"{SheetShown.Day(days.First)}は過ぎた日です。" : "",
            closed.Count == 0 ? "" : closed.Count == days.Count ? $"{SheetShown.Days(days)}は休みの日です。" : $"この間に休みの日が{closed.Count}日あります（{string.Join("、", closed.Take(3).Select(SheetShown.Day))}{(closed.Count > 3 ? "など" : "")}）。休みの日は数えません。") is { Length: > 0 } doubt
            ? $"{doubt}このまま入れてよいですか。"
            : null;
    }

    private static Task<IResult> Close(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer) => In(visit, school, door, async s =>
    {
        var reason = visit.Field("why");
        if (SheetShown.Day(visit.Field("close")) is not { } day || day < visit.Today || reason.Length is 0 or > 60)
        {
            return await Page(visit, s, database, sealer, "今日からの日と、休みにする理由（60文字まで）を入れてください。");
        }

        await Decided(visit, database, s, "close", tx => SchoolDayTable.Decide(tx, visit.TownId, s.Code, new SchoolDay(day, false, reason), visit.Actor, visit.Now, visit.Stop));
        return visit.Go(Of(s), $"{SheetShown.Day(day)}を休みにしました。");
    });

    private static Task<IResult> Undo(Visit visit, string school, SchoolDoor door, Database database) => In(visit, school, door, async s =>
    {
        if (SheetShown.Day(visit.Field("day")) is not { } day)
        {
            return visit.NotFound();
        }

        await Decided(visit, database, s, "close-undo", tx => SchoolDayTable.Undo(tx, visit.TownId, s.Code, day, visit.Stop));
        return visit.Go(Of(s), $"{SheetShown.Day(day)}の休みを取りやめました。");
    });

    private static Task<bool> Decided(Visit visit, Database database, School school, string what, Func<Npgsql.NpgsqlTransaction, Task> change) => database.InTown(visit.TownId, async tx =>
    {
        await change(tx);
        await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"schools.change/{what}", [], school.Code), visit.Now, visit.Stop);
        return true;
    }, visit.Stop);

    /// <summary>What the board of education sees: numbers of each school, and nobody behind them.</summary>
    private static async Task<IResult> Numbers(Visit visit, SchoolsModule schools, Database database)
    {
        var day = SheetShown.Day(visit.Query("day")) ?? visit.Today;
        var counts = await database.ReadInTown(visit.TownId, tx => AbsenceSearch.Counts(tx, visit.TownId, day, visit.Stop), visit.Stop);
        return visit.Page<NumbersPage>(new { Day = day, Schools = schools.Towns[visit.TownId], Counts = counts });
    }

    private static async Task<IResult> In(Visit visit, string school, SchoolDoor door, Func<School, Task<IResult>> go) =>
        door.Find(visit, school) is { } ours ? await go(ours) : visit.NotFound();
}
