using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Settings;

/// <summary>A change of settings or plans as it was made.</summary>
/// <param name="Seq">Counts within the town.</param>
/// <param name="What">In words for staff.</param>
/// <param name="Before">Each piece as it was; <c>null</c> where there was none.</param>
/// <param name="After">Each piece as it became; <c>null</c> where it was taken away.</param>
/// <param name="Undoes">The change that this one takes back.</param>
/// <param name="UndoneBy">The change by which this one was taken back.</param>
public sealed record StoredChange(
    Guid Id, int Seq, DateTimeOffset At, Actor Actor, string What, IReadOnlyDictionary<string, JsonNode?> Before,
    IReadOnlyDictionary<string, JsonNode?> After, Guid? Undoes, Guid? UndoneBy)
{
    public IEnumerable<string> Pieces => After.Keys;
}

/// <summary>The history of a town's settings and plans.</summary>
public static class ChangeTable
{
    private const string Columns =
        "change_id, seq, at, actor_kind, actor_id, actor_home, what, before::text as before, after::text as after, undoes, undone_by";

    public static Task Add(NpgsqlTransaction tx, TownId town, StoredChange change, CancellationToken stop)
    {
        const string sql = """
            insert into setting_change (town_id, change_id, seq, at, actor_kind, actor_id, actor_home, what, pieces, before, after, undoes)
            values (@town, @Id, @Seq, @At, @Kind, @ActorId, @Home, @What, @pieces, @before::jsonb, @after::jsonb, @Undoes)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, change.Id, change.Seq, change.At, change.Actor.Kind, ActorId = change.Actor.Id, change.Actor.Home, change.What,
                pieces = change.Pieces.ToArray(), before = Write(change.Before), after = Write(change.After), change.Undoes,
            },
            tx,
            cancellationToken: stop));
    }

    public static Task MarkUndone(NpgsqlTransaction tx, TownId town, Guid id, Guid by, CancellationToken stop)
    {
        const string sql = "update setting_change set undone_by = @by where town_id = @town and change_id = @id";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, id, by }, tx, cancellationToken: stop));
    }

    public static async Task<StoredChange?> Read(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop) =>
        (await Many(tx, $"select {Columns} from setting_change where town_id = @town and change_id = @id", new { town, id }, stop)).SingleOrDefault();

    /// <summary>The newest first.</summary>
    /// <param name="before">Only those older than this one, for the next page; <c>null</c> begins with the newest.</param>
    /// <param name="under">Only those that touch a piece whose name begins so; <c>null</c> for all.</param>
    public static Task<IReadOnlyList<StoredChange>> Latest(NpgsqlTransaction tx, TownId town, int? before, string? under, int most, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from setting_change
             where town_id = @town and (@before::int is null or seq < @before)
               and (@under::text is null or exists (select from unnest(pieces) p where starts_with(p, @under)))
             order by seq desc limit @most
            """;

        return Many(tx, sql, new { town, before, under, most }, stop);
    }

    /// <summary>The newest change that touches one of the pieces after this one and still holds: what stands in the way of taking this one back.</summary>
    public static async Task<StoredChange?> Newer(NpgsqlTransaction tx, TownId town, StoredChange than, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from setting_change
             where town_id = @town and seq > @Seq and pieces && @pieces and undone_by is null and undoes is null
             order by seq desc limit 1
            """;

        return (await Many(tx, sql, new { town, than.Seq, pieces = than.Pieces.ToArray() }, stop)).SingleOrDefault();
    }

    /// <summary>Whether any change, also one that was taken back, touches the piece.</summary>
    public static Task<bool> Names(NpgsqlTransaction tx, TownId town, string piece, CancellationToken stop)
    {
        const string sql = "select exists (select from setting_change where town_id = @town and pieces && array[@piece])";

        return tx.Connection!.QuerySingleAsync<bool>(new CommandDefinition(sql, new { town, piece }, tx, cancellationToken: stop));
    }

    private static async Task<IReadOnlyList<StoredChange>> Many(NpgsqlTransaction tx, string sql, object with, CancellationToken stop)
    {
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return [.. rows.Select(r => new StoredChange(
            r.ChangeId, r.Seq, r.At, new Actor(r.ActorKind, r.ActorId, r.ActorHome), r.What, Parse(r.Before), Parse(r.After), r.Undoes, r.UndoneBy))];
    }

    private static string Write(IReadOnlyDictionary<string, JsonNode?> pieces) =>
        new JsonObject(pieces.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString(PieceJson.Options);

    private static Dictionary<string, JsonNode?> Parse(string json) =>
        JsonNode.Parse(json)!.AsObject().ToDictionary(p => p.Key, p => p.Value?.DeepClone(), StringComparer.Ordinal);

    private sealed record Row(
        Guid ChangeId, int Seq, DateTimeOffset At, string ActorKind, string ActorId, string ActorHome, string What, string Before, string After,
        Guid? Undoes, Guid? UndoneBy);
}
