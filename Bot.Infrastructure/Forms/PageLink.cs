using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Forms;

/// <summary>What a one-time link opens: these questions of this draft, for this resident.</summary>
/// <param name="Began">Names the draft.</param>
/// <param name="Language">What the resident spoke when the link was made.</param>
public sealed record PageLink(
    CitizenId Citizen, FormId Form, TurnNo Began, Items<QuestionId> Questions, Language Language, string EventId);

/// <summary>How a link met a browser.</summary>
public abstract record PageVisit
{
    private PageVisit() { }

    /// <summary>It is this browser's to fill.</summary>
    public sealed record Open(PageLink Link) : PageVisit;

    /// <summary>This browser has sent its answers.</summary>
    public sealed record Sent(PageLink Link) : PageVisit;

    /// <summary>Another browser has it.</summary>
    public sealed record Elsewhere(Language Language) : PageVisit;

    /// <summary>It was used, and this is not the browser that used it, or it was long ago.</summary>
    public sealed record Used(Language Language) : PageVisit;

    public sealed record Expired(Language Language) : PageVisit;

    /// <summary>Nobody has opened it yet, and whoever asks is not somebody who opens pages.</summary>
    public sealed record Waiting(Language Language) : PageVisit;

    /// <summary>The draft that it was made for is no longer open.</summary>
    public sealed record Over(Language Language) : PageVisit;

    public sealed record Unknown : PageVisit;
}
