using Bot.Domain.Kernel;
using Bot.Domain.Staff;

namespace Bot.Api.Console;

/// <summary>What a service brings to the console beside its endpoints.</summary>
/// <param name="Title">The heading above its entries in the navigation, which stand in the order of registration; modules of one title stand under one heading.</param>
/// <param name="Cards">What waits for this member of staff, for the first page; asked only for those who hold a right of a card's.</param>
/// <param name="On">Whether the service is switched on for this town or union.</param>
public sealed record ConsoleModule(
    string Name, string Title, Items<NavItem> Nav, Func<Visit, CancellationToken, Task<IReadOnlyList<HomeCard>>>? Cards = null, Func<Visit, bool>? On = null);

/// <param name="Path">Below <c>/console/{town}/</c>.</param>
public sealed record NavItem(string Title, string Path, Right Right);

/// <summary>Something that waits, on the first page.</summary>
/// <param name="Count">How many; a card with none is shown quietly.</param>
/// <param name="Path">Below <c>/console/{town}/</c>.</param>
public sealed record HomeCard(string Title, int Count, string Path, Right Right, string Unit = "件", bool IsUrgent = false, string? Note = null);
