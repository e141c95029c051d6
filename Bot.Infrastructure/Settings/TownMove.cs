using System.Text;
using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Bot.Infrastructure.Wording;

namespace Bot.Infrastructure.Settings;

/// <summary>Takes a town's settings out as its folder, and brings a folder in as pieces.</summary>
public sealed class TownMove(LiveRegion live)
{
    /// <param name="town">As it is, with what staff changed.</param>
    /// <param name="menus">The folder of all towns, for the pictures of rich menus.</param>
    public static IReadOnlyDictionary<string, byte[]> Files(TownProfile town, string menus)
    {
        var files = TownToFiles.Write(town).ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal);
        var place = Path.Combine(menus, town.Id.Value, "richmenu");
        foreach (var file in Directory.Exists(place) ? Directory.GetFiles(place) : [])
        {
            files[$"{town.Id}/richmenu/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
        }

        return files;
    }

    /// <summary>What is to change so that the town is as the archive says; from another town's archive the wording alone is taken.</summary>
    public Loaded<IReadOnlyDictionary<string, JsonNode?>> Pieces(TownProfile present, ArchivedTown archive)
    {
        if (TownFolder.Load(archive.Town, archive.Files) is not Loaded<TownProfile>.Good(var brought))
        {
            return new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Bad(((Loaded<TownProfile>.Bad)TownFolder.Load(archive.Town, archive.Files)).Faults);
        }

        var isOwn = archive.Town == present.Id;
        if (isOwn)
        {
            brought = brought with { Paused = [.. present.Services.Where(s => brought.Services.All(b => b.Name != s.Name)).Select(s => s.Name)] };
        }

        var (was, next) = (TownPieces.Of(present), TownPieces.Of(brought));
        var pieces = next.Where(p => (isOwn || p.Key.StartsWith(TownPieces.Wording, StringComparison.Ordinal)) && !PieceJson.Same(p.Value, was.GetValueOrDefault(p.Key)))
            .ToDictionary(StringComparer.Ordinal);
        foreach (var gone in was.Keys.Where(k => isOwn && k.StartsWith(TownPieces.Wording, StringComparison.Ordinal) && !next.ContainsKey(k)))
        {
            pieces[gone] = Shipped(present.Id, gone[TownPieces.Wording.Length..]);
        }

        return new Loaded<IReadOnlyDictionary<string, JsonNode?>>.Good(pieces);
    }

    /// <summary>Back to what ships: by saying nothing, or by saying it where the folder says something else.</summary>
    public JsonNode? Shipped(TownId town, string key) => live.Folder.Find(town)!.Wording.Any(p => p.Key == key)
        ? TownPieces.Words(WordingFiles.Shipped().Where(p => p.Key == key && Language.Complete.Contains(p.Language)).Select(p => (p.Language.Tag, p.Text)))
        : null;
}
