using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Casework;

/// <summary>Takes requests and hands them over.</summary>
internal sealed class DeskDoor(Database database, CaseReader reader)
{
    public async Task<IResult> Take(Visit visit, CaseModule module, string subject) => await module.One(visit, subject) is { } found
        ? await Put(visit, module, found, new CaseDesk(visit.TownId, null, visit.Staff.Id, Version(visit)), "自分の担当にしました。")
        : visit.NotFound();

    public async Task<IResult> Hand(Visit visit, CaseModule module, string subject) => await module.One(visit, subject) is { } found
        ? visit.Page<HandPage>(new { View = await reader.Of(visit, module, found) })
        : visit.NotFound();

    public async Task<IResult> Handed(Visit visit, CaseModule module, string subject)
    {
        if (await module.One(visit, subject) is not { } found)
        {
            return visit.NotFound();
        }

        var view = await reader.Of(visit, module, found);
        var desk = visit.Field("to").Split(':') switch
        {
            ["none"] => new CaseDesk(visit.TownId, null, null, Version(visit)),
            ["office", var code] when view.Offices.Any(o => o.Code == code) => new CaseDesk(visit.TownId, code, null, Version(visit)),
            ["staff", var id] when Guid.TryParse(id, out var who) && view.Colleagues.Any(c => c.Id.Value == who && !c.HasLeft) =>
                new CaseDesk(visit.TownId, null, new StaffId(who), Version(visit)),
            _ => null,
        };
        return desk is null
            ? visit.Refuse<HandPage>(new { View = view, Error = "渡す相手を選んでください。" })
            : await Put(visit, module, found, desk, desk.IsFree ? "担当を外しました。" : "担当を渡しました。");
    }

    private async Task<IResult> Put(Visit visit, CaseModule module, CaseRef found, CaseDesk desk, string told)
    {
        if (await database.InTown(found.At.Owner, tx => CaseDesks.Put(tx, found.At, visit.Actor, desk, visit.Now, visit.Stop), visit.Stop))
        {
            return visit.Go(found.Path, told);
        }

        var view = await reader.Of(visit, module, found);
        var yours = desk.IsFree ? "なし" : (view with { Desk = desk }).DeskWords(visit.TownId);
        return visit.Page<ConflictPage>(
            new
            {
                Changes = new[] { new ConflictPage.Change("担当", null, view.DeskWords(visit.TownId) ?? "なし", yours) },
                Action = visit.To($"{CaseEndpoints.Path(found.At)}/hand"),
                Version = view.Desk?.Version ?? 0,
                Kept = new[] { ("to", desk switch { { Assignee: { } who } => $"staff:{who.Value:n}", { Department: { } code } => $"office:{code}", _ => "none" }) },
                Back = ((string, string)?)(found.Path, found.Title),
                Who = view.Lines.LastOrDefault(l => l.Entry.Kind == CaseDesks.Kind)?.Who,
                At = view.Lines.LastOrDefault(l => l.Entry.Kind == CaseDesks.Kind)?.Entry.At,
            },
            StatusCodes.Status409Conflict);
    }

    private static int Version(Visit visit) =>
        int.TryParse(visit.Field("version"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
}
