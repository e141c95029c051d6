using Bot.Domain.Kernel;

namespace Bot.Domain.Disasters;

/// <summary>A road that is closed.</summary>
/// <param name="Road">Which, as people call it.</param>
/// <param name="Words">Why, and which way round.</param>
/// <param name="Until"><c>null</c> while nobody knows.</param>
public sealed record Closure(Guid Id, string Road, string Words, GeoPoint Point, DateTimeOffset From, DateTimeOffset? Until);
