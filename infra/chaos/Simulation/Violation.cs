namespace Bot.Chaos.Simulation;

/// <summary>Something that must never be so was so.</summary>
internal sealed class Violation(string what, Exception? inner = null) : Exception(what, inner);
