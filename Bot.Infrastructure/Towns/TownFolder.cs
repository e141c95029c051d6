using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads the folder of one town: names, hours, areas, closings, wording and rich menus.</summary>
public static class TownFolder
{
    /// <param name="path">For example <c>infra/towns/hoshimi</c>; the folder's name is the town's id.</param>
    public static Loaded<TownProfile> Load(string path)
    {
        var faults = new FaultList(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var profile = Read(Path.GetFullPath(path), faults);
        return faults.Give(profile!);
    }

    /// <summary>The same from files held in memory, without the rich menus, which are pictures on the disk.</summary>
    /// <param name="files">By their path from the folder of all towns, such as <c>hoshimi/town.json</c>.</param>
    public static Loaded<TownProfile> Load(TownId town, IReadOnlyDictionary<string, byte[]> files)
    {
        var faults = new FaultList(FaultList.Nowhere, files);
        var profile = Read(Path.Combine(FaultList.Nowhere, town.Value), faults);
        return faults.Give(profile!);
    }

    internal static TownProfile? Read(string path, FaultList faults)
    {
        var file = Path.Combine(path, "town.json");
        if (JsonAt.Read(file, faults) is not { } json)
        {
            return null;
        }

        var profile = TownJson.Read(new JsonSection(file, json, faults), Path.GetFileName(path));
        if (profile.Kind == TownKind.Union)
        {
            return profile with { Closings = ClosingFile.Read(path, faults), Departments = DepartmentFile.Read(path, faults) };
        }

        return profile with
        {
            Departments = DepartmentFile.Read(path, faults),
            Areas = AreaFile.Read(path, faults),
            Closings = ClosingFile.Read(path, faults),
            Damage = DamageFiles.Read(path, profile, faults),
            Schools = SchoolFiles.Read(path, profile, faults),
            Wording = TownWording.Read(path, profile.Languages, faults),
            RichMenus = faults.InMemory ? [] : RichMenuFolder.Read(path, profile, faults),
        };
    }
}
