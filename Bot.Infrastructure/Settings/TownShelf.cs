using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.Settings;

/// <summary>The settings of a town as a shelf: what lies over its folder, held to the same rules as the folder.</summary>
public sealed class TownShelf(LiveRegion live)
{
    public Shelf Shelf => new(TownPieces.Prefix, Read, Check, Write);

    private static async Task<IReadOnlyDictionary<string, JsonNode?>> Read(NpgsqlTransaction tx, TownId town, CancellationToken stop) =>
        (await SettingTable.All(tx, town, stop)).ToDictionary(p => p.Key, p => (JsonNode?)p.Value, StringComparer.Ordinal);

    private async Task<Items<Fault>> Check(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        var present = await SettingTable.All(tx, town, stop);
        var next = present.Where(p => !pieces.ContainsKey(p.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, piece) in pieces.Where(p => p.Value is not null))
        {
            next[name] = piece!;
        }

        var folder = live.Folder.Find(town) ?? throw new InvalidOperationException($"{town} has no folder");
        var faults = Faults(TownPieces.Over(folder, next));
        return faults.Count == 0 ? faults : FaultSet.New(faults, Faults(TownPieces.Over(folder, present)));
    }

    private static async Task Write(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        foreach (var (name, piece) in pieces)
        {
            await SettingTable.Put(tx, town, name, piece, stop);
        }
    }

    /// <summary>Writes the town down as a folder and lets the folder's own readers find what is wrong.</summary>
    private Items<Fault> Faults(TownProfile town)
    {
        var loaded = TownFolder.Load(town.Id, TownToFiles.Write(town).ToDictionary(f => f.Key, f => System.Text.Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
        var faults = loaded is Loaded<TownProfile>.Bad bad ? [.. bad.Faults.Select(f => f with { File = f.File[(f.File.IndexOf('/', StringComparison.Ordinal) + 1)..] })] : new List<Fault>();
        var zones = live.Folder.Find(town.Id)!.Areas.Select(a => a.Zone)
            .Concat(live.Folder.Waste.Values.SelectMany(w => w.Zones).Where(z => z.Town == town.Id).Select(z => z.Code)).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(town.Areas.Where(a => !zones.Contains(a.Zone)).Select(a => new Fault("areas.csv", null, "zone", $"「{a.Name.Ja}」の収集地区「{a.Zone}」がありません。")));
        return [.. faults];
    }
}

/// <summary>Compares faults.</summary>
public static class FaultSet
{
    /// <summary>The faults that were not there before: what was wrong already must not keep staff from changing something else.</summary>
    public static Items<Fault> New(Items<Fault> after, Items<Fault> before)
    {
        var known = before.Select(f => (f.File, f.Column, f.Message)).ToHashSet();
        return [.. after.Where(f => !known.Contains((f.File, f.Column, f.Message)))];
    }
}
