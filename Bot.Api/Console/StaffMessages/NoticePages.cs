using Bot.Api.Console.Settings;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.StaffMessages;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.StaffMessages;

/// <summary>What stands on a department's page.</summary>
/// <param name="Rules">What is stored, or what we propose.</param>
/// <param name="Mark">Of what is stored, so that of two who change it at once the second is told.</param>
public sealed record NoticeView(
    Department Department, NoticeRules Rules, bool IsStored, string Mark, IReadOnlyList<ShownMessage> Sent, IReadOnlyList<StaffGroup> Groups, string? HookHost, bool HasMail,
    bool MayChange, bool MayConnect)
{
    public bool HasNobody => Rules.Mails.Count == 0 && Groups.Count == 0 && HookHost is null;
}

/// <summary>Finds a department for its reader, and changes its rules. Administrators change any; who approves in a department changes that one.</summary>
internal sealed class NoticePages(Database database, ChangeAnswer changes, LiveRegion live, MailState mail)
{
    public const string Path = "staff-messages";
    public const int ShownMessages = 50;

    public static NoticeRules Proposed { get; } = new() { Hours = DayHours.Office, Steps = [new UnreadStep(60, [])] };

    public static string PathOf(string department) => $"{Path}/{department}";

    public static bool May(Visit visit, Right right, string department) =>
        visit.May(right) && visit.Staff.Posts.Any(p => p.Duty == Duty.Administrator || (p.Department == department && right.IsHeldBy(p)));

    /// <returns><c>null</c> when there is no such department, or it is closed.</returns>
    public async Task<NoticeView?> Find(Visit visit, string department) => await database.ReadInTown(visit.TownId, async tx =>
    {
        if ((await StaffSearch.Departments(tx, visit.TownId, visit.Stop)).FirstOrDefault(d => d.Code == department) is not { } found)
        {
            return null;
        }

        var stored = (await NoticeRuleTable.All(tx, visit.TownId, visit.Stop)).FirstOrDefault(r => r.Department == department)?.Rules;
        return new NoticeView(
            found,
            stored ?? Proposed,
            stored is not null,
            PieceJson.Mark(stored is null ? null : PieceJson.Write(stored)),
            await StaffMessageTable.Latest(tx, visit.TownId, department, ShownMessages, visit.Stop),
            await StaffGroupTable.Of(tx, visit.TownId, department, visit.Stop),
            await StaffHookTable.Host(tx, visit.TownId, department, visit.Stop),
            mail.IsSetUp,
            May(visit, Rights.StaffMessagesChange, department),
            May(visit, Rights.StaffMessagesConnect, department));
    }, visit.Stop);

    /// <summary>The department, if the visitor may do that to it; a foreign one is as little there as one that never was.</summary>
    public async Task<NoticeView?> Find(Visit visit, Right right, string department) =>
        await Find(visit, department) is { } view && May(visit, right, department) ? view : null;

    public IResult Page(Visit visit, NoticeView view, Items<Fault> faults = default, string? note = null, string? code = null, string? secret = null)
    {
        var parameters = new { View = view, IsHoliday = (Func<DateOnly, bool>)live.Now.Holidays.Contains, Faults = faults, Note = note, Code = code, Secret = secret };
        return faults.Count > 0 || note is not null ? visit.Refuse<NoticePage>(parameters) : visit.Page<NoticePage>(parameters);
    }

    /// <summary>Stores other rules, with the way back.</summary>
    public Task<IResult> Change(Visit visit, NoticeView view, string what, NoticeRules rules) => changes.Make(
        visit, Rights.StaffMessagesChange, $"{view.Department.Name}：{what}",
        new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal) { [NoticeShelf.Piece(view.Department.Code)] = PieceJson.Write(rules) },
        PathOf(view.Department.Code), $"{PathOf(view.Department.Code)}/history", (faults, note) => Page(visit, view, faults, note));
}
