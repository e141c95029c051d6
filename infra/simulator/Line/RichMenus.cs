using System.Text.Json.Nodes;

namespace Bot.Simulator.Line;

/// <summary>Rich menus of one account: objects, pictures, aliases, the default one.</summary>
internal sealed class RichMenus(LineTown town)
{
    public const int Most = 1000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Menu> menus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);

    public string? Default { get; private set; }

    public JsonArray All { get { lock (gate) { return new JsonArray([.. menus.Select(m => Written(m.Key, m.Value))]); } } }

    public JsonArray Aliases
    {
        get { lock (gate) { return new JsonArray([.. aliases.Select(a => new JsonObject { ["richMenuAliasId"] = a.Key, ["richMenuId"] = a.Value })]); } }
    }

    public string? Create(JsonObject definition)
    {
        lock (gate)
        {
            if (menus.Count >= Most) return null;
            var id = "richmenu-" + Guid.NewGuid().ToString("N");
            menus[id] = new((JsonObject)definition.DeepClone(), null, null);
            return id;
        }
    }

    public JsonObject? Get(string id)
    {
        lock (gate) { return menus.TryGetValue(id, out var menu) ? Written(id, menu) : null; }
    }

    public (byte[] Bytes, string Type)? Picture(string id)
    {
        lock (gate) { return menus.GetValueOrDefault(id) is { Picture: { } bytes, Type: { } type } ? (bytes, type) : null; }
    }

    /// <summary>A picture can be set once; it is never replaced.</summary>
    public bool Paint(string id, byte[] bytes, string type)
    {
        lock (gate)
        {
            if (!menus.TryGetValue(id, out var menu) || menu.Picture is not null) return false;
            menus[id] = menu with { Picture = bytes, Type = type };
            return true;
        }
    }

    public bool Delete(string id)
    {
        lock (gate)
        {
            if (!menus.Remove(id)) return false;
            if (Default == id) Default = null;
            foreach (var alias in aliases.Where(a => a.Value == id).Select(a => a.Key).ToArray()) aliases.Remove(alias);
        }

        foreach (var resident in town.Residents.Where(r => r.OwnRichMenuId == id)) resident.OwnRichMenuId = null;
        TellAll();
        return true;
    }

    public void SetDefault(string? id)
    {
        Default = id;
        TellAll();
    }

    public string? ByAlias(string alias)
    {
        lock (gate) { return aliases.GetValueOrDefault(alias); }
    }

    public bool SetAlias(string alias, string id, bool isNew)
    {
        lock (gate)
        {
            if (aliases.ContainsKey(alias) == isNew || aliases.Count >= Most) return false;
            aliases[alias] = id;
            return true;
        }
    }

    public bool DropAlias(string alias)
    {
        lock (gate) { return aliases.Remove(alias); }
    }

    /// <summary>The menu as the phone shows it, with the address of its picture.</summary>
    public JsonObject? Show(string id)
    {
        if (Get(id) is not { } menu) return null;
        menu["picture"] = $"/phone/api/{town.Slug}/richmenu/{id}";
        return menu;
    }

    private void TellAll()
    {
        foreach (var resident in town.Residents) resident.TellState();
    }

    private static JsonObject Written(string id, Menu menu)
    {
        var written = new JsonObject { ["richMenuId"] = id };
        foreach (var (name, value) in menu.Definition) written[name] = value?.DeepClone();
        return written;
    }

    private sealed record Menu(JsonObject Definition, byte[]? Picture, string? Type);
}
