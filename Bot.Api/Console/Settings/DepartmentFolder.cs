using System.Text.Json.Nodes;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Settings;

/// <summary>The departments within a town's folder, taken out as they are now and brought in beside those that the file does not name.</summary>
internal static class DepartmentFolder
{
    public static FolderPart Part(Database database) =>
        new(DepartmentShelf.Prefix, Rights.SettingsChange, visit => Files(visit, database), (visit, archive) => Pieces(visit, archive, database));

    private static async Task<IReadOnlyDictionary<string, string>> Files(Visit visit, Database database) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [$"{visit.TownId}/{DepartmentFile.Name}"] =
            DepartmentFile.Write((await All(visit, database)).Where(d => !d.Closed).Select(d => new DepartmentRow(d.Code, d.Name, d.Services))),
    };

    /// <summary>Of another town's folder nothing: its departments are not ours. What is closed stays so.</summary>
    private static async Task<Loaded<IReadOnlyDictionary<string, JsonNode?>>> Pieces(Visit visit, ArchivedTown archive, Database database)
    {
        var pieces = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (archive.Town == visit.TownId && TownFolder.Load(archive.Town, archive.Files) is Loaded<TownProfile>.Good(var town))
        {
            var present = await All(visit, database);
            var last = present.Select(d => d.Place).DefaultIfEmpty(-1).Max();
            foreach (var row in town.Departments)
            {
                var was = present.FirstOrDefault(d => d.Code == row.Code);
                var wished = new DepartmentPiece(row.Name, row.Services, was?.Place ?? ++last, was?.Closed ?? false);
                if (was is null || DepartmentShelf.Of(was) != wished)
                {
                    pieces[DepartmentShelf.Piece(row.Code)] = PieceJson.Write(wished);
                }
            }
        }

        return new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(pieces);
    }

    private static Task<IReadOnlyList<DepartmentLine>> All(Visit visit, Database database) =>
        database.ReadInTown(visit.TownId, tx => DepartmentTable.All(tx, visit.TownId, visit.Stop), visit.Stop);
}
