namespace Bot.Chaos.Ground;

/// <summary>What a site is made of.</summary>
/// <param name="BotDll">The built <c>Bot.Api.dll</c> under test.</param>
/// <param name="Root">The repository: for the towns' folders and the bot's <c>wwwroot</c>.</param>
/// <param name="Folder">Where logs and the ledger go; made when missing.</param>
public sealed record SiteOptions(string BotDll, string Root, string Folder)
{
    /// <summary>How many processes of the bot share the database.</summary>
    public int Bots { get; init; } = 2;

    /// <summary>Where the database cluster is made; null for the folder for temporary files.</summary>
    public string? ClusterParent { get; init; }

    /// <summary>More settings of the server, such as <c>-c work_mem=8MB</c>.</summary>
    public string PostgresSettings { get; init; } = "";

    /// <summary>More settings of every bot; they win over the site's own. Given the site's own, so that an address may be led through a proxy.</summary>
    public Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> BotSettings { get; init; } = _ => new Dictionary<string, string>();
}
