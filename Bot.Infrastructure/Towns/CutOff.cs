namespace Bot.Infrastructure.Towns;

/// <summary>The last moment for something, counted back from a day: so many working days before it, at this time in the town.</summary>
public sealed record CutOff(int WorkingDaysBefore, TimeOnly At);
