namespace Bot.Domain.Kernel;

/// <summary>What parsing gives: a value that cannot be wrong, or the reason why there is none.</summary>
public abstract record Checked<T>
{
    private Checked() { }

    public sealed record Good(T Value) : Checked<T>;

    /// <param name="Why">The key of a phrase that says what to do.</param>
    public sealed record Bad(string Why) : Checked<T>;
}
