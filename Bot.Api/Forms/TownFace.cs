using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Api.Forms;

/// <summary>How one town shows itself on our pages.</summary>
/// <param name="Primary">The town's colour as <c>#RRGGBB</c>; <paramref name="OnPrimary"/> is readable on it.</param>
/// <param name="LineId">The basic id of the town's account, such as <c>@000abcde</c>; <c>null</c> when it is not told.</param>
public sealed record TownLook(
    TownId Id, LocalText Name, LocalText Desk, string Telephone, LocalText Hours, string Primary, string OnPrimary, string? LineId = null)
{
    /// <summary>Pages of the town that anybody may read: the key of the words for each, and where it is below the town's own address.</summary>
    public Items<(string Key, string Path)> Open { get; init; }

    /// <summary>Whether a drill goes on, which each page says.</summary>
    public bool IsDrill { get; init; }

    /// <summary>Opens the town's talk in LINE.</summary>
    public string? Talk => LineId is { } id ? $"https://line.me/R/oaMessage/{Uri.EscapeDataString(id)}/" : null;

    /// <summary>Adds the town's account in LINE.</summary>
    public string? Join => LineId is { } id ? $"https://line.me/R/ti/p/{Uri.EscapeDataString(id)}" : null;
}

/// <summary>A town as our pages know it.</summary>
/// <param name="Forms">The services that the town has switched on.</param>
/// <param name="Words">All phrases, the town's own laid over them.</param>
public sealed record TownFace(TownLook Look, IReadOnlyDictionary<FormId, Form> Forms, Wordbook Words);

/// <summary>All towns that this house has pages for, and the words of pages outside any town. Made by Hosting.</summary>
public sealed record Faces(IReadOnlyDictionary<TownId, TownFace> Towns, Wordbook Words)
{
    /// <param name="town">A part of an address; anything may stand there.</param>
    public TownFace? Find(string town) => TownId.TryParse(town, out var id) ? Towns.GetValueOrDefault(id) : null;
}
