using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Roll;

namespace Bot.Api.Console.Schools;

/// <summary>Brings in a school's list: looked at first, stored when confirmed. Between the two the list is in the page, not with us.</summary>
internal static class RollImportEndpoints
{
    private const int MostBytes = 1_000_000;

    public static void MapRollImport(this RouteGroupBuilder console)
    {
        console.MapGet($"/{RollEndpoints.Path}/{{school}}/import", (Visit visit, string school, SchoolDoor door) =>
            door.Find(visit, school) is { } found ? visit.Page<RollImportPage>(new { School = found }) : visit.NotFound()).Needs(Rights.SchoolChange);
        console.MapPost($"/{RollEndpoints.Path}/{{school}}/import/look", Look).Needs(Rights.SchoolChange);
        console.MapPost($"/{RollEndpoints.Path}/{{school}}/import/store", Store).Needs(Rights.SchoolChange);
    }

    private static async Task<IResult> Look(Visit visit, string school, SchoolDoor door, Database database, RollImport import)
    {
        if (door.Find(visit, school) is not { } found)
        {
            return visit.NotFound();
        }

        // Looked at again with other columns, the list comes from the page.
        var text = visit.Http.Request.Form["text"].ToString();
        if (text.Length == 0)
        {
            if (visit.Http.Request.Form.Files.GetFile("list") is not { Length: > 0 and <= MostBytes } file)
            {
                return visit.Refuse<RollImportPage>(new { School = found, Wrong = "CSVファイル（1MBまで）を選んでください。" });
            }

            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, visit.Stop);
            if (RollFile.Decode(bytes.ToArray()) is not { Length: > 0 } decoded)
            {
                return visit.Refuse<RollImportPage>(new { School = found, Wrong = "文字コードが読めません。「CSV UTF-8」か、ふつうのCSV（Shift_JIS）で保存し直してください。" });
            }

            text = decoded;
        }

        var read = RollFile.Read(text, Chosen(visit));
        var from = From(visit);
        var plan = read.Faults.Count > 0 ? null : await database.InTown(visit.TownId, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.see/import", [$"school/{school}"]), visit.Now, visit.Stop);
            return await import.Plan(tx, visit.TownId, school, read.Lines, from, visit.Stop);
        }, visit.Stop);
        var with = new { School = found, Read = read, Plan = plan, Text = text, From = from };
        return plan is null ? visit.Refuse<RollImportPage>(with) : visit.Page<RollImportPage>(with);
    }

    private static async Task<IResult> Store(Visit visit, string school, SchoolDoor door, Database database, RollImport import)
    {
        if (door.Find(visit, school) is not { } found)
        {
            return visit.NotFound();
        }

        var text = visit.Http.Request.Form["text"].ToString();
        var read = RollFile.Read(text, Chosen(visit));
        if (read.Faults.Count > 0)
        {
            return visit.Refuse<RollImportPage>(new { School = found, Read = read, Text = text, From = From(visit) });
        }

        var outcome = await database.InTown(visit.TownId, async tx =>
        {
            var now = await import.Plan(tx, visit.TownId, school, read.Lines, From(visit), visit.Stop);
            if (now.Mark != visit.Field("mark"))
            {
                return (Stored: false, Plan: now);
            }

            var done = await import.Store(tx, visit.TownId, school, read.Lines, From(visit), visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.change/import", [$"school/{school}"]), visit.Now, visit.Stop);
            return (Stored: true, Plan: done);
        }, visit.Stop);
        var (stored, plan) = outcome;
        if (!stored)
        {
            return visit.Refuse<RollImportPage>(new { School = found, Read = read, Plan = plan, Text = text, From = From(visit), Wrong = "確かめているあいだに名簿が変わりました。もう一度確かめてから、取り込んでください。" });
        }

        return visit.Go($"{RollEndpoints.Path}/{school}", $"名簿を取り込みました（追加{plan.Added.Count}人、変更{plan.Changed.Count}人、組替え{plan.Moved.Count}人、転出・卒業{plan.Left.Count}人）。");
    }

    /// <summary>Which column somebody has chosen for each field; <c>null</c> before anybody has.</summary>
    private static Dictionary<string, string>? Chosen(Visit visit) =>
        visit.Has("columns") ? RollFile.Fields.Index().ToDictionary(f => f.Item, f => visit.Field($"column{f.Index}"), StringComparer.Ordinal) : null;

    /// <summary>Today, or the first day of the next school year.</summary>
    private static DateOnly From(Visit visit) =>
        visit.Field("from") == "next" ? new SchoolYear(SchoolYear.Of(visit.Today).Value + 1).First : visit.Today;
}
