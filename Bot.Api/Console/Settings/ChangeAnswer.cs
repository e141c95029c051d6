using Bot.Domain.Kernel;
using System.Text.Json.Nodes;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Settings;

/// <summary>Hands what a clerk wishes to the one door, shows it to this process at once, and says what became of it.</summary>
public sealed class ChangeAnswer(Database database, ChangeDesk desk, SettingsWatch watch)
{
    /// <param name="back">The page that says what was done.</param>
    /// <param name="history">Below which undoing is posted.</param>
    /// <param name="refuse">The form again, with what is wrong.</param>
    public async Task<IResult> Make(
        Visit visit, Right right, string what, IReadOnlyDictionary<string, JsonNode?> pieces, string back, string history, Func<Items<Fault>, string?, IResult> refuse)
    {
        Dictionary<string, string> seen = [];
        if (visit.Field("piece") is { Length: > 0 } piece && visit.Field("mark") is { Length: > 0 } mark)
        {
            seen[piece] = mark;
        }

        var outcome = await database.InTown(
            visit.TownId, tx => desk.Make(tx, visit.TownId, visit.Actor, new Wished(right.Name, what, pieces) { Seen = seen }, visit.Stop), visit.Stop);
        switch (outcome)
        {
            case ChangeOutcome.Made(var change):
                await watch.Look(visit.Stop);
                return visit.Go(back, $"{what}。数秒ですべての画面とトークに反映されます。", $"{history}/{change.Id:n}/undo");
            case ChangeOutcome.Nothing:
                return visit.Go(back, "変わったところはありません。");
            case ChangeOutcome.Refused(var faults):
                return refuse(faults, null);
            default:
                return refuse([], "この画面を開いたあとで、ほかの職員が先に変えました。いまの内容を確かめて、もう一度変えてください。");
        }
    }

    /// <param name="prefix">What the right covers; a change of anything else is not to be found here.</param>
    public async Task<IResult> Undo(Visit visit, Right right, string prefix, Guid id, string history)
    {
        var known = await database.InTown(visit.TownId, tx => ChangeTable.Read(tx, visit.TownId, id, visit.Stop), visit.Stop);
        if (known is null || !known.Pieces.All(p => p.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return visit.NotFound();
        }

        var outcome = await database.InTown(visit.TownId, tx => desk.Undo(tx, visit.TownId, visit.Actor, right.Name, id, visit.Stop), visit.Stop);
        switch (outcome)
        {
            case ChangeOutcome.Made:
                await watch.Look(visit.Stop);
                return visit.Go(history, "元に戻しました。");
            case ChangeOutcome.InTheWay(var newer):
                return visit.Go(history, newer is null
                    ? "元に戻せません。そのあとで内容が変わっています。いまの内容を確かめて、変え直してください。"
                    : $"元に戻せません。そのあとの変更「{newer.What}」（{Shown.Moment(newer.At)}）が同じものを変えています。先にそちらを元に戻すか、変え直してください。");
            case ChangeOutcome.Refused(var faults):
                return visit.Go(history, $"元に戻せません。{faults[0].Message}");
            default:
                return visit.NotFound();
        }
    }
}
