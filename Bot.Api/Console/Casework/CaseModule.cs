using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;

namespace Bot.Api.Console.Casework;

/// <summary>A service whose requests have notes, a desk and letters.</summary>
/// <param name="Name">As timeline and desk call it, such as <c>bulky-waste</c>.</param>
/// <param name="See">What reading needs.</param>
/// <param name="Change">What writing needs.</param>
/// <param name="Find">Those of the subjects that this visitor may see; whose rows they are was asked of the database as the visitor's own town.</param>
/// <param name="Words">What an entry of the timeline says; <c>null</c> leaves it to the kit.</param>
/// <param name="Templates">Ready texts for letters.</param>
/// <param name="Fold">Makes one entry of several that say the same.</param>
public sealed record CaseModule(
    string Name, string Title, Right See, Right Change, Func<Visit, IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<CaseRef>>> Find,
    Func<TimelineEntry, string?> Words, Items<LetterTemplate> Templates = default,
    Func<IReadOnlyList<TimelineEntry>, IReadOnlyList<TimelineEntry>>? Fold = null)
{
    public async Task<CaseRef?> One(Visit visit, string subject) => (await Find(visit, [subject], visit.Stop)).SingleOrDefault();
}

/// <summary>A request as casework shows it.</summary>
/// <param name="Title">Neutral: a number or a kind, never a name.</param>
/// <param name="Path">Its page below the town's console.</param>
/// <param name="Citizen">Who is on LINE.</param>
public sealed record CaseRef(CaseSubject At, string Title, string Path, CitizenId? Citizen);

/// <summary>A ready text for a letter; the clerk changes it before it goes.</summary>
public sealed record LetterTemplate(string Key, string Title, string Text);
