using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.Settings;

/// <summary>A department as a piece of the settings.</summary>
/// <param name="Services">What it sees to, by the services' names.</param>
/// <param name="Place">Where it stands in the list.</param>
/// <param name="Closed">Duties in a closed department give no rights.</param>
public sealed record DepartmentPiece(string Name, Items<string> Services, int Place, bool Closed);

/// <summary>The departments of a town as a shelf of pieces. Their names begin as the settings' do, so that they stand in the same history.</summary>
public sealed class DepartmentShelf(LiveRegion live, TimeProvider clock)
{
    public const string Prefix = "town/department/";

    private const int LongestName = 40;

    /// <summary>Must come before the shelf of the settings, whose prefix is the beginning of this one.</summary>
    public Shelf Shelf => new(Prefix, Read, Check, Write);

    public static string Piece(string code) => Prefix + code;

    public static DepartmentPiece Of(DepartmentLine line) => new(line.Name, line.Services, line.Place, line.Closed);

    /// <summary>What a department of this town may see to: the town's services, and for a union those that the towns have it carry out.</summary>
    public static Items<string> Services(Region region, TownId town) =>
    [
        .. region.Towns.SelectMany(t => t.Services.Where(s => t.Id == town || s.Operator == town)).Select(s => s.Name).Distinct(StringComparer.Ordinal),
    ];

    private static async Task<IReadOnlyDictionary<string, JsonNode?>> Read(NpgsqlTransaction tx, TownId town, CancellationToken stop) =>
        (await DepartmentTable.All(tx, town, stop)).ToDictionary(l => Piece(l.Code), l => (JsonNode?)PieceJson.Write(Of(l)), StringComparer.Ordinal);

    private async Task<Items<Fault>> Check(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        var present = await Read(tx, town, stop);
        var next = present.ToDictionary(StringComparer.Ordinal);
        var faults = new List<Fault>();
        foreach (var (piece, value) in pieces)
        {
            next[piece] = value;
            if (value is null && await DepartmentTable.IsUsed(tx, town, piece[Prefix.Length..], stop))
            {
                faults.Add(new Fault(piece, null, null, "この課には担当の職員や記録があるので、なくせません。代わりに閉じてください。"));
            }
        }

        var (open, known) = (next.Values.OfType<JsonNode>().Select(PieceJson.Read<DepartmentPiece>).Where(d => !d.Closed).ToList(), Services(live.Now, town));
        foreach (var (piece, value) in pieces.Where(p => p.Value is not null))
        {
            var department = PieceJson.Read<DepartmentPiece>(value!);
            if (department.Name.Length is 0 or > LongestName)
            {
                faults.Add(new Fault(piece, null, "name", $"課の名前を {LongestName} 文字までで入れてください。"));
            }
            else if (!department.Closed && open.Count(d => JapaneseText.Fold(d.Name) == JapaneseText.Fold(department.Name)) > 1)
            {
                faults.Add(new Fault(piece, null, "name", $"「{department.Name}」という課はもうあります。"));
            }

            var before = present.GetValueOrDefault(piece) is { } was ? PieceJson.Read<DepartmentPiece>(was).Services : [];
            faults.AddRange(department.Services.Where(s => !known.Contains(s) && !before.Contains(s)).Select(s => new Fault(piece, null, "services", $"「{s}」というサービスはこの町にありません。")));
        }

        Items<string> closing = [.. pieces.Where(p => p.Value is null || PieceJson.Read<DepartmentPiece>(p.Value).Closed).Select(p => p.Key[Prefix.Length..])];
        if (closing.Count > 0 && await DepartmentTable.TakesLastAdministrator(tx, town, closing, stop))
        {
            faults.Add(new Fault("", null, null, "この課を閉じると、町の管理者がいなくなります。先に、ほかの課の人を管理者にしてください。"));
        }

        return [.. faults];
    }

    private async Task Write(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        foreach (var (piece, value) in pieces)
        {
            var code = piece[Prefix.Length..];
            await (value is null
                ? DepartmentTable.Remove(tx, town, code, stop)
                : PieceJson.Read<DepartmentPiece>(value) is var d ? DepartmentTable.Put(tx, town, code, d.Name, d.Services, d.Place, d.Closed, clock.GetUtcNow(), stop) : Task.CompletedTask);
        }
    }
}
