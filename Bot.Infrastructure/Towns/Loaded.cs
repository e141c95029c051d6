using System.Diagnostics;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>What loading a folder gives: the whole, or every fault in it.</summary>
public abstract record Loaded<T>
{
    private Loaded() { }

    public sealed record Good(T Value) : Loaded<T>;

    public sealed record Bad(Items<Fault> Faults) : Loaded<T>;

    /// <summary>For start-up, which must not go on with half a town.</summary>
    public T OrThrow() => this switch
    {
        Good good => good.Value,
        Bad bad => throw new InvalidDataException(string.Join('\n', bad.Faults)),
        _ => throw new UnreachableException(),
    };
}
