using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.Settings;

/// <summary>What a member of staff wishes to change.</summary>
/// <param name="Right">The name of the right that is used, for the record.</param>
/// <param name="What">In words for those who read the history.</param>
/// <param name="Pieces">Each piece as it shall be; <c>null</c> takes it away.</param>
public sealed record Wished(string Right, string What, IReadOnlyDictionary<string, JsonNode?> Pieces)
{
    /// <summary>The marks of the pieces that the form showed; when one has changed since, nothing is written.</summary>
    public IReadOnlyDictionary<string, string> Seen { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What became of a wish.</summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome() { }

    public sealed record Made(StoredChange Change) : ChangeOutcome;

    /// <summary>Everything was so already.</summary>
    public sealed record Nothing : ChangeOutcome;

    /// <summary>The town would not be whole.</summary>
    public sealed record Refused(Items<Fault> Faults) : ChangeOutcome;

    /// <summary>Somebody changed the piece since it was shown.</summary>
    public sealed record Overtaken(string Piece, JsonNode? Present) : ChangeOutcome;

    /// <summary>A newer change of the same thing stands in the way; <c>null</c> when it changed without anybody's doing here, as by an import on the command line.</summary>
    public sealed record InTheWay(StoredChange? Newer) : ChangeOutcome;

    /// <summary>There is no such change, or it has been taken back already, or it takes back another.</summary>
    public sealed record NotToBeUndone : ChangeOutcome;
}

/// <summary>The one door by which settings and plans change: checked, written, remembered and recorded in one transaction.</summary>
public sealed class ChangeDesk(IReadOnlyList<Shelf> shelves, TimeProvider clock)
{
    /// <summary>All pieces of one shelf as they are.</summary>
    public Task<IReadOnlyDictionary<string, JsonNode?>> Read(NpgsqlTransaction tx, TownId town, string prefix, CancellationToken stop) =>
        ShelfOf(prefix).Read(tx, town, stop);

    public async Task<ChangeOutcome> Make(NpgsqlTransaction tx, TownId town, Actor actor, Wished wished, CancellationToken stop)
    {
        await SettingTable.Lock(tx, town, stop);
        var before = await Present(tx, town, wished.Pieces.Keys, stop);
        foreach (var (piece, mark) in wished.Seen)
        {
            if (PieceJson.Mark(before.GetValueOrDefault(piece)) != mark)
            {
                return new ChangeOutcome.Overtaken(piece, before.GetValueOrDefault(piece));
            }
        }

        return await Write(tx, town, actor, wished.Right, wished.What, before, wished.Pieces, undoes: null, stop);
    }

    /// <summary>Puts every piece of a change back to what it was, if nothing newer has touched one of them.</summary>
    public async Task<ChangeOutcome> Undo(NpgsqlTransaction tx, TownId town, Actor actor, string right, Guid id, CancellationToken stop)
    {
        await SettingTable.Lock(tx, town, stop);
        if (await ChangeTable.Read(tx, town, id, stop) is not { UndoneBy: null, Undoes: null } change)
        {
            return new ChangeOutcome.NotToBeUndone();
        }

        if (await ChangeTable.Newer(tx, town, change, stop) is { } newer)
        {
            return new ChangeOutcome.InTheWay(newer);
        }

        var present = await Present(tx, town, change.Pieces, stop);
        if (change.After.Any(p => !PieceJson.Same(present.GetValueOrDefault(p.Key), p.Value)))
        {
            return new ChangeOutcome.InTheWay(Newer: null);
        }

        return await Write(tx, town, actor, right, $"元に戻す: {change.What}", present, change.Before, change.Id, stop);
    }

    private async Task<ChangeOutcome> Write(
        NpgsqlTransaction tx, TownId town, Actor actor, string right, string what, IReadOnlyDictionary<string, JsonNode?> before,
        IReadOnlyDictionary<string, JsonNode?> wished, Guid? undoes, CancellationToken stop)
    {
        var after = wished.Where(p => !PieceJson.Same(before.GetValueOrDefault(p.Key), p.Value)).ToDictionary(StringComparer.Ordinal);
        if (after.Count == 0)
        {
            return new ChangeOutcome.Nothing();
        }

        var parts = after.GroupBy(p => ShelfOf(p.Key)).Select(g => (Shelf: g.Key, Pieces: g.ToDictionary(StringComparer.Ordinal))).ToList();
        var faults = new List<Fault>();
        foreach (var (shelf, pieces) in parts)
        {
            faults.AddRange(await shelf.Check(tx, town, pieces, stop));
        }

        if (faults.Count > 0)
        {
            return new ChangeOutcome.Refused([.. faults]);
        }

        foreach (var (shelf, pieces) in parts)
        {
            await shelf.Write(tx, town, pieces, stop);
        }

        var now = clock.GetUtcNow();
        var was = after.Keys.ToDictionary(k => k, k => before.GetValueOrDefault(k), StringComparer.Ordinal);
        var change = new StoredChange(
            Guid.CreateVersion7(now), await SettingTable.Count(tx, town, stop), now, actor, what, was, after, undoes, UndoneBy: null);
        await ChangeTable.Add(tx, town, change, stop);
        if (undoes is { } undone)
        {
            await ChangeTable.MarkUndone(tx, town, undone, change.Id, stop);
        }

        await AuditTable.Add(
            tx, town, actor, new AuditEntry($"{right}/{(undoes is null ? "change" : "undo")}", [$"setting/{change.Id:n}"], what), now, stop);
        return new ChangeOutcome.Made(change);
    }

    private async Task<IReadOnlyDictionary<string, JsonNode?>> Present(NpgsqlTransaction tx, TownId town, IEnumerable<string> names, CancellationToken stop)
    {
        var present = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var of in names.GroupBy(ShelfOf))
        {
            var all = await of.Key.Read(tx, town, stop);
            foreach (var name in of)
            {
                present[name] = all.GetValueOrDefault(name);
            }
        }

        return present;
    }

    private Shelf ShelfOf(string piece) => shelves.First(s => piece.StartsWith(s.Prefix, StringComparison.Ordinal));
}
