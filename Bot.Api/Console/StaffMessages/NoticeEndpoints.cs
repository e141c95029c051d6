using Bot.Api.Console.Settings;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Console.StaffMessages;

/// <summary>The rules of departments: seen, changed, taken back.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this RouteGroupBuilder console)
    {
        console.MapGet($"/{NoticePages.Path}", List).Needs(Rights.StaffMessagesSee);
        console.MapGet($"/{NoticePages.Path}/{{department}}", async (Visit visit, string department, NoticePages pages) =>
            await pages.Find(visit, department) is { } view ? pages.Page(visit, view) : visit.NotFound()).Needs(Rights.StaffMessagesSee);
        console.MapPost($"/{NoticePages.Path}/{{department}}", Save).Needs(Rights.StaffMessagesChange);
        console.MapGet($"/{NoticePages.Path}/{{department}}/history", History).Needs(Rights.StaffMessagesSee);
        console.MapPost($"/{NoticePages.Path}/{{department}}/history/{{id:guid}}/undo", Undo).Needs(Rights.StaffMessagesChange);
    }

    private static async Task<IResult> List(Visit visit, Database database, MailState mail)
    {
        var (departments, rules, failed, groups, hooks) = await database.ReadInTown(visit.TownId, async tx =>
        {
            var all = await StaffSearch.Departments(tx, visit.TownId, visit.Stop);
            var (linked, told) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
            foreach (var d in all)
            {
                linked[d.Code] = (await StaffGroupTable.Of(tx, visit.TownId, d.Code, visit.Stop)).Count;
                if (await StaffHookTable.Host(tx, visit.TownId, d.Code, visit.Stop) is not null)
                {
                    told.Add(d.Code);
                }
            }

            return (all, await NoticeRuleTable.All(tx, visit.TownId, visit.Stop), await StaffMessageTable.Failed(tx, visit.TownId, visit.Stop), linked, told);
        }, visit.Stop);
        var lines = departments.Select(d => new NoticeLine(
            d, rules.FirstOrDefault(r => r.Department == d.Code)?.Rules, groups[d.Code], hooks.Contains(d.Code), failed.GetValueOrDefault(d.Code))).ToList();
        return visit.Page<NoticesPage>(new { Lines = lines, HasMail = mail.IsSetUp });
    }

    private static async Task<IResult> Save(Visit visit, string department, NoticePages pages)
    {
        if (await pages.Find(visit, Rights.StaffMessagesChange, department) is not { } view)
        {
            return visit.NotFound();
        }

        var (rules, faults) = NoticeForm.Read(visit, view.Rules, NoticeShelf.Piece(department));
        return faults.Count > 0 ? pages.Page(visit, view, faults) : await pages.Change(visit, view, "職員への通知を変更", rules);
    }

    private static async Task<IResult> History(Visit visit, string department, NoticePages pages, Database database, StaffNames names) =>
        await pages.Find(visit, department) is { } view
            ? await SettingsEndpoints.History(
                visit, database, names, NoticeShelf.Piece(department), $"{NoticePages.PathOf(department)}/history", NoticePages.PathOf(department), view.MayChange)
            : visit.NotFound();

    private static async Task<IResult> Undo(Visit visit, string department, Guid id, NoticePages pages, Database database, ChangeAnswer answer)
    {
        var piece = NoticeShelf.Piece(department);
        var known = await database.ReadInTown(visit.TownId, tx => ChangeTable.Read(tx, visit.TownId, id, visit.Stop), visit.Stop);
        return known is not null && known.Pieces.All(p => p == piece) && await pages.Find(visit, Rights.StaffMessagesChange, department) is not null
            ? await answer.Undo(visit, Rights.StaffMessagesChange, piece, id, $"{NoticePages.PathOf(department)}/history")
            : visit.NotFound();
    }
}

/// <summary>A department in the list.</summary>
/// <param name="Rules"><c>null</c> while nobody has set any: its staff are told nothing.</param>
public sealed record NoticeLine(Department Department, Bot.Domain.StaffMessages.NoticeRules? Rules, int Groups, bool HasHook, int Failed);
