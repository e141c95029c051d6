using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Casework;

/// <summary>All that casework shows beside a request.</summary>
public sealed record CaseView(
    CaseModule Module, CaseRef Case, IReadOnlyList<CaseLine> Lines, CaseDesk? Desk, IReadOnlyList<Letter> Letters, IReadOnlyList<Colleague> Colleagues, IReadOnlyList<Section> Offices)
{
    /// <summary>Who has it, as one line.</summary>
    public string? DeskWords(TownId home) => Desk switch
    {
        null or { IsFree: true } => null,
        { Home: var other } when other != home => "ほかの団体の担当",
        { Assignee: { } id } => Colleagues.FirstOrDefault(c => c.Id == id)?.Name ?? "退職した職員",
        { Department: { } code } => Offices.FirstOrDefault(o => o.Code == code)?.Name ?? code,
        _ => null,
    };
}

/// <summary>One entry of the timeline in words.</summary>
/// <param name="Text">The free text of a note, a letter or an answer.</param>
public sealed record CaseLine(TimelineEntry Entry, string Who, string What, string? Text, bool IsNote);

/// <summary>Reads what belongs to a request: two short transactions, however long its story is.</summary>
public sealed class CaseReader(Database database, Notes notes, LiveRegion live)
{
    public async Task<CaseView> Of(Visit visit, CaseModule module, CaseRef found)
    {
        var (at, stop) = (found.At, visit.Stop);
        var (entries, desk, letters) = await database.ReadInTown(
            at.Owner,
            async tx => (await TimelineTable.Of(tx, at.Owner, at.Module, at.Subject, stop), await CaseDeskTable.Find(tx, at, stop), await LetterTable.Of(tx, at, stop)),
            stop);
        var (colleagues, offices) = await database.ReadInTown(
            visit.TownId, async tx => (await ColleagueSearch.All(tx, visit.TownId, stop), await ColleagueSearch.Offices(tx, visit.TownId, stop)), stop);
        var view = new CaseView(module, found, [], desk, letters, colleagues, offices);
        return view with { Lines = [.. (module.Fold?.Invoke(entries) ?? entries).Select(e => new CaseLine(e, Who(e.Actor, view, visit), What(e, view, visit), notes.Read(at, e), e.Kind == Notes.Kind))] };
    }

    /// <summary>Colleagues by name; those of another town or union only as such.</summary>
    private string Who(Actor actor, CaseView view, Visit visit) => actor.Kind switch
    {
        "resident" => "住民",
        "system" => "自動",
        _ when actor.Home != visit.TownId.Value => $"{(TownId.TryParse(actor.Home, out var home) ? live.Now.Find(home)?.Name.Ja : null) ?? "ほかの団体"}の職員",
        _ => view.Colleagues.FirstOrDefault(c => actor.Id == c.Id.Value.ToString("n"))?.Name ?? "職員",
    };

    private static string What(TimelineEntry entry, CaseView view, Visit visit) => view.Module.Words(entry) ?? entry.Kind switch
    {
        Notes.Kind when entry.Words is null => "メモを消しました",
        Notes.Kind when entry.Detail is not null => "メモ（書き直しあり）",
        Notes.Kind => "メモ",
        CaseDesks.Kind => Desk(entry.Detail, view, visit),
        LetterDesk.Kind => "住民に手紙を書きました",
        LetterDesk.OpenedKind => "手紙が開かれました",
        LetterDesk.ReplyKind => "返事が届きました",
        LetterDesk.WithdrawnKind => "手紙を取り消しました",
        var kind => kind,
    };

    private static string Desk(string? detail, CaseView view, Visit visit)
    {
        using var json = JsonDocument.Parse(detail ?? "{}");
        string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        if (Text("assignee") is null && Text("department") is null)
        {
            return "担当を外しました";
        }

        if (Text("home") != visit.TownId.Value)
        {
            return "担当が決まりました";
        }

        var name = Text("assignee") is { } id
            ? view.Colleagues.FirstOrDefault(c => c.Id.Value.ToString("n") == id)?.Name
            : view.Offices.FirstOrDefault(o => o.Code == Text("department"))?.Name;
        return $"担当を {VisibleText.Of(name ?? "—")} にしました";
    }
}
