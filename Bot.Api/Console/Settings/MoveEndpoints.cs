using System.Text;
using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Settings;

/// <summary>The files of a service within a town's folder, for the archive. Hosting brings them.</summary>
/// <param name="Prefix">Of the pieces that the files hold.</param>
/// <param name="Change">The right without which the files are not taken in.</param>
/// <param name="Files">What the service keeps for this town, or nothing.</param>
/// <param name="Pieces">What is to change so that it is as the files say; from another town's folder the catalogue alone is taken.</param>
public sealed record FolderPart(
    string Prefix, Right Change, Func<Visit, Task<IReadOnlyDictionary<string, string>>> Files,
    Func<Visit, ArchivedTown, Task<Loaded<IReadOnlyDictionary<string, JsonNode?>>>> Pieces);

/// <summary>A town's folder taken out as one file, and brought in: looked at first, then one change that can be taken back.</summary>
internal static class MoveEndpoints
{
    private const string Here = "settings/move";
    private const string Log = "settings/history";

    public static void MapMove(this RouteGroupBuilder console)
    {
        console.MapGet("/settings/move", (Visit visit) => visit.Page<MovePage>()).Needs(Rights.SettingsMove);
        console.MapPost("/settings/move/export", Export).Needs(Rights.SettingsMove);
        console.MapPost("/settings/move/look", Look).Needs(Rights.SettingsMove).WithMetadata(new LargestPost(TownArchive.MostBytes + (64 * 1024)));
        console.MapPost("/settings/move/take", Take).Needs(Rights.SettingsMove).WithMetadata(new LargestPost(2 * TownArchive.MostBytes));
    }

    private static async Task<IResult> Export(Visit visit, SettingsDesk desk, IEnumerable<FolderPart> parts, Database database, Hosting.HouseSettings house)
    {
        var files = TownMove.Files(await desk.Town(visit), house.TownsFolder).ToDictionary(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            foreach (var (name, text) in await part.Files(visit))
            {
                files[name] = Encoding.UTF8.GetBytes(text);
            }
        }

        await database.InTown(visit.TownId, tx => AuditTable.Add(
            tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.SettingsMove.Name}/export", [], "町の設定を書き出し"), visit.Now, visit.Stop), visit.Stop);
        return TypedResults.File(TownArchive.Write(files), "application/zip", $"{visit.TownId.Value}-{visit.Today:yyyyMMdd}.zip");
    }

    private static async Task<IResult> Look(Visit visit, SettingsDesk desk, TownMove move, IEnumerable<FolderPart> parts)
    {
        if (visit.Http.Request.Form.Files.GetFile("archive") is not { Length: > 0 and <= TownArchive.MostBytes } file)
        {
            return visit.Refuse<MovePage>(new { Faults = Faults("zip ファイルを選んでください（5 MB まで）。") });
        }

        using var packed = new MemoryStream();
        await file.CopyToAsync(packed, visit.Stop);
        packed.Position = 0;
        if (TownArchive.Read(packed) is not Loaded<ArchivedTown>.Good(var archive))
        {
            packed.Position = 0;
            return visit.Refuse<MovePage>(new { Faults = ((Loaded<ArchivedTown>.Bad)TownArchive.Read(packed)).Faults });
        }

        return await Wished(visit, archive, desk, move, parts) switch
        {
            Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(var pieces) => visit.Page<MovePage>(new
            {
                From = archive.Town.Value,
                Changes = await Between(visit, desk, pieces),
                Count = pieces.Count,
                Packed = Convert.ToBase64String(TownArchive.Write(archive.Files)),
            }),
            Loaded<IReadOnlyDictionary<string, JsonNode?>>.Bad bad => visit.Refuse<MovePage>(new { bad.Faults }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The archive comes back with the form and is read as carefully as the first time.</summary>
    private static async Task<IResult> Take(Visit visit, SettingsDesk desk, TownMove move, IEnumerable<FolderPart> parts, ChangeAnswer answer)
    {
        var bytes = new byte[TownArchive.MostBytes];
        if (!Convert.TryFromBase64String(visit.Field("packed"), bytes, out var length)
            || TownArchive.Read(new MemoryStream(bytes, 0, length)) is not Loaded<ArchivedTown>.Good(var archive))
        {
            return visit.Refuse<MovePage>(new { Faults = Faults("もう一度 zip ファイルを選んでください。") });
        }

        return await Wished(visit, archive, desk, move, parts) is Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(var pieces)
            ? await answer.Make(
                visit, Rights.SettingsMove, $"フォルダー「{archive.Town}」を取り込む", pieces, Log, Log, (faults, note) => visit.Refuse<MovePage>(new { Faults = faults, Note = note }))
            : visit.Refuse<MovePage>(new { Faults = Faults("もう一度 zip ファイルを選んでください。") });
    }

    private static async Task<Loaded<IReadOnlyDictionary<string, JsonNode?>>> Wished(
        Visit visit, ArchivedTown archive, SettingsDesk desk, TownMove move, IEnumerable<FolderPart> parts)
    {
        var all = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var faults = new List<Fault>();
        Add(move.Pieces(await desk.Town(visit), archive));
        foreach (var part in parts.Where(p => visit.May(p.Change)))
        {
            Add(await part.Pieces(visit, archive));
        }

        return faults.Count > 0
            ? new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Bad([.. faults])
            : new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(all);

        void Add(Loaded<IReadOnlyDictionary<string, JsonNode?>> loaded)
        {
            if (loaded is Loaded<IReadOnlyDictionary<string, JsonNode?>>.Bad bad)
            {
                faults.AddRange(bad.Faults);
            }
            else if (loaded is Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(var pieces))
            {
                foreach (var (name, piece) in pieces)
                {
                    all[name] = piece;
                }
            }
        }
    }

    private static async Task<IReadOnlyList<Difference>> Between(Visit visit, SettingsDesk desk, IReadOnlyDictionary<string, JsonNode?> pieces)
    {
        var town = TownPieces.Of(await desk.Town(visit));
        return Differences.Between(await desk.Present(visit, pieces.Keys, town), pieces);
    }

    private static Items<Fault> Faults(string why) => [new Fault("", null, null, why)];
}
